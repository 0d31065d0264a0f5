import { type Bytes, concat, decode, encode, equal, fail, type Result, succeed } from "@colombe/base"
import type { Crypto, Signer } from "@colombe/base/crypto"
import {
  type Digest,
  labelledKdf,
  labelledSign,
  labelledVerify,
  type PublicKey,
  publicKey,
} from "@colombe/rules"
import { labelledOpen, labelledSeal, sealedBox } from "../box/labelled-seal.ts"
import { frameContext, linkFrame } from "./structs.ts"

/** Which linking, and which message of it. */
export interface FramePlace {
  readonly request: Digest
  readonly step: number
}

export interface FrameRequest {
  readonly place: FramePlace
  readonly from: PublicKey
  readonly signer: Signer
  /** Of the LinkRequest. */
  readonly once: PublicKey
  readonly message: Bytes
  /** Of the QR code; undefined where digits are compared. */
  readonly secret: Bytes | undefined
}

/** From the old device to the new one: sealed to its fresh key, signed, and by QR also authenticated by the secret. */
export async function sealLinkFrame(
  crypto: Crypto,
  { place, from, signer, once, message, secret }: FrameRequest,
): Promise<Result<Bytes, "seal-key-invalid">> {
  const context = encode(frameContext, place)
  const box = await labelledSeal(crypto, once, "linking", context, message)
  if (!box.ok) return box
  const payload = encode(sealedBox, box.value)
  const signature = await labelledSign(signer, "link frame", concat(context, payload))
  const mac = secret === undefined ? new Uint8Array() : frameMac(crypto, secret, context, from, payload)
  return succeed(encode(linkFrame, { ...place, from, payload, signature, mac }))
}

/** By what the new device knows the old one: the secret it showed itself, or the key that is in the digits. */
export type FrameTrust =
  | { readonly by: "secret"; readonly secret: Bytes }
  | { readonly by: "digits"; readonly from: PublicKey }

export type FrameCode =
  | "link-frame-malformed"
  | "link-frame-misplaced"
  | "link-frame-untrusted"
  | "link-seal-broken"

export interface OpenedFrame {
  readonly from: PublicKey
  readonly message: Bytes
}

export async function openLinkFrame(
  crypto: Crypto,
  place: FramePlace,
  trust: FrameTrust,
  oncePrivateKey: Bytes,
  bytes: Bytes,
): Promise<Result<OpenedFrame, FrameCode>> {
  const decoded = decode(linkFrame, bytes)
  if (!decoded.ok) return fail("link-frame-malformed", "never", decoded.cause)
  const { request, step, from, payload, signature, mac } = decoded.value
  if (step !== place.step || !equal(request, place.request)) return fail("link-frame-misplaced")
  const context = encode(frameContext, place)
  const trusted =
    trust.by === "secret"
      ? equal(mac, frameMac(crypto, trust.secret, context, from, payload))
      : mac.length === 0 && equal(encode(publicKey, from), encode(publicKey, trust.from))
  const signed =
    trusted &&
    from.algorithm === "ed25519" &&
    (await labelledVerify(crypto, from.bytes, "link frame", concat(context, payload), signature))
  if (!signed) return fail("link-frame-untrusted")
  const box = decode(sealedBox, payload)
  const message = box.ok
    ? await labelledOpen(crypto, oncePrivateKey, "linking", context, box.value)
    : undefined
  return message === undefined ? fail("link-seal-broken") : succeed({ from, message })
}

function frameMac(crypto: Crypto, secret: Bytes, context: Bytes, from: PublicKey, payload: Bytes): Bytes {
  const key = labelledKdf(crypto, secret, "link mac", new Uint8Array(), 32)
  return crypto.hmac("SHA-256", key, concat(context, encode(publicKey, from), payload))
}
