import type { Bytes } from "../bytes.ts"
import { aeadTagLength, checkAeadInput } from "./lengths.ts"
import type { AeadName } from "./port.ts"
import { attempt, bytesOf, owned, type PlatformKey, type Subtle } from "./subtle.ts"

type AesName = Exclude<AeadName, "ChaCha20-Poly1305">

function importKey(subtle: Subtle, key: Bytes, usage: "encrypt" | "decrypt"): Promise<PlatformKey> {
  return subtle.importKey("raw", owned(key), { name: "AES-GCM" }, false, [usage])
}

function parameters(nonce: Bytes, aad: Bytes) {
  return {
    name: "AES-GCM",
    iv: owned(nonce),
    additionalData: owned(aad),
    tagLength: 8 * aeadTagLength,
  }
}

export async function aesSeal(
  subtle: Subtle,
  name: AesName,
  key: Bytes,
  nonce: Bytes,
  aad: Bytes,
  plaintext: Bytes,
): Promise<Bytes> {
  checkAeadInput(name, key, nonce)
  const imported = await importKey(subtle, key, "encrypt")
  return bytesOf(await subtle.encrypt(parameters(nonce, aad), imported, owned(plaintext)))
}

export async function aesOpen(
  subtle: Subtle,
  name: AesName,
  key: Bytes,
  nonce: Bytes,
  aad: Bytes,
  ciphertext: Bytes,
): Promise<Bytes | undefined> {
  checkAeadInput(name, key, nonce)
  const imported = await importKey(subtle, key, "decrypt")
  return attempt(async () =>
    bytesOf(await subtle.decrypt(parameters(nonce, aad), imported, owned(ciphertext))),
  )
}
