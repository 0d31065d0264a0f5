import { chunkBytes, fileHeaderBytes, sealedChunkBytes } from "./cobblestone.ts"

/** The largest file: 2 GiB. */
export const fileBytesMax = 2 * 1024 ** 3

/**
 * PADMÉ (Nikitin et al., PETS 2019, §4): the size that a file of `size` bytes is padded to, so that the size of what the
 * server holds says little. At most 12 % are added, less the larger the file.
 */
export function paddedFileBytes(size: number): number {
  if (size < 2) return size
  const exponent = Math.floor(Math.log2(size))
  const precise = Math.floor(Math.log2(exponent)) + 1
  const step = 2 ** Math.max(0, exponent - precise)
  return Math.ceil(size / step) * step
}

/** Plaintext bytes of one piece, in which files are sealed, hashed, uploaded and fetched: 64 chunks. */
export const pieceBytes = 64 * chunkBytes
export const sealedPieceBytes = 64 * sealedChunkBytes

/** Bytes of a sealed message of `length` plaintext bytes: full chunks, one that is shorter, and the header. */
export function sealedBytes(length: number): number {
  const full = Math.floor(length / chunkBytes)
  return fileHeaderBytes + full * sealedChunkBytes + (length % chunkBytes) + (sealedChunkBytes - chunkBytes)
}

/** What the server holds for a file of `size` bytes. */
export function storedFileBytes(size: number): number {
  return sealedBytes(paddedFileBytes(size))
}

/** Pieces of a file of `size` bytes: at least one, and one more where the last chunk would stand alone. */
export function pieceCount(size: number): number {
  return Math.floor(paddedFileBytes(size) / pieceBytes) + 1
}

/** Where piece `index` of a file of `size` bytes stands among the stored bytes; the header belongs to the first. */
export function placeOfPiece(size: number, index: number): { readonly from: number; readonly to: number } {
  const from = index === 0 ? 0 : fileHeaderBytes + index * sealedPieceBytes
  return { from, to: Math.min(fileHeaderBytes + (index + 1) * sealedPieceBytes, storedFileBytes(size)) }
}
