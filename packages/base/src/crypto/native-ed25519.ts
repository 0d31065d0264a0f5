import { assert } from "../assert.ts"
import { type Bytes, fromBase64Url } from "../bytes.ts"
import { acceptableEncoding } from "./ed25519-encoding.ts"
import { privateKeyInfo } from "./private-key-info.ts"
import { attempt, bytesOf, owned, type PlatformKey, type Subtle } from "./subtle.ts"

const algorithm = { name: "Ed25519" }

function importPrivate(subtle: Subtle, seed: Bytes, extractable: boolean): Promise<PlatformKey> {
  return subtle.importKey("pkcs8", owned(privateKeyInfo("Ed25519", seed)), algorithm, extractable, ["sign"])
}

export async function ed25519PublicKey(subtle: Subtle, seed: Bytes): Promise<Bytes> {
  const exported = await subtle.exportKey("jwk", await importPrivate(subtle, seed, true))
  const publicKey = fromBase64Url(String((exported as { x?: unknown }).x))
  assert(publicKey !== undefined, "an exported key names its point")
  return publicKey
}

export async function ed25519Sign(subtle: Subtle, seed: Bytes, message: Bytes): Promise<Bytes> {
  return bytesOf(await subtle.sign(algorithm, await importPrivate(subtle, seed, false), owned(message)))
}

/** Rules E1 and E2 here, E3 and E4 by the platform; `ed25519Probe` tells whether it computes E4. */
export async function ed25519Verify(
  subtle: Subtle,
  publicKey: Bytes,
  message: Bytes,
  signature: Bytes,
): Promise<boolean> {
  if (!acceptableEncoding(publicKey, signature)) return false
  const imported = await attempt(() =>
    subtle.importKey("raw", owned(publicKey), algorithm, false, ["verify"]),
  )
  return imported !== undefined && subtle.verify(algorithm, imported, owned(signature), owned(message))
}
