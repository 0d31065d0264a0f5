import { type Decoded, fixed, opaque, struct, uint8 } from "@colombe/base"
import { accountId, deviceId, digest, position } from "@colombe/rules"

/** What a mail is about. 4 and 5 are given out and have no body yet. */
export const purposes = { invitation: 1, keyRequest: 2, keyGrant: 3, vaultGrant: 4, contact: 5 } as const

/** Bytes of one mail's body. */
export const mailBodyBytesMax = 64 * 1024

/** Signed under "mail" by the sending device, for this recipient and this key: whoever opens it cannot send it on. */
export const mailStatement = struct({
  id: fixed(16),
  from: accountId,
  fromDevice: deviceId,
  position,
  to: accountId,
  toDevice: deviceId,
  toKey: digest,
  purpose: uint8,
  body: opaque,
})
export type MailStatement = Decoded<typeof mailStatement>

/** What is sealed. */
export const signedMail = struct({ tbs: opaque, signature: opaque })

/** What a seal is bound to, so that the server cannot deliver it to another mailbox. */
export const mailAddress = struct({ to: accountId, toDevice: deviceId })
export type MailAddress = Decoded<typeof mailAddress>
