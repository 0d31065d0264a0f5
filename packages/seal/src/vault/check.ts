import { type Bytes, decode, equal, fail, isZero, type Result, succeed } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import {
  type AccountId,
  type Digest,
  labelledHash,
  labelledVerify,
  type Position,
  type PublicKey,
  type SignerId,
  type VaultContent,
  type VaultRecipient,
  vaultContent,
  vaultHeader,
} from "@colombe/rules"
import { sealKeyDigest } from "../box/labelled-seal.ts"
import { sameSigner } from "./recipient-order.ts"
import type { SealTarget } from "./seals.ts"

/** Somebody who may sign and be sealed to at a position of the chain. */
export interface ActiveSigner {
  readonly to: SignerId
  readonly sign: PublicKey
  /** Scope all; words and recovery always. */
  readonly full: boolean
}

/** What a checker knows. Its answers about the chain are functions of the chain alone. */
export interface VaultView {
  readonly account: AccountId
  readonly last:
    | { readonly generation: number; readonly name: Digest; readonly position: Position }
    | undefined
  /** Devices, words and recovery at that place of the path that is followed, by (kind, id); undefined: not on it. */
  activeAt(position: Position): readonly ActiveSigner[] | undefined
  /** Whether `position` supersedes or equals the checker's own head, and the position of the last good header. */
  isCurrent(position: Position): boolean
  /**
   * The key that a recipient is sealed to: of words and recovery from the chain, of a device the init key of the key
   * package with that digest. `unknown`: not fetched yet. `invalid`: there is none, or the device did not sign it.
   */
  sealKey(recipient: VaultRecipient): PublicKey | "unknown" | "invalid"
}

export type HeaderCode =
  | "vault-malformed"
  | "vault-account-wrong"
  | "vault-chain-wrong"
  | "vault-position-unknown"
  | "vault-position-fallen"
  | "vault-signer-wrong"
  | "vault-signature-wrong"
  | "vault-recipients-wrong"
  | "vault-key-unknown"

/** A header whose public part holds. What is inside its seals is still unknown. */
export interface ReadHeader {
  readonly name: Digest
  readonly content: VaultContent
  /** In the order of the recipients. */
  readonly targets: readonly SealTarget[]
}

/** Spec V4 to V7. All is for ever but `vault-position-unknown` and `vault-key-unknown`: the same for everybody who follows this chain. */
export async function readVaultHeader(
  crypto: Crypto,
  view: VaultView,
  bytes: Bytes,
): Promise<Result<ReadHeader, HeaderCode>> {
  const header = decode(vaultHeader, bytes)
  const decoded = header.ok ? decode(vaultContent, header.value.content) : header
  if (!header.ok || !decoded.ok) return fail("vault-malformed")
  const content = decoded.value
  if (!equal(content.account, view.account)) return fail("vault-account-wrong")
  if (!followsLast(view, content)) return fail("vault-chain-wrong")
  const active = view.activeAt(content.position)
  if (active === undefined) return fail("vault-position-unknown", "after-refresh")
  if (!view.isCurrent(content.position)) return fail("vault-position-fallen")
  const signer = active.find(one => sameSigner(one.to, content.signer))
  if (signer === undefined || !signer.full) return fail("vault-signer-wrong")
  const { signature } = header.value
  if (!(await labelledVerify(crypto, signer.sign.bytes, "vault", header.value.content, signature)))
    return fail("vault-signature-wrong")
  const targets = readTargets(crypto, view, active, content)
  if (!targets.ok) return targets
  const name = labelledHash(crypto, "vault", header.value.content)
  return succeed({ name, content, targets: targets.value })
}

function followsLast({ last }: VaultView, { generation, wraps, prev, back }: VaultContent): boolean {
  if (last === undefined) return generation > 0 && wraps === 0 && isZero(prev) && back.length === 0
  return generation > last.generation && wraps === last.generation && equal(prev, last.name)
}

/** Exactly those who are active, in order, each with what is due to it; only the signer may leave itself out. */
function readTargets(
  crypto: Crypto,
  view: VaultView,
  active: readonly ActiveSigner[],
  { to, signer }: VaultContent,
): Result<readonly SealTarget[], "vault-recipients-wrong" | "vault-key-unknown"> {
  const signerIsIn = to.some(recipient => sameSigner(recipient.to, signer))
  const due = active.filter(one => signerIsIn || !sameSigner(one.to, signer))
  if (due.length !== to.length) return fail("vault-recipients-wrong")
  const targets: SealTarget[] = []
  for (const [index, one] of due.entries()) {
    const recipient = to[index]
    if (recipient === undefined || !isDue(recipient, one)) return fail("vault-recipients-wrong")
    const key = view.sealKey(recipient)
    if (key === "unknown") return fail("vault-key-unknown", "after-refresh")
    if (key === "invalid" || !equal(sealKeyDigest(crypto, key), recipient.key))
      return fail("vault-recipients-wrong")
    targets.push({ to: one.to, full: one.full, key, keyPackage: recipient.keyPackage })
  }
  return succeed(targets)
}

function isDue(recipient: VaultRecipient, { to, full }: ActiveSigner): boolean {
  return (
    sameSigner(recipient.to, to) &&
    recipient.full === (full ? 1 : 0) &&
    (to.kind === "device" || isZero(recipient.keyPackage))
  )
}
