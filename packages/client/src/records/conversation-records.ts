import {
  type Bytes,
  choice,
  constant,
  type Decoded,
  enumeration,
  fixed,
  fromUint,
  opaque,
  optional,
  struct,
  uint,
  uint8,
  uint16,
  uint32,
  uint64,
  vector,
} from "@colombe/base"
import { accountId, conversationId, conversationSeed, deviceId, digest, floor, roles } from "@colombe/rules"
import { searchableMessage } from "../search/searchable.ts"
import { namedFiles } from "./file-records.ts"
import type { Table } from "./table.ts"
import { flag, text, textFormats } from "./text.ts"

export const memberships = enumeration(1, {
  member: 0,
  request: 1,
  invited: 2,
  removed: 3,
  left: 4,
  declined: 5,
  /** No member: read in public by a join link, to come in. */
  guest: 6,
})

/** One conversation as this device stands in it. The verified log ends at `head`; nothing is applied beyond it. */
const conversationRecord = struct({
  version: constant(uint8, 1),
  conversation: conversationId,
  seed: conversationSeed,
  membership: memberships,
  head: struct({ seq: uint64, hash: digest, atMs: uint64 }),
  /** As the server told it; the rest is on its way. */
  serverHead: uint64,
  title: optional(text),
  /** Place of the title's entry, 0 where it came with an invitation. */
  titleSeq: uint64,
  readUpTo: uint64,
  unread: uint32,
  /** Place of the newest entry that is shown; 0 where there is none. */
  lastSeq: uint64,
  /** A code: why nothing beyond `head` is taken, or what this person must know. */
  alert: optional(text),
  /** Stopped for good: the log or the group was proven wrong. */
  broken: flag,
  /** The newest group state that somebody vouched for before this device followed the log. */
  floor: optional(floor),
  /** Of the account that created it, or that invited this one. */
  openedBy: accountId,
  /** Of the group at the head, whether they have a device in it or not: what a list shows without loading groups. */
  memberCount: uint32,
})
export type ConversationRecord = Decoded<typeof conversationRecord>
export const conversationTable: Table<ConversationRecord> = { number: 20, codec: conversationRecord }

/**
 * The group of the epoch at the head: in public always, with secrets where this device has a leaf. The public half is
 * a log in `groupPartTable`: a base, and what changed since.
 */
const groupRecord = struct({
  version: constant(uint8, 1),
  secrets: optional(opaque),
  changes: uint32,
  changesBytes: uint32,
  baseBytes: uint32,
  /** Which state the log has reached. */
  confirmationTag: opaque,
  pending: uint32,
})
export type GroupRecord = Decoded<typeof groupRecord>
export const groupTable: Table<GroupRecord> = { number: 21, codec: groupRecord }
/** By conversation and number: 0 is the base, changes count from 1. */
export const groupPartTable: Table<Bytes> = { number: 32, codec: opaque }

const origins = choice("from", enumeration(1, { derived: 0, own: 1, given: 2 }), {
  derived: struct({}),
  own: struct({}),
  given: struct({ giver: accountId }),
})
const candidate = struct({
  key: fixed(32),
  ctx: digest,
  roster: digest,
  origin: origins,
  confirmed: flag,
})
/** By conversation, incarnation, epoch. */
export const epochKeyTable: Table<readonly Decoded<typeof candidate>[]> = {
  number: 22,
  codec: vector(candidate),
}

const showings = enumeration(1, {
  nothing: 0,
  message: 1,
  change: 2,
  notice: 3,
  waiting: 4,
  edit: 5,
  reaction: 6,
  changes: 7,
})

const anyChange = struct({
  by: accountId,
  change: choice(
    "type",
    enumeration(1, {
      created: 0,
      added: 1,
      removed: 2,
      joined: 3,
      left: 4,
      "device-added": 5,
      "device-removed": 6,
      title: 7,
      reopened: 8,
      history: 9,
      pinned: 10,
      timer: 11,
      role: 12,
      banned: 13,
      unbanned: 14,
      "link-made": 15,
      "link-ended": 16,
      "joined-by-link": 17,
      picture: 18,
    }),
    {
      created: struct({}),
      added: struct({ people: vector(accountId) }),
      removed: struct({ people: vector(accountId) }),
      joined: struct({}),
      left: struct({}),
      "device-added": struct({}),
      "device-removed": struct({}),
      title: struct({ title: text }),
      reopened: struct({}),
      /** Or unpinned. MessageId. */
      pinned: struct({ target: digest, pinned: flag }),
      timer: struct({ ttlSeconds: uint32 }),
      picture: struct({ removed: flag }),
      history: struct({ history: enumeration(1, { none: 0, days: 1, all: 2 }), historyDays: uint16 }),
      role: struct({ people: vector(accountId), role: roles }),
      /** Somebody who was no member. */
      banned: struct({ people: vector(accountId) }),
      /** Without being added. */
      unbanned: struct({ people: vector(accountId) }),
      "link-made": struct({}),
      "link-ended": struct({}),
      "joined-by-link": struct({}),
    },
  ),
})
/** Who did what to a conversation. */
export type ShownChange = Decoded<typeof anyChange>

