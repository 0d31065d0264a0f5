import type { Bytes } from "../bytes.ts"
import { derFromScalars, scalarsFromDer } from "./ecdsa-der.ts"
import { curveKeyLength, isUncompressedPoint } from "./lengths.ts"
import { privateKeyInfo } from "./private-key-info.ts"
import { attempt, bytesOf, owned, type PlatformKey, type Subtle } from "./subtle.ts"

const signing = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" }
const agreement = { name: "ECDH", namedCurve: "P-256" }

function importPrivate(
  subtle: Subtle,
  scalar: Bytes,
  algorithm: typeof signing | typeof agreement,
  usage: string,
): Promise<PlatformKey> {
  return subtle.importKey("pkcs8", owned(privateKeyInfo("P-256", scalar)), algorithm, false, [usage])
}

/** Nonces are the platform's and random: the same message has another signature each time. */
export async function p256Sign(subtle: Subtle, scalar: Bytes, message: Bytes): Promise<Bytes> {
  const key = await importPrivate(subtle, scalar, signing, "sign")
  return derFromScalars(bytesOf(await subtle.sign(signing, key, owned(message))))
}

export async function p256Verify(
  subtle: Subtle,
  publicKey: Bytes,
  message: Bytes,
  signature: Bytes,
): Promise<boolean> {
  const scalars = scalarsFromDer(signature)
  if (scalars === undefined || !isUncompressedPoint(publicKey)) return false
  const key = await attempt(() => subtle.importKey("raw", owned(publicKey), signing, false, ["verify"]))
  return key !== undefined && subtle.verify(signing, key, owned(scalars), owned(message))
}

export async function p256Agree(subtle: Subtle, scalar: Bytes, publicKey: Bytes): Promise<Bytes | undefined> {
  if (scalar.length !== curveKeyLength || !isUncompressedPoint(publicKey)) return undefined
  return attempt(async () => {
    const [own, other] = await Promise.all([
      importPrivate(subtle, scalar, agreement, "deriveBits"),
      subtle.importKey("raw", owned(publicKey), agreement, false, []),
    ])
    return bytesOf(await subtle.deriveBits({ name: "ECDH", public: other }, own, 256))
  })
}
