import { type Bytes, equal, toBase64Url } from "@colombe/base"
import type { AccountId, ConversationId } from "@colombe/rules"
import { pieceCount, readContent } from "@colombe/seal"
import { personOf } from "../account/people.ts"
import type {
  FileItem,
  Forwarded,
  MessageItem,
  NoticeItem,
  Person,
  Reaction,
  ReplyPreview,
  SendState,
} from "../api/index.ts"
import type { RecordReader } from "../home/transaction.ts"
import { annotationOf, entryOf, type FoundEntry } from "../messages/annotations.ts"
import { partOf } from "../messages/answered-part.ts"
import { factOf, factsAbout, factsIn } from "../messages/facts.ts"
import { entrySentAs } from "../messages/sent-message.ts"
import type { OutboxRow } from "../outbox/rows.ts"
import type { MeRecord } from "../records/account-records.ts"
import type { EntryRecord, ShownAs } from "../records/conversation-records.ts"
import type { NamedFile } from "../records/file-records.ts"
import type { Fact } from "../records/said-records.ts"
import type { OutboxRecord } from "../records/send-records.ts"
import { readByOthers } from "../relay/read-by.ts"
import { type Hidden, hiddenIn } from "../strangers/blocked.ts"
import { pollItem, untouchedPoll } from "./poll-item.ts"
import { type EpochNumber, vouchedIn } from "./vouched.ts"

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

/** What every item of one page is made with. */
export interface Looking {
  readonly reader: RecordReader
  readonly people: People
  readonly me: MeRecord
  readonly conversation: ConversationId
  /** The outbox, oldest first. */
  readonly rows: readonly OutboxRecord[]
  /** How far somebody else has read. */
  readonly readByOthers: () => Promise<number>
  readonly vouched: (at: EpochNumber) => Promise<boolean>
  readonly isHidden: Hidden
}

export function lookingAt(
  reader: RecordReader,
  me: MeRecord,
  conversation: ConversationId,
  rows: readonly OutboxRow[],
  people = peopleIn(reader),
): Looking {
  const readByOthers = othersIn(reader, conversation)
  const vouched = vouchedIn(reader, conversation)
  return {
    reader,
    people,
    me,
    conversation,
    rows: rows.map(({ row }) => row),
    readByOthers,
    vouched,
    isHidden: hiddenIn(reader),
  }
}

/** Asked for once, and only where there is a message of one's own to show it at. */
function othersIn(reader: RecordReader, conversation: ConversationId): Looking["readByOthers"] {
  let known: Promise<number> | undefined
  return () => {
    known ??= readByOthers(reader, conversation).then(reads => Math.max(0, ...reads.map(({ seq }) => seq)))
    return known
  }
}

/** Characters of what is answered. */
const previewMax = 200

/** A message as the log has it, under what this person has done to it since (spec N15). */
export async function messageItem(
  looking: Looking,
  { seq, entry }: { readonly seq: number | undefined; readonly entry: EntryRecord },
  shown: ShownAs<"message">,
): Promise<MessageItem | NoticeItem> {
  const { people, me } = looking
  const placed = { seq, at: entry.atMs }
  if (await looking.isHidden(shown.account, entry.atMs))
    return { ...placed, kind: "notice", notice: "blocked", from: await people(shown.account) }
  const rows = looking.rows.filter(({ about }) => about !== undefined && equal(about.target, shown.sendId))
  const change = rows.at(-1)
  const from = await people(shown.account)
  const waiting = rows.filter(({ failed }) => failed === undefined)
  if (waiting.some(({ about }) => about?.does.what === "delete"))
    return { ...placed, kind: "notice", notice: "deleted", from }
  const mine = equal(shown.account, me.account)
  const facts = await factsAbout(looking.reader, looking.conversation, shown.messageId)
  const poll = factOf(facts, "poll")
  const edit = waiting.flatMap(({ about }) => (about?.does.what === "edit" ? [about.does] : [])).at(-1)
  const reaction = waiting.flatMap(({ about }) => (about?.does.what === "react" ? [about.does] : [])).at(-1)
  return {
    ...placed,
    kind: "message",
    id: toBase64Url(shown.sendId),
    from,
    mine,
    format: edit?.format ?? shown.format,
    text: edit?.text ?? shown.text,
    files: fileItems(shown.files, facts),
    sentAt: shown.sentAtMs,
    edited: edit !== undefined || shown.edited !== undefined,
    reply: await replyTo(looking, shown.replyTo, factOf(facts, "answering")?.part),
    silent: factOf(facts, "silent") !== undefined,
    forwarded: forwardedIn(facts),
    poll: poll && (await pollItem(looking, shown, poll, waiting)),
    expiresAt: factOf(facts, "expiring")?.atMs,
    reactions: await reactionsTo(looking, shown.messageId, reaction?.reaction),
    read: mine && seq !== undefined && seq <= (await looking.readByOthers()),
    vouched: await looking.vouched(entry),
    state: { at: seq === undefined ? "lost" : "stored" },
    change: change && { id: toBase64Url(change.sendId), state: stateOf(change) },
  }
}

