import { type Bytes, toUtf8 } from "@colombe/base"
import { kemGenerateKeyPair } from "@colombe/base/crypto"
import type { AccountId, Digest, PublicKey } from "@colombe/rules"
import { type FrameTrust, type LinkRequest, requestDigest, writeLinkCode } from "@colombe/seal"
import type { Home } from "../home/home.ts"
import type { Wire } from "../wire/wire.ts"
import { type BoxEnd, boxEnd } from "./box-end.ts"
import { beginNew, type LinkWay, type NewDevice, type NewDeviceEffect } from "./new-device.ts"
import { boxNameOf, newTypedCode, showTypedCode } from "./typed-code.ts"

const boxKeyBytes = 16
const nonceBytes = 32
const secretBytes = 16

/**
 * One code on the new device's screen, with the request behind it and how far it has come. The two codes of one screen
 * have requests of their own: that of the QR code may be known to anybody, and the typed one's must not be before the
 * old device is bound.
 */
export interface NewWay {
  readonly request: LinkRequest
  readonly digest: Digest
  readonly oncePrivateKey: Bytes
  /** As shown. */
  readonly code: string
  readonly box: { readonly name: Bytes; readonly key: Bytes }
  readonly end: BoxEnd
  state: NewDevice
  /** What to do first. */
  readonly begins: readonly NewDeviceEffect[]
  /** By what frames of the old device are believed; undefined until a typed code's other side has shown itself. */
  trust: FrameTrust | undefined
  /** Typed: the account that the digits are about. */
  account: AccountId | undefined
}

/** `typed`: the characters that name the box, where the old device took them. */
export async function newWay(
  home: Home,
  way: LinkWay,
  dsk: PublicKey,
  { name, host, wire }: { readonly name: Bytes; readonly host: string; readonly wire: () => Wire },
  typed: string = newTypedCode(home.crypto),
): Promise<NewWay> {
  const once = await kemGenerateKeyPair(home.crypto, "X-Wing")
  const request: LinkRequest = {
    version: 1,
    dsk,
    once: { algorithm: "xwing", bytes: once.publicKey },
    nonce: home.crypto.random(nonceBytes),
    name,
  }
  const digest = requestDigest(home.crypto, request)
  const secret = home.crypto.random(secretBytes)
  const byQr = way === "qr"
  const box = { name: byQr ? digest : boxNameOf(typed), key: home.crypto.random(boxKeyBytes) }
  const code = byQr
    ? writeLinkCode({ version: 1, host: toUtf8(host), request: digest, secret })
    : showTypedCode(typed)
  const [state, begins] = beginNew(way)
  const trust = byQr ? ({ by: "secret", secret } as const) : undefined
  const end = boxEnd(wire, box.name, box.key)
  return {
    request,
    digest,
    oncePrivateKey: once.privateKey,
    code,
    box,
    end,
    state,
    begins,
    trust,
    account: undefined,
  }
}
