import { fail, type Result, succeed } from "@colombe/base"
import type { HomeClient } from "../home/seat.ts"
import { each } from "../session.ts"
import { findConversation } from "../target.ts"
import type { MessageCommand } from "./message-arguments.ts"

/** Does it, and waits until the server has it. Gives what is worth printing. */
export async function changeMessages(
  client: HomeClient,
  command: MessageCommand,
): Promise<Result<string | undefined>> {
  if (command.name === "poll") return askPoll(client, command)
  if (command.name === "timer") return setTimer(client, command)
  const done = await (command.name === "forward" ? forward(client, command) : changeOne(client, command))
  if (!done.ok) return done
  const settled = await client.settle()
  return settled.ok ? succeed(undefined) : settled
}

type CommandOf<Name> = Extract<MessageCommand, { readonly name: Name }>

async function setTimer(
  client: HomeClient,
  { target, seconds }: CommandOf<"timer">,
): Promise<Result<undefined>> {
  const conversation = await findConversation(client, target, false)
  if (!conversation.ok) return conversation
  const set = await client.setTimer(conversation.value, seconds)
  return set.ok ? succeed(undefined) : set
}

/** Gives the number by which one votes. */
async function askPoll(
  client: HomeClient,
  { target, question, options, choice }: CommandOf<"poll">,
): Promise<Result<string>> {
  const conversation = await findConversation(client, target, true)
  if (!conversation.ok) return conversation
  const queued = await client.sendPoll(conversation.value, { question, options, choice })
  if (!queued.ok) return queued
  const stored = await client.sent(conversation.value, queued.value.id)
  return stored.ok ? succeed(queued.value.id) : stored
}

async function changeOne(
  client: HomeClient,
  command: Exclude<MessageCommand, CommandOf<"timer" | "poll" | "forward">>,
): Promise<Result<void>> {
  const found = await client.message(command.message)
  if (found === undefined) return fail("message-unknown")
  const { conversation, item } = found
  switch (command.name) {
    case "vote":
      return client.vote(conversation, item.id, command.places)
    case "close":
      return client.closePoll(conversation, item.id)
    default:
      return client.pin(conversation, item.id, command.name === "pin")
  }
}

async function forward(
  client: HomeClient,
  { messages, targets, author }: CommandOf<"forward">,
): Promise<Result<void>> {
  const conversations = await each(targets, target => findConversation(client, target, true))
  if (!conversations.ok) return conversations
  const found = await each(messages, async message => {
    const known = await client.message(message)
    return known === undefined ? fail("message-unknown") : succeed(known.conversation)
  })
  if (!found.ok) return found
  const to = { conversations: conversations.value, author }
  for (const from of new Set(found.value)) {
    const ids = messages.filter((_, index) => found.value[index] === from)
    const forwarded = await client.forward(from, ids, to)
    if (!forwarded.ok) return forwarded
  }
  return succeed()
}
