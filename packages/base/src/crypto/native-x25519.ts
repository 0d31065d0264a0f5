import { type Bytes, isZero } from "../bytes.ts"
import { curveKeyLength } from "./lengths.ts"
import { privateKeyInfo } from "./private-key-info.ts"
import { attempt, bytesOf, owned, type Subtle } from "./subtle.ts"

const basePoint = Uint8Array.from({ length: 32 }, (_, index) => (index === 0 ? 9 : 0))

export async function x25519Agree(
  subtle: Subtle,
  privateKey: Bytes,
  publicKey: Bytes,
): Promise<Bytes | undefined> {
  if (privateKey.length !== curveKeyLength || publicKey.length !== curveKeyLength) return undefined
  const shared = await attempt(async () => {
    const [own, other] = await Promise.all([
      subtle.importKey("pkcs8", owned(privateKeyInfo("X25519", privateKey)), { name: "X25519" }, false, [
        "deriveBits",
      ]),
      subtle.importKey("raw", owned(publicKey), { name: "X25519" }, false, []),
    ])
    return bytesOf(await subtle.deriveBits({ name: "X25519", public: other }, own, 256))
  })
  // Platforms of before the all-zero check became part of the standard answer with zeros.
  return shared === undefined || isZero(shared) ? undefined : shared
}

/** RFC 7748 §6.1: the public key is what the base point agrees to. */
export function x25519PublicKey(subtle: Subtle, privateKey: Bytes): Promise<Bytes | undefined> {
  return x25519Agree(subtle, privateKey, basePoint)
}
