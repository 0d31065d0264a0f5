import { type Bytes, encode, fixed, opaque, struct, toUtf8, uint64 } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type AccountId, accountId } from "./ids.ts"
import { labelledBytes } from "./labels.ts"

/** Zero bits that a client works for at most: about a minute's work of a slow machine. */
export const workBitsMax = 22
const nonceBytes = 32

/** For which account, at which host, and in answer to which greeting. */
export interface WorkPlace {
  readonly host: string
  /** Of the greeting: nobody can have worked before it, nor use the work again. 32 bytes. */
  readonly nonce: Bytes
  readonly account: AccountId
}

const claim = struct({ host: opaque, nonce: fixed(nonceBytes), account: accountId, counter: uint64 })

function claimBytes({ host, nonce, account }: WorkPlace, counter: number): Bytes {
  return labelledBytes("work", encode(claim, { host: toUtf8(host), nonce, account, counter }))
}

/** Spec D33: whether the hash of the claim begins with so many zero bits. */
export function isWorkDone(
  crypto: Pick<Crypto, "hash">,
  place: WorkPlace,
  counter: number,
  bits: number,
): boolean {
  return bits === 0 || leadingZeros(crypto.hash("SHA-256", claimBytes(place, counter))) >= bits
}

/** Tries so many counters from one on; undefined where none of them will do. */
export function tryWork(
  crypto: Pick<Crypto, "hash">,
  place: WorkPlace,
  bits: number,
  from: number,
  count: number,
): number | undefined {
  // The counter is the end of the bytes, so that only it is written anew.
  const bytes = claimBytes(place, from)
  const view = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 8)
  for (let counter = from; counter < from + count; counter++) {
    view.setUint32(0, Math.floor(counter / 2 ** 32))
    view.setUint32(4, counter % 2 ** 32)
    if (leadingZeros(crypto.hash("SHA-256", bytes)) >= bits) return counter
  }
  return undefined
}

function leadingZeros(digest: Bytes): number {
  const first = digest.findIndex(byte => byte !== 0)
  return first < 0 ? digest.length * 8 : first * 8 + Math.clz32(digest[first] ?? 0) - 24
}
