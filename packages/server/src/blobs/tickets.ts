import { type Bytes, concat, decode, equal, type Milliseconds, uint, uint64 } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import type { BlobId } from "@colombe/store"

/** What a ticket lets its bearer do with one blob. */
export type BlobRight = "upload" | "fetch"

/** For how long a ticket is good. Whoever needs longer asks for another. */
export const ticketMilliseconds: Milliseconds = 3_600_000
export const ticketKeyBytes = 32
const rightNumbers = { upload: 1, fetch: 2 } as const
const timeBytes = 8
const macBytes = 32

/** Says nothing of who asked for it: moment ‖ HMAC-SHA256(key, right ‖ moment ‖ blob). A restart voids all of them. */
export function makeTicket(
  crypto: Pick<Crypto, "hmac">,
  key: Bytes,
  right: BlobRight,
  blob: BlobId,
  until: Milliseconds,
): Bytes {
  const moment = uint(until, timeBytes)
  return concat(moment, crypto.hmac("SHA-256", key, concat(uint(rightNumbers[right], 1), moment, blob)))
}

export function holdsTicket(
  crypto: Pick<Crypto, "hmac">,
  key: Bytes,
  right: BlobRight,
  blob: BlobId,
  { ticket, now }: { readonly ticket: Bytes; readonly now: Milliseconds },
): boolean {
  if (ticket.length !== timeBytes + macBytes) return false
  const until = decode(uint64, ticket.slice(0, timeBytes))
  if (!until.ok || now >= until.value) return false
  return equal(ticket, makeTicket(crypto, key, right, blob, until.value))
}
