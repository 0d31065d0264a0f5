import { equal } from "@colombe/base"
import { type MailKey, readKeyGrant, readKeyRequest, type VerifiedMail } from "@colombe/seal"
import { addKey } from "../conversation/epoch.ts"
import { openWaiting } from "../conversation/receive-message.ts"
import type { Receiving } from "../conversation/receiving.ts"
import { saveRecord } from "../conversation/view.ts"
import type { RecordReader } from "../home/transaction.ts"
import { conversationTable } from "../records/conversation-records.ts"
import { putRecord, readRecord, scanRecords } from "../records/table.ts"
import { questionKey } from "./answer.ts"
import { questionTable, requestTable, settleMissing } from "./key-mail-records.ts"

/** Conversations for which this device may be waiting for an answer. */
const requestsMax = 1024

/** The keys of this device's own questions, for mail that answers them. */
export async function questionKeys(reader: RecordReader): Promise<readonly MailKey[]> {
  const rows = await scanRecords(reader, requestTable, { limit: requestsMax })
  return rows.map(({ value }) => ({
    publicKey: { algorithm: "xwing", bytes: value.publicKey },
    privateKey: value.once,
  }))
}

/** Kept, to be answered beside the receiving of mail. */
export async function takeQuestion({ home, transaction }: Receiving, mail: VerifiedMail): Promise<void> {
  const request = readKeyRequest(mail.body)
  if (!request.ok) return
  const { from, fromDevice: device, id, body } = mail
  putRecord(transaction, questionTable, [questionKey(device, request.value.conversation)], {
    from,
    device,
    id,
    body,
    atMs: home.clock.now(),
  })
}

/** Spec K4, K9: candidates beside what is there, of somebody who was asked; then what waited is opened. */
export async function takeGrant(receiving: Receiving, mail: VerifiedMail): Promise<void> {
  const { home, transaction, identity } = receiving
  const rows = await scanRecords(transaction, requestTable, { limit: requestsMax })
  for (const { key: conversation, value } of rows) {
    const once = { algorithm: "xwing", bytes: value.publicKey } as const
    const request = { conversation, once, wanted: value.wanted }
    const read = readKeyGrant({ id: value.id, request }, mail.body)
    if (!read.ok || !value.asked.some(account => equal(account, mail.from))) continue
    const isOwn = equal(mail.from, identity.me.account)
    for (const { state, roster, key } of read.value) {
      const place = { conversation, incarnation: state.incarnation, epoch: state.epoch }
      const origin = isOwn ? ({ from: "own" } as const) : ({ from: "given", giver: mail.from } as const)
      await addKey(transaction, place, { key, ctx: state.ctx, roster, origin })
      settleMissing(transaction, place)
    }
    const record = await readRecord(transaction, conversationTable, conversation)
    if (record !== undefined) saveRecord(home, transaction, await openWaiting(receiving, record))
  }
}
