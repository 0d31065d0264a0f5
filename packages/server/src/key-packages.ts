import { type Bytes, decode, equal } from "@colombe/base"
import {
  findSuite,
  isLastResort,
  readKeyPackage,
  referenceOf,
  type VerifiedKeyPackage,
} from "@colombe/mls/public"
import { deviceAt, headOf, lastResortDays, leafIdentity } from "@colombe/rules"
import type { StoredKeyPackage } from "@colombe/store"
import { keyPackageBytesMax, refuse } from "@colombe/wire"
import { loadAccount } from "./chains.ts"
import type { ServerContext } from "./context.ts"
import type { DeviceCaller, Outcome } from "./handler.ts"

export type KeyPackageUse = "one-time" | "last-resort"

/** The one suite of the run time; the engine knows others for vectors alone. */
const suiteId = 0xf0a2
const daySeconds = 86_400
/** How far the clock of a device may be ahead, in seconds. */
const clockSkewSeconds = 86_400

/** A key package of this very device: its name and key on the account's chain, its use, its lifetime. */
export async function checkOwnKeyPackage(
  server: ServerContext,
  { account, device }: DeviceCaller,
  body: Bytes,
  use: KeyPackageUse,
): Promise<Outcome<StoredKeyPackage>> {
  if (body.length > keyPackageBytesMax) return refuse("key-package-invalid")
  const read = await readKeyPackage(server, body)
  if (!read.ok) return refuse("key-package-invalid", { cause: read })
  const value = read.value
  const suite = findSuite(value.suite)
  const known = await loadAccount(server, account)
  const active = known && deviceAt(known.chain, headOf(known.chain), device)
  if (!active) return refuse("device-inactive")
  const holds =
    suite?.id === suiteId &&
    isLastResort(value) === (use === "last-resort") &&
    equal(value.leaf.signatureKey, active.dsk.bytes) &&
    isOf(value, account, device) &&
    isCurrent(value, server.clock.now() / 1000)
  if (!holds) return refuse("key-package-invalid")
  return { ok: true, value: { reference: referenceOf(server, suite, value), body } }
}

function isOf({ leaf }: VerifiedKeyPackage, account: Bytes, device: Bytes): boolean {
  if (leaf.credential.type !== "basic") return false
  const named = decode(leafIdentity, leaf.credential.identity)
  return named.ok && equal(named.value.account, account) && equal(named.value.device, device)
}

/** Valid now, and for no longer than the protocol gives a last-resort package, with room for a clock that is off. */
function isCurrent({ leaf }: VerifiedKeyPackage, nowSeconds: number): boolean {
  if (leaf.source.kind !== "keyPackage") return false
  const { notBefore, notAfter } = leaf.source.lifetime
  const from = Number(notBefore)
  const to = Number(notAfter)
  const longest = lastResortDays * daySeconds + 2 * clockSkewSeconds
  return from <= nowSeconds + clockSkewSeconds && to > nowSeconds && to - from <= longest
}
