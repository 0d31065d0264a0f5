import { type Result, succeed } from "@colombe/base"
import type { Client } from "@colombe/client"
import { withAccount } from "../session.ts"
import { findConversation } from "../target.ts"

/**
 * `flood.ts HOME TARGET NAME FIRST COUNT EVERY`: sends "NAME FIRST" and so on, EVERY so many at once, makes an epoch after
 * each of these, and notes each text when the home has it and when the server has acknowledged it. Goes on through
 * lost connections, as an app does.
 */
const [home = "", target = "", name = "", first = "", count = "", every = ""] = process.argv.slice(2)
/** Two settings that nobody of another name sets, longer than any run, in seconds: so that each change is a commit. */
const days = 7 + 2 * (name.charCodeAt(0) % 10)
const timers = [days * 86_400, (days + 1) * 86_400]

const io = {
  environment: process.env,
  print: async (line: string) => void process.stdout.write(`${line}\n`),
  complain: async (line: string) => void process.stderr.write(`${line}\n`),
  readInput: async () => new Uint8Array(),
  readLine: async () => undefined,
  ended: new Promise<void>(() => {}),
}

type Sender = Pick<Client, "sendText" | "sent" | "setTimer">

async function send(client: Sender, conversation: string, text: string): Promise<Result<unknown>> {
  const queued = await client.sendText(conversation, text)
  if (!queued.ok) return queued
  const { id } = queued.value
  await io.print(JSON.stringify({ taken: text }))
  const stored = await client.sent(conversation, id)
  if (!stored.ok) return stored
  await io.print(JSON.stringify({ acknowledged: { text, conversation, id, seq: stored.value.seq } }))
  return stored
}

/**
 * Codes of a change that finds no server, one without room, or too many others who change something. Nothing keeps a
 * change for later, as the outbox keeps a message.
 */
const passing: readonly string[] = [
  "connection-lost",
  "server-storage-full",
  "server-unreachable",
  "stale-epoch",
  "timeout",
]

async function commit(client: Sender, conversation: string, seconds = 0): Promise<Result<unknown>> {
  const changed = await client.setTimer(conversation, seconds)
  return changed.ok || !passing.includes(changed.code) ? changed : succeed()
}

const result = await withAccount(io, { home }, async (client): Promise<Result<unknown>> => {
  const conversation = await findConversation(client, target, false)
  if (!conversation.ok) return conversation
  const end = Number(first) + Number(count)
  for (let from = Number(first); from < end; from += Number(every)) {
    const numbers = Array.from({ length: Math.min(Number(every), end - from) }, (_, index) => from + index)
    const sends = numbers.map(number => send(client, conversation.value, `${name} ${number}`))
    const failed = (await Promise.all(sends)).find(one => !one.ok)
    if (failed !== undefined) return failed
    timers.reverse()
    const changed = await commit(client, conversation.value, timers[0])
    if (!changed.ok) return changed
  }
  return succeed()
})
if (!result.ok) await io.complain(result.code)
process.exit(result.ok ? 0 : 3)
