import { type Bytes, compare, decode, encode, fail, type Result, succeed } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type ConversationSeed, conversationSeed, type GroupId, groupId } from "./group.ts"
import type { AccountId, ConversationId, Digest } from "./ids.ts"
import { labelledHash } from "./labels.ts"

/** The server recomputes it, so nobody can claim another conversation's place. */
export function conversationIdOf(crypto: Pick<Crypto, "hash">, seed: ConversationSeed): ConversationId {
  return labelledHash(crypto, "conversation", encode(conversationSeed, seed))
}

/** Two people who write at the same moment end up in one conversation. Undefined for one person twice. */
export function directSeed(
  one: AccountId,
  other: AccountId,
): (ConversationSeed & { kind: "direct" }) | undefined {
  const order = compare(one, other)
  if (order === 0) return undefined
  return order < 0 ? { kind: "direct", low: one, high: other } : { kind: "direct", low: other, high: one }
}

export function selfSeed(account: AccountId): ConversationSeed & { kind: "self" } {
  return { kind: "self", account }
}

/** `nonce`: 32 random bytes. */
export function groupSeed(creator: AccountId, nonce: Bytes): ConversationSeed & { kind: "group" } {
  return { kind: "group", creator, nonce }
}

export function encodeGroupId(id: GroupId): Bytes {
  return encode(groupId, id)
}

export function decodeGroupId(bytes: Bytes): Result<GroupId, "group-id-malformed"> {
  const decoded = decode(groupId, bytes)
  return decoded.ok ? succeed(decoded.value) : fail("group-id-malformed", "never", decoded)
}

/** ctx: what a floor, a key record and a message say of the group's state. `groupContext` is its RFC 9420 encoding. */
export function contextHash(crypto: Pick<Crypto, "hash">, groupContext: Bytes): Digest {
  return labelledHash(crypto, "context", groupContext)
}
