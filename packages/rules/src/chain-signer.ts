import { type Bytes, decode, equal, fail, isZero, type Result, succeed } from "@colombe/base"
import type { ActiveDevice, ChainState } from "./chain.ts"
import type { ChainCode } from "./chain-codes.ts"
import { isWithin } from "./key-rules.ts"
import { addBody, type LinkContent, linkTypes, removeBody, type SignerId } from "./link.ts"

/** The Ed25519 key of a signer that is in force in `state`. */
export function signerKey(state: ChainState, signer: SignerId): Bytes | undefined {
  if (signer.kind === "recovery") return isZero(signer.id) ? state.recovery.sign.bytes : undefined
  return activeSigner(state, signer)?.dsk.bytes
}

export function activeSigner(state: ChainState, signer: SignerId): ActiveDevice | undefined {
  return state.devices.find(({ id, kind }) => kind === signer.kind && equal(id, signer.id))
}

/** Links of the recovery key alone. */
const ofRecovery: readonly number[] = [linkTypes.genesis, linkTypes.reset, linkTypes.move, linkTypes.close]

/** The key that must have signed, where the signer is in force before the link and may sign its type. */
export function allowedSigner(before: ChainState, content: LinkContent): Result<Bytes, ChainCode> {
  const key = signerKey(before, content.signer)
  if (key === undefined) return fail("signer-not-active")
  if (content.signer.kind === "recovery") return succeed(key)
  const device = activeSigner(before, content.signer)
  const allowed = device !== undefined && deviceMay(device, content)
  return allowed ? succeed(key) : fail("signer-not-allowed")
}

function deviceMay(device: ActiveDevice, content: LinkContent): boolean {
  if (ofRecovery.includes(content.type)) return false
  if (device.scope.kind !== "all") return removesItself(device, content)
  if (content.type === linkTypes.scope) return device.kind === "device"
  if (content.type !== linkTypes.add) return true
  const added = decode(addBody, content.body)
  return added.ok && isWithin(added.value.device.scope, device.scope)
}

function removesItself(device: ActiveDevice, content: LinkContent): boolean {
  if (content.type !== linkTypes.remove) return false
  const removed = decode(removeBody, content.body)
  return removed.ok && equal(removed.value.device, device.id)
}
