import {
  constant,
  type Decoded,
  enumeration,
  fixed,
  opaque,
  optional,
  struct,
  uint8,
  uint16,
  uint32,
  uint64,
  vector,
} from "@colombe/base"
import { accountId, deviceId, digest, position, publicKey } from "./ids.ts"

/** Who signs in the name of an account: a device, spare words, or the recovery key (whose id is zeros). */
export const signer = struct({ kind: enumeration(1, { device: 1, words: 2, recovery: 3 }), id: deviceId })
export type SignerId = Decoded<typeof signer>

/** From when a device may have history; `fromMs` is 0 for all. */
export const scope = struct({ kind: enumeration(1, { all: 0, from: 1 }), fromMs: uint64 })
export type Scope = Decoded<typeof scope>

/** `seal` is there for words alone: an X-Wing key. */
export const deviceEntry = struct({
  kind: enumeration(1, { device: 1, words: 2 }),
  dsk: publicKey,
  seal: optional(publicKey),
  scope,
})
export type DeviceEntry = Decoded<typeof deviceEntry>

/** `struct { AccountId account; PublicKey dsk }`: a DeviceId is the first 16 bytes of its hash under "device". */
export const deviceIdInput = struct({ account: accountId, dsk: publicKey })

/** Types as numbers, since a chain may hold links newer than this version; `linkTypes` names those known here. */
export const linkTypes = {
  genesis: 1,
  add: 2,
  remove: 3,
  scope: 4,
  reset: 5,
  move: 6,
  close: 7,
  rekey: 8,
} as const

/** What is hashed and signed. Its hash under "link" names it; the genesis' hash is the AccountId. */
export const linkContent = struct({
  version: constant(uint16, 1),
  account: accountId,
  generation: uint32,
  seq: uint32,
  prev: digest,
  type: uint16,
  critical: uint8,
  signer,
  body: opaque,
})
export type LinkContent = Decoded<typeof linkContent>

export const countersignature = struct({ id: deviceId, signature: opaque })
export type Countersignature = Decoded<typeof countersignature>
/** Sign("link") by the signer, Sign("link added") by each device that comes in. */
export const link = struct({ content: opaque, signature: opaque, added: vector(countersignature) })
export type Link = Decoded<typeof link>

export const recoveryKeys = struct({ sign: publicKey, seal: publicKey })
export type RecoveryKeys = Decoded<typeof recoveryKeys>
export const genesisBody = struct({ nonce: fixed(16), recovery: recoveryKeys, first: deviceEntry })
export const addBody = struct({ device: deviceEntry })
/** `lostSinceMs` is 0 where the device is not lost. */
export const removeBody = struct({ device: deviceId, lostSinceMs: uint64 })
export const scopeBody = struct({ device: deviceId, scope })
export const resetBody = struct({ recovery: recoveryKeys, devices: vector(deviceEntry) })
export const moveBody = struct({ host: opaque })
export const closeBody = struct({})

/** Stands beside the chain; the highest `number` wins. Signed under "handle" by an active device with scope all. */
export const handleStatement = struct({
  account: accountId,
  handle: opaque,
  host: opaque,
  number: uint64,
  position,
  withdrawn: uint8,
})
export type HandleStatement = Decoded<typeof handleStatement>
