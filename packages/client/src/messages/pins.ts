import { type Bytes, equal, fail, type Result, succeed } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type AccountId, type ConversationId, kinds } from "@colombe/rules"
import { composePins, mayPost, type Pins, pinsMax, slots } from "@colombe/seal"
import { rosterOf } from "../conversation/roster.ts"
import { loadView, type View } from "../conversation/view.ts"
import type { Home, Identity } from "../home/home.ts"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { canSend } from "../outbox/compose.ts"
import { queueSend } from "../outbox/queue.ts"
import type { Shown } from "../records/conversation-records.ts"
import { pinsTable } from "../records/said-records.ts"
import type { OutboxRecord } from "../records/send-records.ts"
import { putRecord, readRecord } from "../records/table.ts"
import { entrySentAs, sentMessage } from "./sent-message.ts"

const pinsKind = kinds.state + slots.pins

/** Spec N52: the newest in the log holds, in whatever order they were opened. Gives the line that says what changed. */
export async function takePins(
  transaction: Transaction,
  conversation: ConversationId,
  seq: number,
  by: AccountId,
  { changed, pins }: Pins,
): Promise<Shown> {
  const known = await readRecord(transaction, pinsTable, conversation)
  if (known === undefined || known.seq < seq) putRecord(transaction, pinsTable, [conversation], { seq, pins })
  if (changed === undefined) return { shows: "nothing" }
  const pinned = pins.some(one => equal(one, changed))
  return { shows: "change", by, change: { type: "pinned", target: changed, pinned } }
}

/** Both sides of a direct may, and whoever keeps order in a group (spec S14). */
export function mayPin({ state, record }: View, account: AccountId): boolean {
  const seat = rosterOf(state.public).accounts.find(one => equal(one.account, account))
  return seat !== undefined && mayPost(pinsKind, record.seed.kind, seat.role)
}

/** Pins a message, or no longer. */
export async function queuePin(
  home: Home,
  { me }: Identity,
  conversation: ConversationId,
  id: string,
  pinned: boolean,
): Promise<Result<void>> {
  const open = await canSend(home, conversation)
  if (!open.ok) return open
  const view = await loadView(home, home.store, conversation)
  if (view === undefined || !mayPin(view, me.account)) return fail("commit-forbidden")
  const target = await sentMessage(home.store, conversation, id)
  if (!target.ok) return target
  const { messageId, sendId } = target.value.shown
  const pins = await pinsWith(home.store, conversation, messageId, pinned)
  if (pins.pins.length > pinsMax) return fail("too-many-pins")
  const composed = composePins(home.crypto, pins)
  if (!composed.ok) return composed
  const queued = await queueSend(home, conversation, {
    kind: pinsKind,
    content: composed.value.bytes,
    about: { target: sendId, does: { what: "pin", pinned } },
  })
  return queued.ok ? succeed() : queued
}

/** Who adds somebody repeats the slot for them, like the title. */
export async function repeatPins(home: Home, { me }: Identity, view: View): Promise<Result<void>> {
  const { conversation } = view.record
  const known = await readRecord(home.store, pinsTable, conversation)
  if (known === undefined || known.pins.length === 0 || !mayPin(view, me.account)) return succeed()
  const composed = composePins(home.crypto, { changed: undefined, pins: known.pins })
  if (!composed.ok) return composed
  const queued = await queueSend(home, conversation, { kind: pinsKind, content: composed.value.bytes })
  return queued.ok ? succeed() : queued
}

/**
 * What a row says when it is sealed. A change of the pins is made on those that hold now: what others pinned while it
 * waited stays.
 */
export async function contentNow(
  { store, crypto }: { readonly store: RecordReader; readonly crypto: Crypto },
  conversation: ConversationId,
  { about, content }: OutboxRecord,
): Promise<Bytes> {
  if (about?.does.what !== "pin") return content
  const found = await entrySentAs(store, conversation, about.target)
  if (found?.entry.shown.shows !== "message") return content
  const { messageId } = found.entry.shown
  const { changed, pins } = await pinsWith(store, conversation, messageId, about.does.pinned)
  const composed = composePins(crypto, { changed, pins: pins.slice(-pinsMax) })
  return composed.ok ? composed.value.bytes : content
}

async function pinsWith(
  reader: RecordReader,
  conversation: ConversationId,
  messageId: Bytes,
  pinned: boolean,
): Promise<Pins> {
  const known = (await readRecord(reader, pinsTable, conversation))?.pins ?? []
  const others = known.filter(one => !equal(one, messageId))
  return { changed: messageId, pins: pinned ? [...others, messageId] : others }
}
