import type { ConversationId } from "@colombe/rules"
import type { TimelineItem, TimelinePage, TimelineRange } from "../api/index.ts"
import { seqOf } from "../conversation/receive-message.ts"
import type { RecordReader } from "../home/transaction.ts"
import { rowsOf } from "../outbox/rows.ts"
import type { MeRecord } from "../records/account-records.ts"
import {
  conversationTable,
  type EntryRecord,
  entryTable,
  isLine,
  type ShownAs,
  seqKey,
} from "../records/conversation-records.ts"
import { readRecord, scanRecords } from "../records/table.ts"
import { type Looking, messageItem, type People, peopleIn, waitingItem } from "./message-item.ts"

/** Items of one page. */
export const timelinePageMax = 500
/** Entries read at one time while looking for some that are shown. */
const scanPage = 128

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
  const rows = (await rowsOf(reader, conversation)).map(({ row }) => row)
  const looking = { reader, people: peopleIn(reader), me, conversation, rows }
  const found = await shownEntries(reader, conversation, {
    from: forwards ? (range.after ?? 0) + 1 : 0,
    to: range.before ?? Number.MAX_SAFE_INTEGER - 1,
    limit: limit + 1,
    reverse: !forwards,
  })
  const more = found.length > limit
  const shown = found.slice(0, limit)
  if (!forwards) shown.reverse()
  const items: TimelineItem[] = []
  for (const { seq, entry } of shown) items.push(await itemOf(looking, seq, entry))
  const atEnd = forwards ? !more : range.before === undefined
  if (atEnd && (!forwards || items.length < limit))
    for (const row of rows) {
      const item = await waitingItem(looking, row)
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
      if (isLine(value.shown)) found.push({ seq, entry: value })
    }
    if (rows.length < scanPage) break
  }
  return found.slice(0, wanted.limit)
}

export async function itemOf(
  looking: Looking,
  seq: number,
  { shown, atMs }: EntryRecord,
): Promise<TimelineItem> {
  const { people } = looking
  const placed = { seq, at: atMs }
  switch (shown.shows) {
    case "message":
      return messageItem(looking, placed, shown)
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

type Change = ShownAs<"change">["change"]

async function changeOf(people: People, change: Change) {
  if (change.type !== "added" && change.type !== "removed") return change
  return { type: change.type, people: await Promise.all(change.people.map(people)) }
}
