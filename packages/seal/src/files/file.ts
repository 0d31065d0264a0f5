import { type Bytes, concat, equal, fail, type Result, succeed, toUtf8 } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import {
  type ChunkKeys,
  chunkBytes,
  chunkKeys,
  cobblestone256,
  type FileCrypto,
  fileHeaderBytes,
  fileSaltBytes,
  keysOfHeader,
  openChunk,
  sealChunk,
  sealedChunkBytes,
} from "./cobblestone.ts"
import { paddedFileBytes, pieceBytes, pieceCount, placeOfPiece } from "./sizes.ts"

const context = toUtf8("Colombe 1.0 file")

/** Keys of a new file under `key`, 32 random bytes of its own. */
export function newFileKeys(crypto: FileCrypto & Pick<Crypto, "random">, key: Bytes): Promise<ChunkKeys> {
  return chunkKeys(crypto, cobblestone256, { key, salt: crypto.random(fileSaltBytes), context })
}

/** `file-damaged`: the stored bytes do not begin like a file sealed under this key. */
export async function fileKeysOf(
  crypto: FileCrypto,
  key: Bytes,
  header: Bytes,
): Promise<Result<ChunkKeys, "file-damaged">> {
  const keys =
    key.length === cobblestone256.keyBytes
      ? await keysOfHeader(crypto, cobblestone256, { key, header, context })
      : undefined
  return keys === undefined ? fail("file-damaged") : succeed(keys)
}

/**
 * Piece `index` of a file of `size` bytes, as stored. `plaintext`: what the file has there, without padding.
 * `file-changed`: there is less or more than `size` promised.
 */
export async function sealPiece(
  keys: ChunkKeys,
  size: number,
  index: number,
  plaintext: Bytes,
): Promise<Result<Bytes, "file-changed">> {
  const start = index * pieceBytes
  if (plaintext.length !== Math.max(0, Math.min(pieceBytes, size - start))) return fail("file-changed")
  const length = Math.min(pieceBytes, paddedFileBytes(size) - start)
  const padded = new Uint8Array(length)
  padded.set(plaintext)
  const isLast = index === pieceCount(size) - 1
  const count = Math.floor(length / chunkBytes) + (isLast ? 1 : 0)
  const chunks = await Promise.all(
    Array.from({ length: count }, (_, chunk) =>
      sealChunk(
        keys,
        start / chunkBytes + chunk,
        padded.subarray(chunk * chunkBytes, (chunk + 1) * chunkBytes),
      ),
    ),
  )
  return succeed(concat(...(index === 0 ? [keys.header] : []), ...chunks))
}

/** Piece `index` of a file of `size` bytes, opened, without its padding. Whatever was cut, swapped or changed is `file-damaged`. */
export async function openPiece(
  keys: ChunkKeys,
  size: number,
  index: number,
  stored: Bytes,
): Promise<Result<Bytes, "file-damaged">> {
  const place = placeOfPiece(size, index)
  if (stored.length !== place.to - place.from) return fail("file-damaged")
  const header = index === 0 ? fileHeaderBytes : 0
  if (header > 0 && !equal(stored.subarray(0, header), keys.header)) return fail("file-damaged")
  const chunks: Promise<Bytes | undefined>[] = []
  for (let at = header; at < stored.length; at += sealedChunkBytes) {
    const place = (index * pieceBytes) / chunkBytes + chunks.length
    chunks.push(openChunk(keys, place, stored.subarray(at, at + sealedChunkBytes)))
  }
  const opened = await Promise.all(chunks)
  const whole: Bytes[] = []
  for (const chunk of opened) {
    if (chunk === undefined) return fail("file-damaged")
    whole.push(chunk)
  }
  const start = index * pieceBytes
  const plaintext = concat(...whole)
  const end = Math.max(0, Math.min(pieceBytes, size - start))
  return plaintext.subarray(end).every(byte => byte === 0)
    ? succeed(plaintext.slice(0, end))
    : fail("file-damaged")
}
