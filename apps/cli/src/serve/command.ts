import { type Result, succeed } from "@colombe/base"
import { type Locale, phrase } from "@colombe/phrases"
import type { ServeOptions } from "../arguments.ts"
import type { Io } from "../io.ts"
import { cryptoPort } from "../session.ts"
import { serve } from "./serve.ts"

/** `colombe serve`: says where to go, and runs until it is told to end. */
export async function serveUntilEnded(io: Io, options: ServeOptions, locale: Locale): Promise<Result<void>> {
  const running = await serve(options, cryptoPort, ({ event, ...detail }) => {
    const cause = "cause" in detail && detail.cause instanceof Error ? { cause: detail.cause.stack } : {}
    void io.complain(JSON.stringify({ at: new Date().toISOString(), event, ...detail, ...cause }))
  })
  if (!running.ok) return running
  const { address, invitation, stop } = running.value
  await io.print(address)
  if (invitation !== undefined) await io.print(phrase("invitation-shown", locale, { invitation }))
  await io.ended
  await stop()
  return succeed()
}
