import {
  type Bytes,
  type Decoded,
  encode,
  opaque,
  struct,
  toUtf8,
  uint8,
  uint32,
  uint64,
} from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type ConversationId, type Digest, digest } from "./ids.ts"
import { labelledHash } from "./labels.ts"

/** One place in a log. `entry` = SHA-256 of the entry as stored; `epoch` of open and commit: the one it makes. */
export const logInput = struct({
  label: opaque,
  previous: digest,
  seq: uint64,
  atMs: uint64,
  type: uint8,
  incarnation: uint32,
  epoch: uint64,
  entry: digest,
})
export type LogPlace = Omit<Decoded<typeof logInput>, "label">

const label = toUtf8("Colombe 1.0 log")

/** hash_0 of a conversation. */
export function logStart(crypto: Pick<Crypto, "hash">, conversation: ConversationId): Digest {
  return labelledHash(crypto, "log start", conversation)
}

/** hash_s = SHA-256 of the place, computed alike by server and readers. */
export function logHash(crypto: Pick<Crypto, "hash">, place: LogPlace): Digest {
  return crypto.hash("SHA-256", encode(logInput, { label, ...place }))
}

export function entryDigest(crypto: Pick<Crypto, "hash">, entry: Bytes): Digest {
  return crypto.hash("SHA-256", entry)
}
