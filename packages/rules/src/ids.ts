import { type Bytes, type Decoded, enumeration, fixed, opaque, struct, uint32, uint64 } from "@colombe/base"

/** 32 bytes: the hash of the account's genesis link. */
export type AccountId = Bytes
/** 32 bytes: the hash of the conversation's seed. */
export type ConversationId = Bytes
/** 16 bytes, from account and device key; the key itself is the identity, the id is its short name. */
export type DeviceId = Bytes
/** 32 bytes of SHA-256. */
export type Digest = Bytes

export const accountId = fixed(32)
export const conversationId = fixed(32)
export const deviceId = fixed(16)
export const digest = fixed(32)

/** A key that this version does not know is still carried and hashed; whoever must use it refuses. */
export const keyAlgorithms = enumeration(2, { ed25519: 1, xwing: 2 })
export const publicKey = struct({ algorithm: keyAlgorithms, bytes: opaque })
export type PublicKey = Decoded<typeof publicKey>

/** A place on an account's chain: 40 bytes. */
export const position = struct({ generation: uint32, seq: uint32, hash: digest })
export type Position = Decoded<typeof position>

/** The newest group state that a device vouches for; `ctx` = Hash("context", GroupContext). */
export const floor = struct({ incarnation: uint32, epoch: uint64, ctx: digest })
export type Floor = Decoded<typeof floor>
