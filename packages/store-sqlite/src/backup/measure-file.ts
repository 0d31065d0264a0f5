import { createHash } from "node:crypto"
import { closeSync, fsyncSync, openSync, readSync } from "node:fs"

/** Bytes that are read and hashed at a time. */
const pieceBytes = 1_048_576

/** Length and SHA-256 of a file, in pieces, and the file on disk when this returns. */
export function measureFile(path: string): { readonly bytes: number; readonly sha256: string } {
  const handle = openSync(path, "r")
  const hash = createHash("sha256")
  const piece = new Uint8Array(pieceBytes)
  let bytes = 0
  try {
    fsyncSync(handle)
    for (let read = readSync(handle, piece); read > 0; read = readSync(handle, piece)) {
      hash.update(piece.subarray(0, read))
      bytes += read
    }
  } finally {
    closeSync(handle)
  }
  return { bytes, sha256: hash.digest("hex") }
}
