import { type Bytes, type Decoded, encode, fixed, opaque, refine, struct, uint64 } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import {
  type AccountId,
  accountId,
  type Digest,
  labelledKdf,
  position,
  publicKey,
  signer,
} from "@colombe/rules"
import type { EpochKey } from "../message/message-keys.ts"

const keyBytes = 32

/** `hk` has 32 bytes, or none for a device whose scope is not all. */
export const vaultSecret = struct({
  sk: fixed(keyBytes),
  hk: refine(opaque, bytes => (bytes.length === keyBytes || bytes.length === 0 ? bytes : undefined)),
})
export type VaultSecret = Decoded<typeof vaultSecret>

/** What each seal of a header is bound to. */
export const vaultSealInfo = struct({
  account: accountId,
  generation: uint64,
  position,
  to: signer,
  key: publicKey,
})

/** What a recipient of that kind is given. */
export function secretFor(secret: VaultSecret, full: boolean): VaultSecret {
  return full ? secret : { sk: secret.sk, hk: new Uint8Array() }
}

export function isFull(secret: VaultSecret): boolean {
  return secret.hk.length === keyBytes
}

/**
 * What entries of the self conversation are sealed with: incarnation 0, epoch = the header's generation, ctx = the
 * header's name. Key records and what they are compacted to stand under the history key, all else under the self key.
 */
export function selfEpochKey(
  crypto: Crypto,
  secret: VaultSecret,
  account: AccountId,
  header: Digest,
  content: "records" | "other",
): EpochKey | undefined {
  if (content === "other")
    return { key: labelledKdf(crypto, secret.sk, "self key", account, keyBytes), ctx: header }
  if (!isFull(secret)) return undefined
  return { key: labelledKdf(crypto, secret.hk, "record key", account, keyBytes), ctx: header }
}

const backInput = struct({ account: accountId, generation: uint64, wraps: uint64 })
const backAead = "AES-256-GCM"

export interface BackLink {
  readonly account: AccountId
  readonly generation: number
  /** The generation whose secret is inside. */
  readonly wraps: number
}

/** The way from one generation to the one before: the key is used once, since every header has fresh secrets. */
export function sealBack(crypto: Crypto, hk: Bytes, place: BackLink, wrapped: VaultSecret): Promise<Bytes> {
  const { key, nonce, aad } = backKeys(crypto, hk, place)
  return crypto.aeadSeal(backAead, key, nonce, aad, encode(vaultSecret, wrapped))
}

/** The encoded VaultSecret of generation `wraps`, or undefined. */
export function openBack(
  crypto: Crypto,
  hk: Bytes,
  place: BackLink,
  back: Bytes,
): Promise<Bytes | undefined> {
  const { key, nonce, aad } = backKeys(crypto, hk, place)
  return crypto.aeadOpen(backAead, key, nonce, aad, back)
}

function backKeys(crypto: Crypto, hk: Bytes, place: BackLink) {
  const aad = encode(backInput, place)
  const output = labelledKdf(crypto, hk, "vault back", aad, 44)
  return { key: output.subarray(0, keyBytes), nonce: output.subarray(keyBytes), aad }
}
