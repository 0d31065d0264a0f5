import { type Bytes, keyAfter, toBase64Url } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { MessageItem, OneChange, TimelineItem, TimelinePage, TimelineRange } from "../api/index.ts"
import { historyPolicyOf } from "../conversation/history-policy.ts"
import type { RecordReader } from "../home/transaction.ts"
import { entryOf } from "../messages/annotations.ts"
import { sentMessage } from "../messages/sent-message.ts"
import { rowsOf } from "../outbox/rows.ts"
import type { MeRecord } from "../records/account-records.ts"
import {
  conversationTable,
  type EntryRecord,
  entryTable,
  isLine,
  type ShownChange,
  seqKey,
  seqOf,
} from "../records/conversation-records.ts"
import { readRecord, scanRecords } from "../records/table.ts"
import { lostLines } from "../restore/lost-lines.ts"
import { beginningOf, type Looking, lookingAt, messageItem, waitingItem } from "./message-item.ts"
import { seqFrom } from "./seq-from.ts"
import { shownRole } from "./shown-role.ts"

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
  const limit = Math.max(1, Math.min(range.limit, timelinePageMax))
  const looking = lookingAt(reader, me, conversation, await rowsOf(reader, conversation))
  const { rows } = looking
  const { entries, ...more } = await windowOf(reader, conversation, record?.head.seq ?? 0, range, limit)
  const items: TimelineItem[] = []
  for (const one of await withLostLines(reader, conversation, entries, more.moreAfter))
    items.push(await itemOf(looking, one.seq, one.entry))
  if (!more.moreAfter)
    for (const row of rows) {
      const item = await waitingItem(looking, row)
      if (item !== undefined) items.push(item)
    }
  return { items, ...more, readUpTo: record?.readUpTo ?? 0 }
}

/** The one message of an id, whichever conversation it is in. */
export async function findMessage(
  reader: RecordReader,
  me: MeRecord,
  id: string,
): Promise<{ readonly conversation: string; readonly item: MessageItem } | undefined> {
  for (let from: Bytes = new Uint8Array(); ; ) {
    const [next] = await scanRecords(reader, conversationTable, { from, limit: 1 })
    if (next === undefined) return undefined
    const conversation = next.key
    const found = await sentMessage(reader, conversation, id)
    if (found.ok) {
      const { seq, entry, shown } = found.value
      const item = await messageItem(
        lookingAt(reader, me, conversation, await rowsOf(reader, conversation)),
        { seq, entry },
        shown,
      )
      return item.kind === "message" ? { conversation: toBase64Url(conversation), item } : undefined
    }
    from = keyAfter(conversation)
  }
}

interface Window extends Pick<TimelinePage, "moreBefore" | "moreAfter"> {
  /** Oldest first. */
  readonly entries: readonly ShownEntry[]
}

async function windowOf(
  reader: RecordReader,
  conversation: ConversationId,
  head: number,
  range: TimelineRange,
  limit: number,
): Promise<Window> {
  const { before, after, at } = range
  const around = at === undefined ? range.around : await seqFrom(reader, conversation, head, at)
  if (around !== undefined) {
    const earlier = await entriesBefore(reader, conversation, around, Math.floor(limit / 2))
    const later = await entriesFrom(reader, conversation, around, limit - earlier.entries.length)
    const { moreBefore } = earlier
    return { entries: [...earlier.entries, ...later.entries], moreBefore, moreAfter: later.moreAfter }
  }
  if (after !== undefined) {
    const later = await entriesFrom(reader, conversation, after + 1, limit, before)
    return { ...later, moreBefore: after > 0 }
  }
  const earlier = await entriesBefore(reader, conversation, before ?? placesEnd, limit)
  return { ...earlier, moreAfter: before !== undefined }
}

/** Behind every place that a log has. */
const placesEnd = Number.MAX_SAFE_INTEGER - 1

async function entriesBefore(
  reader: RecordReader,
  conversation: ConversationId,
  to: number,
  limit: number,
): Promise<Omit<Window, "moreAfter">> {
  const wanted = { from: 0, to, limit: limit + 1, reverse: true }
  const found = await shownEntries(reader, conversation, wanted)
  return { entries: found.slice(0, limit).reverse(), moreBefore: found.length > limit }
}

async function entriesFrom(
  reader: RecordReader,
  conversation: ConversationId,
  from: number,
  limit: number,
  to = placesEnd,
): Promise<Omit<Window, "moreBefore">> {
  const wanted = { from, to, limit: limit + 1, reverse: false }
  const found = await shownEntries(reader, conversation, wanted)
  return { entries: found.slice(0, limit), moreAfter: found.length > limit }
}

interface ShownEntry {
  /** Undefined where the server has lost it. */
  readonly seq: number | undefined
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

/** What the server has lost stands where it was: before the first line that has a place behind it. */
async function withLostLines(
  reader: RecordReader,
  conversation: ConversationId,
  entries: readonly ShownEntry[],
  moreAfter: boolean,
): Promise<readonly ShownEntry[]> {
  const shown = [...entries]
  for (const { after, entry } of await lostLines(reader, conversation)) {
    const [next] = await shownEntries(reader, conversation, {
      from: after + 1,
      to: placesEnd,
      limit: 1,
      reverse: false,
    })
    const at = next === undefined ? shown.length : shown.findIndex(({ seq }) => seq === next.seq)
    if (at < 0 || (next === undefined && moreAfter)) continue
    shown.splice(at, 0, { seq: undefined, entry })
  }
  return shown
}

export async function itemOf(
  looking: Looking,
  seq: number | undefined,
  entry: EntryRecord,
): Promise<TimelineItem> {
  const { people } = looking
  const { shown, atMs } = entry
  const placed = { seq, at: atMs }
  switch (shown.shows) {
    case "message":
      return messageItem(looking, { seq, entry }, shown)
    case "change":
      return { ...placed, kind: "change", ...(await changeOf(looking, shown)) }
    case "changes": {
      const changes = await Promise.all(shown.changes.map(one => changeOf(looking, one)))
      const by = changes[0]?.by ?? (await people(looking.me.account))
      return { ...placed, kind: "change", by, change: { type: "several", changes } }
    }
    case "notice": {
      const from = shown.from === undefined ? undefined : await people(shown.from)
      return { ...placed, kind: "notice", notice: shown.notice, from }
    }
    default:
      return { ...placed, kind: "notice", notice: "arriving", from: undefined }
  }
}

async function changeOf(looking: Looking, { by, change }: ShownChange): Promise<OneChange> {
  return { by: await looking.people(by), change: await whatChanged(looking, change) }
}

async function whatChanged(
  { reader, people, conversation }: Looking,
  change: ShownChange["change"],
): Promise<OneChange["change"]> {
  switch (change.type) {
    case "pinned": {
      const found = await entryOf(reader, conversation, change.target)
      const message = found?.entry.shown.shows === "message" ? found.entry.shown : undefined
      const type = change.pinned ? ("pinned" as const) : ("unpinned" as const)
      return { type, seq: message && found?.seq, said: message === undefined ? "" : beginningOf(message) }
    }
    case "history":
      return { type: change.type, history: historyPolicyOf(change) }
    case "timer":
      return { type: change.type, seconds: change.ttlSeconds }
    case "role": {
      const role = shownRole(change)
      return { type: change.type, people: await Promise.all(change.people.map(people)), role }
    }
    case "added":
    case "removed":
    case "banned":
    case "unbanned":
      return { type: change.type, people: await Promise.all(change.people.map(people)) }
    default:
      return change
  }
}
