import { type Bytes, type Decoded, encode, fail, opaque, type Result, struct, succeed } from "@colombe/base"
import { type Crypto, type HpkeSuite, hpkeOpen, hpkeSeal } from "@colombe/base/crypto"
import {
  type Digest,
  labelledBytes,
  labelledHash,
  type PublicKey,
  publicKey,
  type SealLabel,
} from "@colombe/rules"

/** What is sealed to a key: the encapsulated secret and the ciphertext. */
export const sealedBox = struct({ enc: opaque, ct: opaque })
export type SealedBox = Decoded<typeof sealedBox>

/** HPKE base mode, 0x647a / 0x0002 / 0x0002. */
const suite: HpkeSuite = { kem: "X-Wing", kdf: "SHA-384", aead: "AES-256-GCM" }
const noAad = new Uint8Array()

/**
 * `Seal(key, label, content, plaintext)`. Fails where the key is of another algorithm, or one that X-Wing refuses.
 * `randomness`, 64 bytes, makes the box repeatable: it must never be the same for two plaintexts.
 */
export async function labelledSeal(
  crypto: Crypto,
  key: PublicKey,
  label: SealLabel,
  content: Bytes,
  plaintext: Bytes,
  randomness?: Bytes,
): Promise<Result<SealedBox, "seal-key-invalid">> {
  if (key.algorithm !== "xwing") return fail("seal-key-invalid")
  const info = labelledBytes(label, content)
  const box = await hpkeSeal(crypto, suite, key.bytes, info, noAad, plaintext, randomness)
  return box === undefined ? fail("seal-key-invalid") : succeed({ enc: box.enc, ct: box.ciphertext })
}

/** Undefined for anything that was not sealed to this key, under this label and content. */
export function labelledOpen(
  crypto: Crypto,
  privateKey: Bytes,
  label: SealLabel,
  content: Bytes,
  { enc, ct }: SealedBox,
): Promise<Bytes | undefined> {
  return hpkeOpen(crypto, suite, privateKey, enc, labelledBytes(label, content), noAad, ct)
}

/** By which a sealed thing names the key it is for. */
export function sealKeyDigest(crypto: Pick<Crypto, "hash">, key: PublicKey): Digest {
  return labelledHash(crypto, "seal key", encode(publicKey, key))
}
