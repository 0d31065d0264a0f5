import { assert, type Bytes } from "@colombe/base"
import { type Crypto, kemPublicKey, type Signer, signerFromPrivateKey } from "@colombe/base/crypto"
import { type KdfLabel, labelledKdf, type PublicKey } from "@colombe/rules"
import { rootBytes } from "./words.ts"

/** What a root gives: one key that signs and one that is sealed to. */
export interface RootKeys {
  readonly signer: Signer
  readonly sign: PublicKey
  readonly seal: PublicKey
  /** X-Wing seed, 32 bytes. */
  readonly sealPrivateKey: Bytes
}

/** Of the words that are kept on no device. `sign` and `seal` are the account's RecoveryKeys. */
export function recoveryRootKeys(crypto: Crypto, root: Bytes): Promise<RootKeys> {
  return rootKeys(crypto, root, "recovery sign", "recovery seal")
}

/** Of spare words, which stand on the chain like a device. The same words never give a recovery key. */
export function spareRootKeys(crypto: Crypto, root: Bytes): Promise<RootKeys> {
  return rootKeys(crypto, root, "words sign", "words seal")
}

async function rootKeys(
  crypto: Crypto,
  root: Bytes,
  signLabel: KdfLabel,
  sealLabel: KdfLabel,
): Promise<RootKeys> {
  assert(root.length === rootBytes, "root length")
  const derive = (label: KdfLabel) => labelledKdf(crypto, root, label, new Uint8Array(), 32)
  const signer = await signerFromPrivateKey(crypto, "Ed25519", derive(signLabel))
  const sealPrivateKey = derive(sealLabel)
  const sealPublicKey = await kemPublicKey(crypto, "X-Wing", sealPrivateKey)
  assert(sealPublicKey !== undefined, "every seed has a public key")
  return {
    signer,
    sign: { algorithm: "ed25519", bytes: signer.publicKey },
    seal: { algorithm: "xwing", bytes: sealPublicKey },
    sealPrivateKey,
  }
}
