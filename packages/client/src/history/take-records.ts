import { equal, toHex } from "@colombe/base"
import { rosterHash } from "@colombe/rules"
import { type KeyRecord, readKeyRecords } from "@colombe/seal"
import { addKey, epochKeys, epochRoster } from "../conversation/epoch.ts"
import { openWaiting } from "../conversation/receive-message.ts"
import type { Receiving } from "../conversation/receiving.ts"
import type { EpochRoster } from "../conversation/roster.ts"
import { saveRecord } from "../conversation/view.ts"
import { type Home, tell, timelineChanged } from "../home/home.ts"
import { conversationTable } from "../records/conversation-records.ts"
import { readRecord } from "../records/table.ts"
import { oweKeyRecord, settleKeyRecord } from "./owed-records.ts"

/**
 * Spec K18: keys that another device of the account recorded are candidates; the commitment of a message decides. Then
 * everything that waited for one is opened.
 */
export async function takeRecords(receiving: Receiving, content: Uint8Array): Promise<void> {
  const read = readKeyRecords(content)
  if (!read.ok) return
  const touched = new Map<string, Uint8Array>()
  for (const record of read.value)
    if (await takeRecord(receiving, record)) touched.set(toHex(record.conversation), record.conversation)
  for (const conversation of touched.values()) await reopen(receiving, conversation)
}

/** True where it is new here. */
async function takeRecord({ home, transaction }: Receiving, record: KeyRecord): Promise<boolean> {
  const { conversation, state, roster, key } = record
  const place = { conversation, incarnation: state.incarnation, epoch: state.epoch }
  const known = await epochRoster(transaction, place)
  if (known !== undefined && known.ttlSeconds > 0) return false
  const own = (await epochKeys(transaction, place)).find(({ origin }) => origin.from === "derived")
  const isOwn =
    own !== undefined && equal(own.key, key) && equal(own.ctx, state.ctx) && equal(own.roster, roster)
  if (isOwn) settleKeyRecord(transaction, place)
  // The others get the true one from here.
  else if (own !== undefined) oweKeyRecord(transaction, place, 0, home.clock.now())
  if (known !== undefined && isFalse(home, known, record)) return false
  return addKey(transaction, place, { key, ctx: state.ctx, roster, origin: { from: "own" } })
}

/** Who was in that state of the group is known here by replay: a record that says otherwise is a thief's. */
function isFalse({ crypto }: Home, known: EpochRoster, { state, roster }: KeyRecord): boolean {
  return !equal(known.ctx, state.ctx) || !equal(rosterHash(crypto, known.roster), roster)
}

async function reopen(receiving: Receiving, conversation: Uint8Array): Promise<void> {
  const { home, transaction } = receiving
  const record = await readRecord(transaction, conversationTable, conversation)
  if (record === undefined) return
  const opened = await openWaiting(receiving, record)
  if (opened !== record) saveRecord(home, transaction, opened)
  transaction.afterwards(() => tell(home, timelineChanged(conversation)))
}
