import { equal, toBase64Url } from "@colombe/base"
import type { AccountId, ConversationId } from "@colombe/rules"
import { personOf } from "../account/people.ts"
import type { MessageItem, Person, TimelineItem, TimelinePage, TimelineRange } from "../api/index.ts"
import { seqOf } from "../conversation/receive-message.ts"
import type { RecordReader } from "../home/transaction.ts"
import { rowsOf } from "../outbox/rows.ts"
import type { MeRecord } from "../records/account-records.ts"
import {
  conversationTable,
  type EntryRecord,
  entryTable,
  messageIdTable,
  type Shown,
  seqKey,
} from "../records/conversation-records.ts"
import type { OutboxRecord } from "../records/send-records.ts"
import { readRecord, scanRecords } from "../records/table.ts"

/** Items of one page. */
export const timelinePageMax = 500
/** Entries read at one time while looking for some that are shown. */
const scanPage = 128

/** Asks for one person once, however often they speak. */
export type People = (account: AccountId) => Promise<Person>

export function peopleIn(reader: RecordReader): People {
  const known = new Map<string, Promise<Person>>()
  return account => {
    const id = toBase64Url(account)
    const person = known.get(id) ?? personOf(reader, account)
    known.set(id, person)
    return person
  }
}

export async function timelineOf(
  reader: RecordReader,
  me: MeRecord,
  conversation: ConversationId,
  range: TimelineRange,
): Promise<TimelinePage> {
  const record = await readRecord(reader, conversationTable, conversation)
  if (record === undefined) return { items: [], moreBefore: false, moreAfter: false, readUpTo: 0 }
  const limit = Math.max(1, Math.min(range.limit, timelinePageMax))
  const forwards = range.after !== undefined
  const people = peopleIn(reader)
  const found = await shownEntries(reader, conversation, {
    from: forwards ? (range.after ?? 0) + 1 : 0,
    to: range.before ?? Number.MAX_SAFE_INTEGER - 1,
    limit: limit + 1,
    reverse: !forwards,
  })
  const more = found.length > limit
  const rows = found.slice(0, limit)
  if (!forwards) rows.reverse()
  const items: TimelineItem[] = []
  for (const { seq, entry } of rows) items.push(await itemOf(reader, people, me, conversation, seq, entry))
  const atEnd = forwards ? !more : range.before === undefined
  if (atEnd && (!forwards || items.length < limit))
    for (const { row } of await rowsOf(reader, conversation)) {
      const item = await waitingItem(people, me, row)
      if (item !== undefined) items.push(item)
    }
  return {
    items,
    moreBefore: forwards ? (range.after ?? 0) > 0 : more,
    moreAfter: forwards ? more : range.before !== undefined,
    readUpTo: record.readUpTo,
  }
}

interface ShownEntry {
  readonly seq: number
  readonly entry: EntryRecord
}

async function shownEntries(
  reader: RecordReader,
  conversation: ConversationId,
  wanted: { from: number; to: number; readonly limit: number; readonly reverse: boolean },
): Promise<ShownEntry[]> {
  const found: ShownEntry[] = []
  let { from, to } = wanted
  while (found.length < wanted.limit && from < to) {
    const rows = await scanRecords(reader, entryTable, {
      under: [conversation],
      from: seqKey(from),
      to: seqKey(to),
      limit: scanPage,
      reverse: wanted.reverse,
    })
    for (const { key, value } of rows) {
      const seq = seqOf(key)
      if (wanted.reverse) to = seq
      else from = seq + 1
      if (value.shown.shows !== "nothing") found.push({ seq, entry: value })
    }
    if (rows.length < scanPage) break
  }
  return found.slice(0, wanted.limit)
}

export async function itemOf(
  reader: RecordReader,
  people: People,
  me: MeRecord,
  conversation: ConversationId,
  seq: number,
  { shown, atMs }: EntryRecord,
): Promise<TimelineItem> {
  const placed = { seq, at: atMs }
  switch (shown.shows) {
    case "message":
      return {
        ...placed,
        kind: "message",
        id: toBase64Url(shown.sendId),
        from: await people(shown.account),
        mine: equal(shown.account, me.account),
        text: shown.text,
        sentAt: shown.sentAtMs,
        replyTo: await replyTarget(reader, conversation, shown),
        state: { at: "stored" },
      }
    case "change":
      return {
        ...placed,
        kind: "change",
        by: await people(shown.by),
        change: await changeOf(people, shown.change),
      }
    case "notice": {
      const from = shown.from === undefined ? undefined : await people(shown.from)
      return { ...placed, kind: "notice", notice: shown.notice, from }
    }
    default:
      return { ...placed, kind: "notice", notice: "arriving", from: undefined }
  }
}

type Change = Extract<Shown, { shows: "change" }>["change"]

async function changeOf(people: People, change: Change) {
  if (change.type !== "added" && change.type !== "removed") return change
  return { type: change.type, people: await Promise.all(change.people.map(people)) }
}

/** A reply names its target by MessageId; here it goes by the send id. */
async function replyTarget(
  reader: RecordReader,
  conversation: ConversationId,
  { replyTo }: Extract<Shown, { shows: "message" }>,
): Promise<string | undefined> {
  if (replyTo === undefined) return undefined
  const seq = await readRecord(reader, messageIdTable, conversation, replyTo)
  if (seq === undefined) return undefined
  const target = await readRecord(reader, entryTable, conversation, seqKey(seq))
  return target?.shown.shows === "message" ? toBase64Url(target.shown.sendId) : undefined
}

/** What waits in the outbox stands behind everything that has a place. */
export async function waitingItem(
  people: People,
  me: MeRecord,
  row: OutboxRecord,
): Promise<MessageItem | undefined> {
  if (row.text === "") return undefined
  return {
    seq: undefined,
    at: row.createdAtMs,
    kind: "message",
    id: toBase64Url(row.sendId),
    from: await people(me.account),
    mine: true,
    text: row.text,
    sentAt: row.createdAtMs,
    replyTo: row.replyTo === undefined ? undefined : toBase64Url(row.replyTo),
    state: row.failed === undefined ? { at: "queued" } : { at: "failed", code: row.failed },
  }
}
