import { assert, type Bytes, concat, equal, toUtf8 } from "@colombe/base"
import { type Aead, type AeadName, type Crypto, type HashName, hkdfExpand } from "@colombe/base/crypto"

/** Chunked encryption (c2sp.org/chunked-encryption): a message in chunks that can be opened one by one. */
export interface Scheme {
  readonly hash: HashName
  readonly aead: Exclude<AeadName, "ChaCha20-Poly1305">
  readonly keyBytes: number
}

/** The instantiation for files: 256-bit keys, like everything else that is sealed. */
export const cobblestone256: Scheme = { hash: "SHA-512", aead: "AES-256-GCM", keyBytes: 32 }

/** Plaintext of every chunk but the last, which is always shorter and may be empty. */
export const chunkBytes = 16 * 1024
export const sealedChunkBytes = chunkBytes + 16
const tagBytes = 16
export const fileSaltBytes = 24
const commitmentBytes = 32
/** Salt and commitment stand before the first chunk. */
export const fileHeaderBytes = fileSaltBytes + commitmentBytes
const nonceBytes = 12

const registryNames = { "AES-128-GCM": "AEAD_AES_128_GCM", "AES-256-GCM": "AEAD_AES_256_GCM" } as const

export type FileCrypto = Pick<Crypto, "hmac" | "aeadFor">

/** What one message's chunks are sealed with. `header` goes before them. */
export interface ChunkKeys {
  readonly aead: Aead
  readonly baseNonce: Bytes
  readonly header: Bytes
}

/** `key`: uniformly random. `salt`: 24 bytes, never twice under one key. */
export async function chunkKeys(
  crypto: FileCrypto,
  scheme: Scheme,
  input: { readonly key: Bytes; readonly salt: Bytes; readonly context: Bytes },
): Promise<ChunkKeys> {
  assert(
    input.key.length === scheme.keyBytes && input.salt.length === fileSaltBytes,
    "a key and salt of this scheme",
  )
  const info = concat(
    toUtf8(`c2sp.org/chunked-encryption@v1+${registryNames[scheme.aead]}\0`),
    input.salt,
    input.context,
  )
  const length = scheme.keyBytes + nonceBytes + commitmentBytes
  const output = hkdfExpand(crypto, scheme.hash, input.key, info, length)
  return {
    aead: await crypto.aeadFor(scheme.aead, output.slice(0, scheme.keyBytes)),
    baseNonce: output.slice(scheme.keyBytes, scheme.keyBytes + nonceBytes),
    header: concat(input.salt, output.slice(scheme.keyBytes + nonceBytes)),
  }
}

/** The keys for a message that begins with `header`; undefined where it commits to another key or context. */
export async function keysOfHeader(
  crypto: FileCrypto,
  scheme: Scheme,
  input: { readonly key: Bytes; readonly header: Bytes; readonly context: Bytes },
): Promise<ChunkKeys | undefined> {
  if (input.header.length !== fileHeaderBytes) return undefined
  const keys = await chunkKeys(crypto, scheme, { ...input, salt: input.header.slice(0, fileSaltBytes) })
  return equal(keys.header, input.header) ? keys : undefined
}

/** Chunk `index` of the message: full, or the last one. */
export function sealChunk({ aead, baseNonce }: ChunkKeys, index: number, plaintext: Bytes): Promise<Bytes> {
  assert(plaintext.length <= chunkBytes, "a chunk of at most 16 KiB")
  return aead.seal(nonceOf(baseNonce, index), new Uint8Array(), plaintext)
}

/** Undefined for anything but the chunk that was sealed for this place. */
export async function openChunk(
  { aead, baseNonce }: ChunkKeys,
  index: number,
  sealed: Bytes,
): Promise<Bytes | undefined> {
  if (sealed.length < tagBytes || sealed.length > sealedChunkBytes) return undefined
  return aead.open(nonceOf(baseNonce, index), new Uint8Array(), sealed)
}

/** The base nonce XOR the number of the chunk as a big-endian integer. */
function nonceOf(baseNonce: Bytes, index: number): Bytes {
  const nonce = new Uint8Array(baseNonce)
  for (let place = nonceBytes - 1, rest = index; rest > 0; place--, rest = Math.floor(rest / 256))
    nonce[place] = (nonce[place] ?? 0) ^ (rest % 256)
  return nonce
}
