import {
  type Bytes,
  compare,
  concat,
  type Decoded,
  decode,
  equal,
  fail,
  fixed,
  type Result,
  struct,
  succeed,
  uint32,
  uint64,
  vector,
} from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type AccountId, conversationId, labelledHash, publicKey } from "@colombe/rules"
import { type KeyRecord, keyRecord } from "../epoch-key/key-record.ts"

/** First and last epoch of one incarnation, both meant. */
export const epochRange = struct({ incarnation: uint32, first: uint64, last: uint64 })
export type EpochRange = Decoded<typeof epochRange>

/** Body of purpose key request. `once`: an X-Wing key made for this request and deleted after the answer. */
export const keyRequest = struct({
  conversation: conversationId,
  once: publicKey,
  wanted: vector(epochRange),
})
export type KeyRequest = Decoded<typeof keyRequest>

/** Body of purpose key grant, in mail sealed to `once`. `request`: the id of the mail that asked. */
export const keyGrant = struct({ request: fixed(16), keys: vector(keyRecord) })
export type KeyGrant = Decoded<typeof keyGrant>

export const rangesMax = 64
export const grantedKeysMax = 256
/** Other members that are asked at a time, after one's own devices. */
export const pickedMembers = 3

export function readKeyRequest(body: Bytes): Result<KeyRequest, "mail-body-wrong"> {
  const read = decode(keyRequest, body)
  if (!read.ok) return fail("mail-body-wrong", "never", read.cause)
  const { once, wanted } = read.value
  const sound =
    once.algorithm === "xwing" &&
    wanted.length > 0 &&
    wanted.length <= rangesMax &&
    wanted.every(range => range.first <= range.last)
  return sound ? succeed(read.value) : fail("mail-body-wrong")
}

/** The keys of a grant that were asked for; what was not is ignored. */
export function readKeyGrant(
  asked: { readonly id: Bytes; readonly request: KeyRequest },
  body: Bytes,
): Result<readonly KeyRecord[], "mail-body-wrong" | "grant-not-asked"> {
  const read = decode(keyGrant, body)
  if (!read.ok) return fail("mail-body-wrong", "never", read.cause)
  const { request, keys } = read.value
  if (!equal(request, asked.id)) return fail("grant-not-asked")
  if (keys.length > grantedKeysMax) return fail("mail-body-wrong")
  return succeed(keys.filter(record => isWanted(asked.request, record)))
}

export function isWanted({ conversation, wanted }: KeyRequest, record: KeyRecord): boolean {
  const { incarnation, epoch } = record.state
  return (
    equal(record.conversation, conversation) &&
    wanted.some(range => range.incarnation === incarnation && range.first <= epoch && epoch <= range.last)
  )
}

/** Whom a device asks: the lowest by hash, so that neither the asker's habits nor the server choose. */
export function pickMembers(
  crypto: Pick<Crypto, "hash">,
  request: Bytes,
  accountsWithLeaf: readonly AccountId[],
): readonly AccountId[] {
  return accountsWithLeaf
    .map(account => ({ account, rank: labelledHash(crypto, "pick", concat(request, account)) }))
    .sort((left, right) => compare(left.rank, right.rank))
    .slice(0, pickedMembers)
    .map(({ account }) => account)
}
