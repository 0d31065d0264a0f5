import { type Bytes, decode, encode, equal, fail, type Result, succeed } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import type { SignerId } from "@colombe/rules"
import { labelledOpen } from "../box/labelled-seal.ts"
import type { ReadHeader } from "./check.ts"
import { sameSigner } from "./recipient-order.ts"
import { sealsHold } from "./seals.ts"
import { isFull, openBack, type VaultSecret, vaultSealInfo, vaultSecret } from "./secret.ts"

export type VaultOpenCode =
  | "vault-not-for-us"
  | "vault-own-seal-wrong"
  | "vault-seal-wrong"
  | "vault-back-wrong"

export interface OpenedVault {
  readonly secret: VaultSecret
  /** Of the generation that this one wraps; undefined for the first, and where only the self key was given. */
  readonly wrapped: VaultSecret | undefined
}

/**
 * Spec V8 and V9: one's own seal, and, where it gives both secrets, everybody else's and the way back. `known`: the
 * secret of the wrapped generation, where this device has it.
 */
export async function openVaultHeader(
  crypto: Crypto,
  header: ReadHeader,
  own: { readonly signer: SignerId; readonly privateKey: Bytes },
  known: VaultSecret | undefined,
): Promise<Result<OpenedVault, VaultOpenCode>> {
  const secret = await openOwnSeal(crypto, header, own)
  return secret.ok ? checkVaultSecret(crypto, header, secret.value, known) : secret
}

/** The same for a secret that came another way: from the device that linked this one, or back from a later generation. */
export async function checkVaultSecret(
  crypto: Crypto,
  { content, targets }: ReadHeader,
  secret: VaultSecret,
  known: VaultSecret | undefined,
): Promise<Result<OpenedVault, "vault-seal-wrong" | "vault-back-wrong">> {
  if (!isFull(secret)) return succeed({ secret, wrapped: undefined })
  const held = await sealsHold(crypto, content, secret, targets, content.to)
  if (!held.ok) return held
  if (content.wraps === 0) return succeed({ secret, wrapped: undefined })
  const back = await openBack(crypto, secret.hk, content, content.back)
  const wrapped = back && decode(vaultSecret, back)
  if (!wrapped?.ok || !isFull(wrapped.value)) return fail("vault-back-wrong")
  if (known !== undefined && !holds(known, wrapped.value)) return fail("vault-back-wrong")
  return succeed({ secret, wrapped: wrapped.value })
}

async function openOwnSeal(
  crypto: Crypto,
  { content, targets }: ReadHeader,
  own: { readonly signer: SignerId; readonly privateKey: Bytes },
): Promise<Result<VaultSecret, "vault-not-for-us" | "vault-own-seal-wrong">> {
  const index = targets.findIndex(target => sameSigner(target.to, own.signer))
  const [target, recipient] = [targets[index], content.to[index]]
  if (target === undefined || recipient === undefined) return fail("vault-not-for-us")
  const { account, generation, position } = content
  const info = encode(vaultSealInfo, { account, generation, position, to: target.to, key: target.key })
  const plaintext = await labelledOpen(crypto, own.privateKey, "vault", info, recipient)
  const secret = plaintext && decode(vaultSecret, plaintext)
  if (!secret?.ok || isFull(secret.value) !== target.full) return fail("vault-own-seal-wrong")
  return succeed(secret.value)
}

/** What a device with the self key alone had of a generation is a part of the whole. */
function holds(known: VaultSecret, whole: VaultSecret): boolean {
  return equal(known.sk, whole.sk) && (!isFull(known) || equal(known.hk, whole.hk))
}
