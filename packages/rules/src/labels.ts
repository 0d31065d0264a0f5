import { type Bytes, encode, opaque, struct, toUtf8 } from "@colombe/base"
import { type Crypto, hkdfExpand, type Signer } from "@colombe/base/crypto"

/** Every label there is. One label stands for one struct, so no bytes can be taken for another's. */
export type HashLabel =
  | "link"
  | "device"
  | "context"
  | "conversation"
  | "log start"
  | "vault"
  | "seal key"
  | "roster"
  | "link request"
  | "link commit"
  | "link digits"
  | "safety"
  | "pick"
  | "work"
export type SignLabel =
  | "link"
  | "link added"
  | "link frame"
  | "handle"
  | "invite"
  | "invite reading"
  | "invite asking"
  | "message"
  | "vault"
  | "session"
  | "mail"
export type SealLabel = "vault" | "linking" | "mail"
export type KdfLabel =
  | "message"
  | "self key"
  | "record key"
  | "vault seed"
  | "vault back"
  | "recovery sign"
  | "recovery seal"
  | "words sign"
  | "words seal"
  | "link mac"

const labelled = struct({ label: opaque, content: opaque })

/** `struct { opaque label<V> = "Colombe 1.0 " + label; opaque x<V> }`: never starts like MLS's "MLS 1.0 ". */
export function labelledBytes(label: HashLabel | SignLabel | SealLabel | KdfLabel, content: Bytes): Bytes {
  return encode(labelled, { label: toUtf8(`Colombe 1.0 ${label}`), content })
}

/** SHA-256 of the labelled content: 32 bytes. */
export function labelledHash(crypto: Pick<Crypto, "hash">, label: HashLabel, content: Bytes): Bytes {
  return crypto.hash("SHA-256", labelledBytes(label, content))
}

/** HKDF-Expand-SHA-256 under a uniform 32-byte key. */
export function labelledKdf(
  crypto: Crypto,
  key: Bytes,
  label: KdfLabel,
  content: Bytes,
  length: number,
): Bytes {
  return hkdfExpand(crypto, "SHA-256", key, labelledBytes(label, content), length)
}

/** Ed25519, 64 bytes. */
export function labelledSign(signer: Signer, label: SignLabel, content: Bytes): Promise<Bytes> {
  return signer.sign(labelledBytes(label, content))
}

export function labelledVerify(
  crypto: Crypto,
  publicKey: Bytes,
  label: SignLabel,
  content: Bytes,
  signature: Bytes,
): Promise<boolean> {
  return crypto.verify("Ed25519", publicKey, labelledBytes(label, content), signature)
}
