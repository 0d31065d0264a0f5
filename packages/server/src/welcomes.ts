import { equal } from "@colombe/base"
import {
  type AddedMember,
  type CommitEffects,
  decodeMessageAs,
  type PublicGroup,
  referenceOf,
} from "@colombe/mls/public"
import { leafFactOf } from "@colombe/rules"
import { type Refused, refuse, type WelcomeFor, welcomeBytesMax } from "@colombe/wire"
import type { ServerContext } from "./context.ts"

/** Every device that the commit adds has one Welcome with its own part in it, and nobody else has one. */
export function checkWelcomes(
  server: ServerContext,
  next: PublicGroup,
  { added }: CommitEffects,
  welcomes: readonly WelcomeFor[],
): Refused | undefined {
  if (welcomes.some(({ welcome }) => welcome.length > welcomeBytesMax)) return refuse("mail-too-large")
  if (!added.every(one => hasWelcome(server, next, one, welcomes))) return refuse("welcome-missing")
  return welcomes.length === added.length ? undefined : refuse("commit-invalid")
}

function hasWelcome(
  server: ServerContext,
  { suite }: PublicGroup,
  { leaf, keyPackage }: AddedMember,
  welcomes: readonly WelcomeFor[],
): boolean {
  const to = leafFactOf(leaf)
  if (to === undefined) return false
  const own = welcomes.filter(({ account, device }) => equal(account, to.account) && equal(device, to.device))
  const [one] = own
  const read = one && own.length === 1 ? decodeMessageAs(one.welcome, "welcome") : undefined
  if (!read?.ok) return false
  const reference = referenceOf(server, suite, keyPackage)
  return read.value.secrets.some(({ newMember }) => equal(newMember, reference))
}
