import { concat, equal, keyOf } from "@colombe/base"
import { deviceAt, headOf, mailBytesMax } from "@colombe/rules"
import { type Delivery, refuse } from "@colombe/wire"
import { takeToken } from "../buckets.ts"
import { loadAccount } from "../chains.ts"
import { hasConsented } from "../first-contact.ts"
import type { DeviceCaller, Handler } from "../handler.ts"
import { tellMail } from "../mail.ts"

const mailIdBytes = 16
/** Sealed mail names no conversation outside its seal. */
const noConversation = new Uint8Array(32)

export const sendMail: Handler<typeof Delivery.method.sendMail, DeviceCaller> = async (
  server,
  caller,
  { account, device, id, body },
) => {
  if (id.length !== mailIdBytes || body.length === 0) return refuse("request-invalid")
  if (body.length > mailBytesMax) return refuse("mail-too-large")
  const limited = takeToken(server, "mail", keyOf(caller.account))
  if (limited) return limited
  const known = await loadAccount(server, account)
  if (!known) return refuse("account-unknown")
  if (!deviceAt(known.chain, headOf(known.chain), device)) return refuse("device-inactive")
  const isStranger = !equal(account, caller.account) && !(await hasConsented(server, caller.account, account))
  const strange = isStranger ? takeToken(server, "strangersMail", keyOf(caller.account)) : undefined
  if (strange) return strange
  const { waiting } = await server.store.accounts.mailbox(account, device)
  if (waiting >= server.limits.mailboxMax) return refuse("mailbox-full")
  // Under the sender's name, so that nobody can use up the ids of somebody else.
  const own = server.crypto.hash("SHA-256", concat(caller.account, caller.device, id)).slice(0, mailIdBytes)
  const mail = {
    account,
    device,
    id: own,
    kind: 2,
    conversation: noConversation,
    commitSeq: 0,
    body,
  } as const
  const [seq] = await server.store.accounts.deliver([mail])
  tellMail(server.live, mail, seq)
  return { ok: true, value: {} }
}
