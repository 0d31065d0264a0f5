import { assert, type Bytes, encode, type Result, succeed } from "@colombe/base"
import type { Crypto, Signer } from "@colombe/base/crypto"
import {
  type AccountId,
  type Digest,
  labelledHash,
  labelledSign,
  type Position,
  type SignerId,
  type VaultRecipient,
  vaultContent,
  vaultHeader,
} from "@colombe/rules"
import { compareSigners } from "./recipient-order.ts"
import { type SealTarget, sealToRecipient } from "./seals.ts"
import { isFull, sealBack, type VaultSecret } from "./secret.ts"

/** The last good header and what it gave. */
export interface WrappedGeneration {
  readonly generation: number
  readonly name: Digest
  readonly secret: VaultSecret
}

export interface HeaderRequest {
  readonly account: AccountId
  /** One above the highest in the log, void ones counted. */
  readonly generation: number
  readonly position: Position
  readonly signer: SignerId
  readonly key: Signer
  /** Everybody who is active at `position`, in any order; the signer may leave itself out. */
  readonly targets: readonly SealTarget[]
  readonly last: WrappedGeneration | undefined
}

export interface BuiltHeader {
  /** For the self log, type 0xC3. */
  readonly bytes: Bytes
  /** Hash("vault", content): the ctx of what is sealed under this generation. */
  readonly name: Digest
  readonly secret: VaultSecret
}

/**
 * A new generation. Both secrets are drawn here, at every call, also after a lost race: a header is never built twice
 * over the same secrets.
 */
export async function buildVaultHeader(
  crypto: Crypto,
  request: HeaderRequest,
): Promise<Result<BuiltHeader, "seal-key-invalid">> {
  const { account, generation, position, last } = request
  assert(last === undefined || isFull(last.secret), "a new generation wraps both secrets of the last")
  assert(generation > (last?.generation ?? 0), "generations rise")
  const secret = { sk: crypto.random(32), hk: crypto.random(32) }
  const to: VaultRecipient[] = []
  for (const target of request.targets.toSorted((left, right) => compareSigners(left.to, right.to))) {
    const sealed = await sealToRecipient(crypto, { account, generation, position }, secret, target)
    if (!sealed.ok) return sealed
    to.push(sealed.value)
  }
  const wraps = last?.generation ?? 0
  const back = last && (await sealBack(crypto, secret.hk, { account, generation, wraps }, last.secret))
  const content = encode(vaultContent, {
    version: 1,
    account,
    generation,
    prev: last?.name ?? new Uint8Array(32),
    wraps,
    position,
    signer: request.signer,
    to,
    back: back ?? new Uint8Array(),
  })
  const signature = await labelledSign(request.key, "vault", content)
  const bytes = encode(vaultHeader, { content, signature })
  return succeed({ bytes, name: labelledHash(crypto, "vault", content), secret })
}
