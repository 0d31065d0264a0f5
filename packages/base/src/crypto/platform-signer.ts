import type { Bytes } from "../bytes.ts"
import type { Signer } from "./port.ts"
import { bytesOf, owned, type PlatformKeyPair, type Subtle } from "./subtle.ts"

const algorithm = { name: "Ed25519" }

/** A signer over an Ed25519 key that the platform holds, so that no code, ours included, can read it. */
export async function platformSigner(subtle: Subtle, keys: PlatformKeyPair): Promise<Signer> {
  const publicKey = bytesOf((await subtle.exportKey("raw", keys.publicKey)) as ArrayBuffer)
  return {
    scheme: "Ed25519",
    publicKey,
    sign: async (message: Bytes) => bytesOf(await subtle.sign(algorithm, keys.privateKey, owned(message))),
  }
}

/**
 * A new Ed25519 key that cannot be extracted; `keys` may be kept where the platform keeps such keys (IndexedDB).
 * Rejects where the platform has no Ed25519.
 */
export async function generateSigner(subtle: Subtle): Promise<{ signer: Signer; keys: PlatformKeyPair }> {
  const keys = (await subtle.generateKey(algorithm, false, ["sign", "verify"])) as PlatformKeyPair
  return { signer: await platformSigner(subtle, keys), keys }
}
