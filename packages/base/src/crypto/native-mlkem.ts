import { assert } from "../assert.ts"
import type { Bytes } from "../bytes.ts"
import { mlkem } from "./lengths.ts"
import { attempt, bytesOf, owned, type PlatformKey, type Subtle } from "./subtle.ts"

const algorithm = { name: "ML-KEM-768" }

/** The methods that WebCrypto's extension for post-quantum algorithms adds; a platform without them fails the probe. */
interface Encapsulation extends Subtle {
  getPublicKey(key: PlatformKey, usages: string[]): Promise<PlatformKey>
  encapsulateBits(
    algorithm: { name: string },
    key: PlatformKey,
  ): Promise<{ sharedKey: ArrayBuffer; ciphertext: ArrayBuffer }>
  decapsulateBits(
    algorithm: { name: string },
    key: PlatformKey,
    data: Uint8Array<ArrayBuffer>,
  ): Promise<ArrayBuffer>
}

function importSeed(subtle: Subtle, seed: Bytes): Promise<PlatformKey> {
  assert(seed.length === mlkem.seed, "ML-KEM seed length")
  return subtle.importKey("raw-seed", owned(seed), algorithm, false, ["decapsulateBits"])
}

export async function mlkemPublicKey(subtle: Subtle, seed: Bytes): Promise<Bytes> {
  const key = await importSeed(subtle, seed)
  const publicKey = await (subtle as Encapsulation).getPublicKey(key, ["encapsulateBits"])
  return bytesOf((await subtle.exportKey("raw-public", publicKey)) as ArrayBuffer)
}

export async function mlkemEncapsulate(
  subtle: Subtle,
  publicKey: Bytes,
): Promise<{ shared: Bytes; ciphertext: Bytes } | undefined> {
  return attempt(async () => {
    const key = await subtle.importKey("raw-public", owned(publicKey), algorithm, false, ["encapsulateBits"])
    const made = await (subtle as Encapsulation).encapsulateBits(algorithm, key)
    return { shared: bytesOf(made.sharedKey), ciphertext: bytesOf(made.ciphertext) }
  })
}

export async function mlkemDecapsulate(
  subtle: Subtle,
  seed: Bytes,
  ciphertext: Bytes,
): Promise<Bytes | undefined> {
  const key = await importSeed(subtle, seed)
  if (ciphertext.length !== mlkem.ciphertext) return undefined
  return bytesOf(await (subtle as Encapsulation).decapsulateBits(algorithm, key, owned(ciphertext)))
}
