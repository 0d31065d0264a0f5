import { type Bytes, equal, unwrap } from "@colombe/base"
import { type Crypto, kemPublicKey, type Signer, signerFromPrivateKey } from "@colombe/base/crypto"
import type { AccountId, Position, PublicKey, SignerId } from "@colombe/rules"
import { type BuiltHeader, buildVaultHeader, type WrappedGeneration } from "../vault/build.ts"
import type { ActiveSigner, VaultView } from "../vault/check.ts"
import { compareSigners, sameSigner } from "../vault/recipient-order.ts"
import type { SealTarget } from "../vault/seals.ts"

export interface Holder {
  readonly id: SignerId
  readonly signer: Signer
  readonly full: boolean
  readonly seal: PublicKey
  readonly sealPrivateKey: Bytes
  readonly keyPackage: Bytes
}

export async function makeHolder(crypto: Crypto, kind: SignerId["kind"], full = true): Promise<Holder> {
  const sealPrivateKey = crypto.random(32)
  const bytes = await kemPublicKey(crypto, "X-Wing", sealPrivateKey)
  if (bytes === undefined) throw new Error("every seed has a key")
  return {
    id: { kind, id: kind === "recovery" ? new Uint8Array(16) : crypto.random(16) },
    signer: await signerFromPrivateKey(crypto, "Ed25519", crypto.random(32)),
    full,
    seal: { algorithm: "xwing", bytes },
    sealPrivateKey,
    keyPackage: kind === "device" ? crypto.random(32) : new Uint8Array(32),
  }
}

/** An account at one position of its chain: everybody who is active there. */
export interface Household {
  readonly crypto: Crypto
  readonly account: AccountId
  readonly position: Position
  readonly holders: readonly Holder[]
}

export function targetOf({ id, full, seal, keyPackage }: Holder): SealTarget {
  return { to: id, full, key: seal, keyPackage }
}

export async function headerOf(
  house: Household,
  by: Holder,
  generation: number,
  last?: WrappedGeneration,
  holders = house.holders,
): Promise<BuiltHeader> {
  const { crypto, account, position } = house
  return unwrap(
    await buildVaultHeader(crypto, {
      account,
      generation,
      position,
      signer: by.id,
      key: by.signer,
      targets: holders.map(targetOf),
      last,
    }),
  )
}

export function viewOf(house: Household, last?: VaultView["last"]): VaultView {
  const active = house.holders
    .map(
      (one): ActiveSigner => ({
        to: one.id,
        sign: { algorithm: "ed25519", bytes: one.signer.publicKey },
        full: one.full,
      }),
    )
    .sort((left, right) => compareSigners(left.to, right.to))
  return {
    account: house.account,
    last,
    activeAt: position => (equal(position.hash, house.position.hash) ? active : undefined),
    isCurrent: position => position.seq >= house.position.seq,
    sealKey: recipient => {
      const holder = house.holders.find(one => sameSigner(one.id, recipient.to))
      if (holder === undefined) return "invalid"
      return equal(holder.keyPackage, recipient.keyPackage) ? holder.seal : "unknown"
    },
  }
}
