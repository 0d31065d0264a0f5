import { type Bytes, keyOf } from "@colombe/base"
import {
  type CommitEffects,
  decodeMessageAs,
  encodeMessage,
  type PublicGroup,
  referenceOf,
} from "@colombe/mls/public"
import { leafFactOf } from "@colombe/rules"
import type { NewWelcome } from "@colombe/store"
import { refuse, welcomeBytesMax, welcomesBytesMax } from "@colombe/wire"
import type { ServerContext } from "./context.ts"
import type { Outcome } from "./handler.ts"

/** What each device that the commit adds finds in its mailbox: the Welcome, of whose parts only its own is left. */
export function splitWelcome(
  server: ServerContext,
  { suite }: PublicGroup,
  { added }: CommitEffects,
  welcome: Bytes,
): Outcome<readonly NewWelcome[]> {
  if (welcome.length > welcomeBytesMax) return refuse("mail-too-large")
  if (added.length === 0)
    return welcome.length === 0 ? { ok: true, value: [] } : refuse("commit-invalid", { cause: "adds nobody" })
  const read = decodeMessageAs(welcome, "welcome")
  if (!read.ok) return refuse("welcome-missing", { cause: read })
  const { secrets } = read.value
  const parts = new Map(secrets.map(part => [keyOf(part.newMember), part]))
  const welcomes: NewWelcome[] = []
  let bytes = 0
  for (const { leaf, keyPackage } of added) {
    const to = leafFactOf(leaf)
    const own = parts.get(keyOf(referenceOf(server, suite, keyPackage)))
    if (to === undefined || own === undefined) return refuse("welcome-missing")
    const body = encodeMessage({ format: "welcome", message: { ...read.value, secrets: [own] } })
    bytes += body.length
    if (bytes > welcomesBytesMax) return refuse("mail-too-large")
    welcomes.push({ account: to.account, device: to.device, body })
  }
  if (secrets.length !== added.length) return refuse("commit-invalid", { cause: "welcomes somebody else" })
  return { ok: true, value: welcomes }
}
