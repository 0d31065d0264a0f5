import { compare, encode } from "@colombe/base"
import { type SignerId, signer } from "@colombe/rules"

/** Recipients stand by kind, then id: the order of their encodings. */
export function compareSigners(left: SignerId, right: SignerId): number {
  return compare(encode(signer, left), encode(signer, right))
}

export function sameSigner(left: SignerId, right: SignerId): boolean {
  return compareSigners(left, right) === 0
}
