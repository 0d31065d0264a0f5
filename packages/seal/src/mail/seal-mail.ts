import { type Bytes, encode, fail, type Result, succeed } from "@colombe/base"
import type { Crypto, Signer } from "@colombe/base/crypto"
import { labelledSign, type PublicKey } from "@colombe/rules"
import { labelledSeal, sealedBox, sealKeyDigest } from "../box/labelled-seal.ts"
import { type MailStatement, mailAddress, mailBodyBytesMax, mailStatement, signedMail } from "./mail.ts"

export interface MailRequest extends Omit<MailStatement, "id" | "toKey"> {
  /** X-Wing: the init key of the device's last-resort key package; for a key grant the key of the request. */
  readonly key: PublicKey
  readonly signer: Signer
  /** 16 bytes, where one question goes to several devices; otherwise it is drawn. */
  readonly id?: Bytes
}

export interface SealedMail {
  /** For the mailbox. */
  readonly bytes: Bytes
  /** By which the recipient knows a repeat; of a request, by which the answer names it. */
  readonly id: Bytes
}

export async function sealMail(
  crypto: Crypto,
  { key, signer, id = crypto.random(16), ...mail }: MailRequest,
): Promise<Result<SealedMail, "seal-key-invalid" | "mail-body-too-large">> {
  if (mail.body.length > mailBodyBytesMax) return fail("mail-body-too-large")
  const tbs = encode(mailStatement, { ...mail, id, toKey: sealKeyDigest(crypto, key) })
  const signature = await labelledSign(signer, "mail", tbs)
  const content = encode(mailAddress, mail)
  const box = await labelledSeal(crypto, key, "mail", content, encode(signedMail, { tbs, signature }))
  return box.ok ? succeed({ bytes: encode(sealedBox, box.value), id }) : box
}
