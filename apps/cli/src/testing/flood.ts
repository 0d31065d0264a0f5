import { type Result, succeed } from "@colombe/base"
import { withAccount } from "../session.ts"
import { findConversation } from "../target.ts"

/**
 * `flood.ts HOME TARGET NAME COUNT`: sends "NAME 1" and so on, several at once, and prints each text when the server has
 * acknowledged it. Goes on through lost connections, as an app does.
 */
const [home = "", target = "", name = "", count = ""] = process.argv.slice(2)

const io = {
  environment: process.env,
  print: async (line: string) => void process.stdout.write(`${line}\n`),
  complain: async (line: string) => void process.stderr.write(`${line}\n`),
  readInput: async () => new Uint8Array(),
  readLine: async () => undefined,
  ended: new Promise<void>(() => {}),
}

const result = await withAccount(io, { home }, async (client): Promise<Result<void>> => {
  const conversation = await findConversation(client, target, false)
  if (!conversation.ok) return conversation
  const sends = Array.from({ length: Number(count) }, async (_, index) => {
    const text = `${name} ${index + 1}`
    const queued = await client.sendText(conversation.value, text)
    const stored = queued.ok ? await client.sent(conversation.value, queued.value.id) : queued
    if (stored.ok) await io.print(text)
    return stored
  })
  const failed = (await Promise.all(sends)).find(one => !one.ok)
  return failed === undefined || failed.ok ? succeed() : failed
})
if (!result.ok) await io.complain(result.code)
process.exit(result.ok ? 0 : 3)
