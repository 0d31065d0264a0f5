import { assert, type Bytes, concat, encode, fail, type Result, succeed } from "@colombe/base"
import type { Crypto, Signer } from "@colombe/base/crypto"
import { kindClass, labelledSign, type Prefix, prefix } from "@colombe/rules"
import { type Body, body as bodyCodec, messageStatement } from "./body.ts"
import { aead, type EpochKey, messageKeys, messageSalt, saltRandomBytes } from "./message-keys.ts"
import { paddedBytesMax } from "./padding.ts"
import { writePlaintext } from "./plaintext.ts"

/** Where a message goes, and under which number its sender knows it. */
export type SealPlace = Omit<Prefix, "version" | "salt">

export interface SealRequest {
  readonly place: SealPlace
  readonly body: Body
  /** Of the device that `body` names. */
  readonly signer: Signer
}

/**
 * One message, ready to be stored: `header || AES-256-GCM(body, signature, zeros)`. Spec S1 to S6.
 * The only failure is content that fits no padded size.
 */
export async function sealMessage(
  crypto: Crypto,
  epochKey: EpochKey,
  { place, body, signer }: SealRequest,
): Promise<Result<Bytes, "content-too-large">> {
  assert(["stored", "slot", "relayed"].includes(kindClass(place.kind)), "a kind that is sealed")
  const bodyBytes = encode(bodyCodec, body)
  if (bodyBytes.length + signatureSpace > paddedBytesMax) return fail("content-too-large")
  const salt = messageSalt(crypto, epochKey.key, crypto.random(saltRandomBytes), bodyBytes)
  const prefixBytes = encode(prefix, { version: 1, ...place, salt })
  const { commitment, key, nonce } = messageKeys(crypto, epochKey, prefixBytes)
  const header = concat(prefixBytes, commitment)
  const statement = encode(messageStatement, { header, ctx: epochKey.ctx, body: bodyBytes })
  const signature = await labelledSign(signer, "message", statement)
  const plaintext = writePlaintext({ body: bodyBytes, signature })
  return succeed(concat(header, await crypto.aeadSeal(aead, key, nonce, header, plaintext)))
}

/** The signature, its length, and the longest length of the body. */
const signatureSpace = 64 + 2 + 4
