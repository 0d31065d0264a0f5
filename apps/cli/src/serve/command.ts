import { type Result, succeed } from "@colombe/base"
import { type Locale, phrase } from "@colombe/phrases"
import type { Io } from "../io.ts"
import type { ServeOptions } from "../operate/settings/serve-options.ts"
import { cryptoPort } from "../session.ts"
import { logLine } from "./log-line.ts"
import { serve } from "./serve.ts"

/** `colombe serve`: says where to go, and runs until it is told to end. */
export async function serveUntilEnded(io: Io, options: ServeOptions, locale: Locale): Promise<Result<void>> {
  const running = await serve(options, cryptoPort, event => void io.complain(logLine(event, new Date())))
  if (!running.ok) return running
  const { address, invitation, renewCertificate, stop } = running.value
  process.on("SIGHUP", renewCertificate)
  await io.print(address)
  if (invitation !== undefined) await io.print(phrase("invitation-shown", locale, { invitation }))
  await io.ended
  process.off("SIGHUP", renewCertificate)
  await stop()
  return succeed()
}
