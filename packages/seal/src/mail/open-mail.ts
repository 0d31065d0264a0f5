import { type Bytes, decode, encode, equal, fail, type Result, succeed } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type AccountId, type DeviceId, labelledVerify, type PublicKey } from "@colombe/rules"
import { labelledOpen, sealedBox, sealKeyDigest } from "../box/labelled-seal.ts"
import {
  type MailAddress,
  type MailStatement,
  mailAddress,
  mailBodyBytesMax,
  mailStatement,
  signedMail,
} from "./mail.ts"

/** A key to which mail may be sealed. */
export interface MailKey {
  readonly publicKey: PublicKey
  readonly privateKey: Bytes
}

/** Somebody knew this device's key. Who it was is only claimed, until the claimed sender's chain has been fetched. */
export interface OpenedMail {
  readonly claimed: MailStatement
  readonly tbs: Bytes
  readonly signature: Bytes
}

export type OpenMailCode = "mail-malformed" | "mail-seal-broken" | "mail-misdirected"

/** `keys`: all that are still kept, since last-resort keys rotate while mail is under way. */
export async function openMail(
  crypto: Crypto,
  own: MailAddress,
  keys: readonly MailKey[],
  bytes: Bytes,
): Promise<Result<OpenedMail, OpenMailCode>> {
  const box = decode(sealedBox, bytes)
  if (!box.ok) return fail("mail-malformed", "never", box.cause)
  const content = encode(mailAddress, own)
  for (const { privateKey, publicKey } of keys) {
    const opened = await labelledOpen(crypto, privateKey, "mail", content, box.value)
    if (opened !== undefined) return readMail(crypto, own, publicKey, opened)
  }
  return fail("mail-seal-broken")
}

function readMail(
  crypto: Crypto,
  own: MailAddress,
  key: PublicKey,
  plaintext: Bytes,
): Result<OpenedMail, OpenMailCode> {
  const mail = decode(signedMail, plaintext)
  const statement = mail.ok ? decode(mailStatement, mail.value.tbs) : mail
  if (!mail.ok || !statement.ok) return fail("mail-malformed")
  const claimed = statement.value
  if (claimed.body.length > mailBodyBytesMax) return fail("mail-malformed")
  const forUs =
    equal(claimed.to, own.to) &&
    equal(claimed.toDevice, own.toDevice) &&
    equal(claimed.toKey, sealKeyDigest(crypto, key))
  return forUs ? succeed({ claimed, ...mail.value }) : fail("mail-misdirected")
}

export interface MailReader {
  /** The key of a device that is active at this reader's head of that account's chain. */
  deviceKey(account: AccountId, device: DeviceId): PublicKey | undefined
  isNew(account: AccountId, device: DeviceId, id: Bytes): boolean
}

/** Mail that a device of `from` wrote for this device, seen for the first time. */
export interface VerifiedMail extends MailStatement {
  readonly verified: true
}

export type VerifyMailCode = "mail-sender-unknown" | "mail-signature-wrong" | "mail-repeated"

export async function verifyMail(
  crypto: Crypto,
  { claimed, tbs, signature }: OpenedMail,
  reader: MailReader,
): Promise<Result<VerifiedMail, VerifyMailCode>> {
  const key = reader.deviceKey(claimed.from, claimed.fromDevice)
  if (key === undefined || key.algorithm !== "ed25519") return fail("mail-sender-unknown", "after-refresh")
  if (!(await labelledVerify(crypto, key.bytes, "mail", tbs, signature))) return fail("mail-signature-wrong")
  if (!reader.isNew(claimed.from, claimed.fromDevice, claimed.id)) return fail("mail-repeated")
  return succeed({ ...claimed, verified: true })
}
