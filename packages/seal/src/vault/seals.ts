import { concat, encode, equal, fail, type Result, succeed } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import {
  type AccountId,
  type Digest,
  labelledKdf,
  type Position,
  type PublicKey,
  type SignerId,
  type VaultRecipient,
} from "@colombe/rules"
import { labelledSeal, sealKeyDigest } from "../box/labelled-seal.ts"
import { secretFor, type VaultSecret, vaultSealInfo, vaultSecret } from "./secret.ts"

/** Who a header is sealed to, and the X-Wing key by which. */
export interface SealTarget {
  readonly to: SignerId
  /** Scope all, words, recovery: both secrets. */
  readonly full: boolean
  readonly key: PublicKey
  /** SHA-256 of the last-resort key package that holds `key`; zeros for words and recovery. */
  readonly keyPackage: Digest
}

export interface SealContext {
  readonly account: AccountId
  readonly generation: number
  readonly position: Position
}

/**
 * One recipient's seal. The randomness is derived from the history key and from all that the seal depends on, the
 * plaintext included, so whoever holds the key makes the same bytes, and no two plaintexts share randomness.
 */
export async function sealToRecipient(
  crypto: Crypto,
  context: SealContext,
  secret: VaultSecret,
  target: SealTarget,
): Promise<Result<VaultRecipient, "seal-key-invalid">> {
  const { to, full, key, keyPackage } = target
  const info = encode(vaultSealInfo, { ...context, to, key })
  const plaintext = encode(vaultSecret, secretFor(secret, full))
  const seed = concat(info, crypto.hash("SHA-256", plaintext))
  const randomness = labelledKdf(crypto, secret.hk, "vault seed", seed, 64)
  const box = await labelledSeal(crypto, key, "vault", info, plaintext, randomness)
  if (!box.ok) return box
  return succeed({ to, full: full ? 1 : 0, key: sealKeyDigest(crypto, key), keyPackage, ...box.value })
}

/** For a holder of both secrets: whether every seal of a header holds exactly what it must. */
export async function sealsHold(
  crypto: Crypto,
  context: SealContext,
  secret: VaultSecret,
  targets: readonly SealTarget[],
  found: readonly VaultRecipient[],
): Promise<Result<void, "vault-seal-wrong">> {
  for (const [index, target] of targets.entries()) {
    const made = await sealToRecipient(crypto, context, secret, target)
    const seal = found[index]
    if (!made.ok || seal === undefined) return fail("vault-seal-wrong")
    if (!equal(made.value.enc, seal.enc) || !equal(made.value.ct, seal.ct)) return fail("vault-seal-wrong")
  }
  return succeed()
}
