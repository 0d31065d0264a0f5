import { type Bytes, encode, opaque, struct, toUtf8 } from "@colombe/base"
import { type Crypto, hpkeOpen, hpkeSeal } from "@colombe/base/crypto"
import type { HpkeCiphertext } from "./public/structs/commit.ts"
import type { Suite } from "./public/suite.ts"

const encryptContext = struct({ label: opaque, context: opaque })
const empty = new Uint8Array(0)

function infoOf(label: string, context: Bytes): Bytes {
  return encode(encryptContext, { label: toUtf8(`MLS 1.0 ${label}`), context })
}

/** EncryptWithLabel (RFC 9420 §5.1.3); undefined for a public key that the KEM refuses. */
export async function encryptWithLabel(
  crypto: Crypto,
  suite: Suite,
  publicKey: Bytes,
  label: string,
  context: Bytes,
  plaintext: Bytes,
): Promise<HpkeCiphertext | undefined> {
  const sealed = await hpkeSeal(crypto, suite.hpke, publicKey, infoOf(label, context), empty, plaintext)
  return sealed && { kemOutput: sealed.enc, ciphertext: sealed.ciphertext }
}

/** DecryptWithLabel (RFC 9420 §5.1.3). */
export function decryptWithLabel(
  crypto: Crypto,
  suite: Suite,
  privateKey: Bytes,
  label: string,
  context: Bytes,
  { kemOutput, ciphertext }: HpkeCiphertext,
): Promise<Bytes | undefined> {
  return hpkeOpen(crypto, suite.hpke, privateKey, kemOutput, infoOf(label, context), empty, ciphertext)
}