/** What waits in the outbox stands behind everything that has a place; undefined where it is no line of its own. */
export async function waitingItem(looking: Looking, row: OutboxRecord): Promise<MessageItem | undefined> {
  if (row.text === "" && row.files.length === 0) return undefined
  const { reader, conversation, people, me } = looking
  const target = row.replyTo && (await entrySentAs(reader, conversation, row.replyTo))
  const content = readContent(row.content, me.account, conversation)
  const facts = content.ok ? factsIn(content.value) : []
  const poll = factOf(facts, "poll")
  return {
    seq: undefined,
    at: row.createdAtMs,
    kind: "message",
    id: toBase64Url(row.sendId),
    from: await people(me.account),
    mine: true,
    format: row.format,
    text: row.text,
    files: fileItems(row.files, facts),
    sentAt: row.createdAtMs,
    edited: false,
    reply: row.replyTo && (await previewOf(people, target, factOf(facts, "answering")?.part)),
    silent: factOf(facts, "silent") !== undefined,
    forwarded: forwardedIn(facts),
    poll: poll && untouchedPoll(poll),
    expiresAt: undefined,
    reactions: [],
    state: stateOf(row),
    read: false,
    vouched: false,
    change: undefined,
  }
}

function forwardedIn(facts: readonly Fact[]): Forwarded | undefined {
  const claim = factOf(facts, "forwarded")
  return claim && { account: toBase64Url(claim.account), name: claim.name }
}

function fileItems(files: readonly NamedFile[], facts: readonly Fact[]): FileItem[] {
  const previews = factOf(facts, "previews")?.of ?? []
  const fact = factOf(facts, "voice")
  const voice = fact === undefined ? {} : { voice: { duration: fact.duration, bars: fact.bars } }
  return files.map(({ blob, name, mediaType, size, box }, place) => {
    const preview = previews[place]
    const shown = preview === undefined || preview.length === 0 ? undefined : preview
    const pieces = pieceCount(size)
    return { file: toBase64Url(blob), name, mediaType, size, box, preview: shown, pieces, ...voice }
  })
}

function stateOf({ failed }: OutboxRecord): SendState {
  return failed === undefined ? { at: "queued" } : { at: "failed", code: failed }
}

/** A reply names its target by MessageId; here it goes by the send id. */
async function replyTo(
  { reader, conversation, people, isHidden }: Looking,
  target: Bytes | undefined,
  part: string | undefined,
): Promise<ReplyPreview | undefined> {
  const found = target && (await entryOf(reader, conversation, target))
  const shown = found?.entry.shown
  const isBlocked = shown?.shows === "message" && (await isHidden(shown.account, found?.entry.atMs ?? 0))
  return target && previewOf(people, isBlocked ? undefined : found, part)
}

async function previewOf(
  people: People,
  found: FoundEntry | undefined,
  part: string | undefined,
): Promise<ReplyPreview> {
  const shown = found?.entry.shown
  if (found === undefined || shown === undefined || shown.shows === "waiting") return { at: "unknown" }
  if (shown.shows !== "message") return { at: "deleted" }
  const { seq } = found
  const { account, sendId } = shown
  const from = await people(account)
  const text = beginningOf(shown)
  return { at: "known", id: toBase64Url(sendId), seq, from, text, part: partOf(shown, part) }
}

/** Of what a message says, for where there is room for a line. */
export function beginningOf({ text, files }: Pick<ShownAs<"message">, "text" | "files">): string {
  const said = text || files.map(({ name }) => name).join(", ")
  return [...said.slice(0, previewMax * 2)].slice(0, previewMax).join("")
}

/** In the order in which each was first given. `own`: this person's, on its way; empty where it is taken back. */
async function reactionsTo(
  { reader, conversation, people, me, isHidden }: Looking,
  messageId: Bytes,
  own: string | undefined,
): Promise<readonly Reaction[]> {
  const { reactions } = await annotationOf(reader, conversation, messageId)
  const wanted: (typeof reactions)[number][] = []
  for (const reaction of reactions)
    if (!(await isHidden(reaction.account, Number.MAX_SAFE_INTEGER))) wanted.push(reaction)
  const given = wanted
    .filter(({ account }) => own === undefined || !equal(account, me.account))
    .toSorted((left, right) => left.seq - right.seq)
    .map(({ account, reaction }) => ({ account, reaction }))
  if (own !== undefined) given.push({ account: me.account, reaction: own })
  const kinds = [...new Set(given.map(({ reaction }) => reaction))].filter(reaction => reaction !== "")
  return Promise.all(
    kinds.map(async reaction => {
      const accounts = given.filter(one => one.reaction === reaction).map(({ account }) => account)
      const mine = accounts.some(account => equal(account, me.account))
      return { reaction, people: await Promise.all(accounts.map(people)), mine }
    }),
  )
}
