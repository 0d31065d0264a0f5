import type { PublicKey } from "./ids.ts"
import type { DeviceEntry, RecoveryKeys, Scope } from "./link.ts"

/** Bytes of an Ed25519 and of an X-Wing public key. */
export const ed25519KeyBytes = 32
export const xwingKeyBytes = 1216

export function isEd25519(key: PublicKey): boolean {
  return key.algorithm === "ed25519" && key.bytes.length === ed25519KeyBytes
}

export function isXWing(key: PublicKey): boolean {
  return key.algorithm === "xwing" && key.bytes.length === xwingKeyBytes
}

export function isScope(scope: Scope): boolean {
  return scope.kind === "from" || scope.fromMs === 0
}

/** Whether everything that `inner` may have, `outer` may have too. */
export function isWithin(inner: Scope, outer: Scope): boolean {
  return outer.kind === "all" || (inner.kind === "from" && inner.fromMs >= outer.fromMs)
}

/** Spare words have a key to seal to; a device is sealed to by its key packages. */
export function isDeviceEntry(entry: DeviceEntry): boolean {
  const sealFits = entry.kind === "words" ? entry.seal !== undefined && isXWing(entry.seal) : !entry.seal
  return isEd25519(entry.dsk) && sealFits && isScope(entry.scope)
}

export function isRecoveryKeys({ sign, seal }: RecoveryKeys): boolean {
  return isEd25519(sign) && isXWing(seal)
}
