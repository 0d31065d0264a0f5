import type { Bytes } from "../bytes.ts"
import { aeadTagLength, checkAeadKey, checkAeadNonce } from "./lengths.ts"
import type { Aead, AeadName } from "./port.ts"
import { attempt, bytesOf, owned, type Subtle } from "./subtle.ts"

type AesName = Exclude<AeadName, "ChaCha20-Poly1305">

function parameters(nonce: Bytes, aad: Bytes) {
  return {
    name: "AES-GCM",
    iv: owned(nonce),
    additionalData: owned(aad),
    tagLength: 8 * aeadTagLength,
  }
}

export async function aesFor(subtle: Subtle, name: AesName, key: Bytes): Promise<Aead> {
  checkAeadKey(name, key)
  const imported = await subtle.importKey("raw", owned(key), { name: "AES-GCM" }, false, [
    "encrypt",
    "decrypt",
  ])
  return {
    async seal(nonce, aad, plaintext) {
      checkAeadNonce(nonce)
      return bytesOf(await subtle.encrypt(parameters(nonce, aad), imported, owned(plaintext)))
    },
    async open(nonce, aad, ciphertext) {
      checkAeadNonce(nonce)
      return attempt(async () =>
        bytesOf(await subtle.decrypt(parameters(nonce, aad), imported, owned(ciphertext))),
      )
    },
  }
}