/** What an entry shows; the entry itself is the server's to keep. */
const shown = choice("shows", showings, {
  nothing: struct({}),
  /** `edited`: the text is that of the entry at `seq`. */
  message: struct({
    account: accountId,
    device: deviceId,
    sendId: fixed(16),
    messageId: digest,
    sentAtMs: uint64,
    format: textFormats,
    text,
    files: namedFiles,
    /** MessageId. */
    replyTo: optional(opaque),
    edited: optional(struct({ seq: uint64, atMs: uint64 })),
  }),
  /** Of something that this device has not opened yet. */
  edit: struct({ account: accountId, format: textFormats, text }),
  /** Shown with its target. */
  reaction: struct({ account: accountId, messageId: digest, target: digest, reaction: text }),
  change: anyChange,
  /** What one commit did, where that is more than one thing: nothing of it hides behind the rest. */
  changes: struct({ changes: vector(anyChange) }),
  notice: struct({ notice: text, from: optional(accountId) }),
  /** Sealed under a key that may still arrive: kept as it is, and opened then. */
  waiting: struct({ body: opaque }),
})
export type Shown = Decoded<typeof shown>
export type ShownAs<What extends Shown["shows"]> = Extract<Shown, { readonly shows: What }>

/** Everything that an entry says was done to the conversation. */
export function changesIn(shown: Shown): readonly ShownChange[] {
  if (shown.shows === "change") return [shown]
  return shown.shows === "changes" ? shown.changes : []
}

/** Whether it is a line of the timeline of its own. */
export function isLine({ shows }: Shown): boolean {
  return shows !== "nothing" && shows !== "edit" && shows !== "reaction"
}

const entryRecord = struct({
  atMs: uint64,
  type: uint16,
  incarnation: uint32,
  epoch: uint64,
  /** SHA-256 of the entry as stored. */
  digest,
  hash: digest,
  shown,
})
export type EntryRecord = Decoded<typeof entryRecord>
/** By conversation and seq. */
export const entryTable: Table<EntryRecord> = {
  number: 23,
  codec: entryRecord,
  searchable({ shown, atMs }, [conversation]) {
    if (shown.shows !== "message" || conversation === undefined) return undefined
    return searchableMessage(
      conversation,
      atMs,
      [shown.text, ...shown.files.map(({ name }) => name)].join("\n"),
    )
  },
}

/** By conversation, send id, account and device: the place of the entry. */
export const sendIdTable: Table<number> = { number: 24, codec: uint64 }

/** By conversation and MessageId, by which replies name a message: the place of the entry. */
export const messageIdTable: Table<number> = { number: 30, codec: uint64 }

/** By conversation and seq of the commit: a Welcome that waits for the log to reach it. */
const welcomeRecord = struct({ welcome: opaque, receivedAtMs: uint64 })
export const welcomeTable: Table<Decoded<typeof welcomeRecord>> = { number: 27, codec: welcomeRecord }

/**
 * A commit of this device whose answer is not known yet, with the secrets of the epoch that it leads to: whoever finds
 * it in the log goes on from there.
 */
const ownCommitRecord = struct({ commit: opaque, secrets: opaque })
export type OwnCommitRecord = Decoded<typeof ownCommitRecord>
export const ownCommitTable: Table<OwnCommitRecord> = { number: 28, codec: ownCommitRecord }

export const seqKey = (seq: number): Bytes => uint(seq, 8)
/** Of a key that ends with a place. */
export const seqOf = (key: Bytes): number => fromUint(key.slice(-8))
export const epochKeyParts = (conversation: Bytes, incarnation: number, epoch: number): readonly Bytes[] => [
  conversation,
  uint(incarnation, 4),
  uint(epoch, 8),
]

/** By conversation: what an invitation said that the log cannot say yet. */
const invitationRecord = struct({ from: accountId, title: text, floor })
export type InvitationRecord = Decoded<typeof invitationRecord>
export const invitationTable: Table<InvitationRecord> = { number: 31, codec: invitationRecord }
