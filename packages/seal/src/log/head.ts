import { type Bytes, equal, fail, type Milliseconds, type Result, succeed } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type ConversationId, type Digest, entryDigest, logHash, logStart } from "@colombe/rules"

/** As far as a reader's unbroken verified log goes. */
export interface LogHead {
  readonly seq: number
  readonly hash: Digest
  /** The server's time of the entry; 0 before the first. */
  readonly atMs: Milliseconds
}

/** An entry as the server shows it. `body` undefined: a stub, of which the digest stays. */
export interface ShownEntry {
  readonly seq: number
  readonly atMs: Milliseconds
  readonly type: number
  readonly incarnation: number
  readonly epoch: number
  readonly body: Bytes | undefined
  readonly digest: Digest
  /** The log hash that the server claims. */
  readonly hash: Digest
}

/** How far ahead of a reader's clock the server's time may be. */
export const aheadMsMax: Milliseconds = 10 * 60 * 1000

export function emptyLog(crypto: Pick<Crypto, "hash">, conversation: ConversationId): LogHead {
  return { seq: 0, hash: logStart(crypto, conversation), atMs: 0 }
}

export type LogCode = "log-gap" | "entry-digest-wrong" | "log-hash-wrong" | "log-time-wrong"

/** Spec S18 to S21: the entry that follows `head`, or why it does not. */
export function advanceLog(
  crypto: Pick<Crypto, "hash">,
  head: LogHead,
  entry: ShownEntry,
  now: Milliseconds,
): Result<LogHead, LogCode> {
  if (entry.seq !== head.seq + 1) return fail("log-gap", "after-refresh")
  if (entry.body !== undefined && !equal(entryDigest(crypto, entry.body), entry.digest))
    return fail("entry-digest-wrong")
  const { seq, atMs, type, incarnation, epoch, digest } = entry
  const hash = logHash(crypto, { previous: head.hash, seq, atMs, type, incarnation, epoch, entry: digest })
  if (!equal(hash, entry.hash)) return fail("log-hash-wrong")
  if (atMs < head.atMs || atMs > now + aheadMsMax) return fail("log-time-wrong", "after-delay")
  return succeed({ seq, hash, atMs })
}
