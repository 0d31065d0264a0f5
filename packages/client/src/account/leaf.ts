import { encode } from "@colombe/base"
import {
  type Capabilities,
  extensionTypes,
  type LeafInput,
  type Lifetime,
  proposalTypes,
  suiteIds,
} from "@colombe/mls"
import {
  type AccountId,
  colombeGroupExtension,
  type DeviceId,
  leafIdentity,
  type Position,
  position,
  positionExtension,
} from "@colombe/rules"

/** The one suite at run time. */
export const suite = suiteIds.MLS_128_MLKEM768X25519_AES256GCM_SHA384_Ed25519

/** Equal for all clients of this version, so that no leaf says more than which version it runs. */
export const capabilities: Capabilities = {
  versions: [1],
  suites: [suite],
  extensions: [colombeGroupExtension, positionExtension, extensionTypes.lastResort],
  proposals: [proposalTypes.selfRemove],
  credentials: [1],
}

/** What this device says of itself in groups and key packages: who it is, and where its account's chain stands. */
export function leafInput(account: AccountId, device: DeviceId, head: Position): LeafInput {
  return {
    credential: { type: "basic", identity: encode(leafIdentity, { account, device }) },
    capabilities,
    extensions: [{ type: positionExtension, data: encode(position, head) }],
  }
}

/** Days for which a key package is valid. */
const validDays = 90
/** Seconds by which the clocks of two devices may differ. */
const clockSkewSeconds = 24 * 60 * 60

/** Around now, in seconds. Never part of what makes a commit valid: whoever uses a key package looks. */
export function lifetimeAt(nowMs: number): Lifetime {
  const now = Math.floor(nowMs / 1000)
  return {
    notBefore: BigInt(Math.max(0, now - clockSkewSeconds)),
    notAfter: BigInt(now + validDays * 24 * 60 * 60),
  }
}
