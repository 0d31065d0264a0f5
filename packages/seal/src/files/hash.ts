import { type Bytes, concat } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"

/**
 * The hash of a stored file: SHA-256 over the SHA-256 of each of its pieces, so that it can be made piece by piece and
 * by several at once. It binds the sender, who could otherwise show two readers two files under one key.
 */
export function fileHash(crypto: Pick<Crypto, "hash">, pieceDigests: readonly Bytes[]): Bytes {
  return crypto.hash("SHA-256", concat(...pieceDigests))
}

export function pieceDigest(crypto: Pick<Crypto, "digest">, piece: Bytes): Promise<Bytes> {
  return crypto.digest("SHA-256", piece)
}
