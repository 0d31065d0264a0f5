import { type Bytes, fail, fromUtf8, type Result, succeed } from "@colombe/base"
import type { ConversationSummary, SafetyNumber, SendOptions, TimelineItem } from "@colombe/client"
import type { HomeClient } from "../home/seat.ts"
import { findConversation } from "../target.ts"

/** Sends and waits until the server has it durably. */
export async function send(
  client: HomeClient,
  target: string,
  text: string,
  options: SendOptions = {},
): Promise<Result<void>> {
  const conversation = await findConversation(client, target, true)
  if (!conversation.ok) return conversation
  const queued = await client.sendText(conversation.value, text, options)
  if (!queued.ok) return queued
  const stored = await client.sent(conversation.value, queued.value.id)
  return stored.ok ? succeed() : stored
}

/** Standard input as a text: strict UTF-8, without the one line end that a shell adds. */
export function textFromInput(input: Bytes): Result<string, "text-encoding"> {
  const text = fromUtf8(input)
  return text === undefined ? fail("text-encoding") : succeed(text.replace(/\r?\n$/, ""))
}

export interface HistoryLine {
  readonly conversation: ConversationSummary
  readonly item: TimelineItem
}

/** The newest `limit` lines, oldest first. */
export async function history(
  client: HomeClient,
  target: string,
  limit: number,
): Promise<Result<readonly HistoryLine[]>> {
  const conversation = await findConversation(client, target, false)
  if (!conversation.ok) return conversation
  const details = await client.conversation(conversation.value)
  if (details === undefined) return fail("conversation-unknown")
  const lines: HistoryLine[] = []
  let before: number | undefined
  while (lines.length < limit) {
    const range = {
      limit: Math.min(historyPage, limit - lines.length),
      ...(before === undefined ? {} : { before }),
    }
    const page = await client.timeline(conversation.value, range)
    lines.unshift(...page.items.map(item => ({ conversation: details, item })))
    const first = page.items.find(item => item.seq !== undefined)?.seq
    if (!page.moreBefore || first === undefined || first === before) break
    before = first
  }
  return succeed(lines.slice(-limit))
}

/** Items that one query of the timeline asks for. */
const historyPage = 500

/** The number to compare; `verified` says first that it was compared, or that it counts no more. */
export async function safety(
  client: HomeClient,
  who: string,
  verified: boolean | undefined,
): Promise<Result<SafetyNumber>> {
  const person = await client.findPerson(who)
  if (!person.ok) return person
  const { account } = person.value
  const said =
    verified === undefined ? succeed() : await (verified ? client.verify(account) : client.unverify(account))
  return said.ok ? client.safetyNumber(account) : said
}
