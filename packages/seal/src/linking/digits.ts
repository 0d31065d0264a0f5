import { type Bytes, concat, encode, equal } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type AccountId, type Digest, labelledHash, type PublicKey, publicKey } from "@colombe/rules"

/** Wrong comparisons before a new code is needed. */
export const digitTriesMax = 3

/** What the old device commits itself to before it sees anything of the new one, and reveals after. */
export interface Reveal {
  /** 32 random bytes. */
  readonly nonce: Bytes
  readonly account: AccountId
  /** Ed25519, of the old device. */
  readonly key: PublicKey
}

/** First message of the typed code. Account and key are inside, else the server could try keys until digits match. */
export function linkCommitment(crypto: Pick<Crypto, "hash">, reveal: Reveal): Digest {
  return labelledHash(crypto, "link commit", revealBytes(reveal))
}

/** What the new device checks before it shows digits. */
export function commitmentHolds(crypto: Pick<Crypto, "hash">, commitment: Digest, reveal: Reveal): boolean {
  return equal(linkCommitment(crypto, reveal), commitment)
}

/** Six digits that both screens show. `request`: the digest of the LinkRequest, sent after the commitment. */
export function linkDigits(crypto: Pick<Crypto, "hash">, request: Digest, reveal: Reveal): string {
  const digest = labelledHash(crypto, "link digits", concat(request, revealBytes(reveal)))
  const number = digest.subarray(0, 8).reduce((total, byte) => (total << 8n) | BigInt(byte), 0n)
  return String(number % 1_000_000n).padStart(6, "0")
}

function revealBytes({ nonce, account, key }: Reveal): Bytes {
  return concat(nonce, account, encode(publicKey, key))
}
