import { constant, type Decoded, fixed, opaque, struct, uint8, uint16, uint64, vector } from "@colombe/base"
import { conversationId, digest, floor, link, publicKey } from "@colombe/rules"
import { keyRecord } from "../epoch-key/key-record.ts"
import { vaultSecret } from "../vault/secret.ts"

/** From the new device. `once`: an X-Wing key made for this linking. `name`: what the device calls itself, UTF-8. */
export const linkRequest = struct({
  version: constant(uint16, 1),
  dsk: publicKey,
  once: publicKey,
  nonce: fixed(32),
  name: opaque,
})
export type LinkRequest = Decoded<typeof linkRequest>

/** What the new device shows as QR. `request`: Hash("link request", LinkRequest). */
export const linkCode = struct({
  version: constant(uint16, 1),
  host: opaque,
  request: digest,
  secret: fixed(16),
})
export type LinkCode = Decoded<typeof linkCode>

/** From the old device: the link that is to be added, unsigned by the new device, and the chain so far. */
export const linkOffer = struct({ content: opaque, chain: vector(link) })
export type LinkOffer = Decoded<typeof linkOffer>

export const knownHead = struct({ conversation: conversationId, floor, seq: uint64, log: digest })
export type KnownHead = Decoded<typeof knownHead>

/** From the old device, once the link stands. `live`: keys of epochs with a ttl, which no vault holds. */
export const linkAnswer = struct({
  add: link,
  generation: uint64,
  vault: digest,
  secret: vaultSecret,
  heads: vector(knownHead),
  live: vector(keyRecord),
})
export type LinkAnswer = Decoded<typeof linkAnswer>

export const linkFrame = struct({
  request: digest,
  step: uint8,
  from: publicKey,
  payload: opaque,
  signature: opaque,
  mac: opaque,
})
export type LinkFrame = Decoded<typeof linkFrame>

/** What a frame's payload is bound to, and what its signature and MAC begin with. */
export const frameContext = struct({ request: digest, step: uint8 })

export const linkSteps = { offer: 1, answer: 2 } as const
