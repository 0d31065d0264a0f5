import { type Bytes, equal, fail, keyOf, type Result, succeed } from "@colombe/base"
import { type ConversationId, entryDigest } from "@colombe/rules"
import { type Hashing, nextEntry } from "../next-entry.ts"
import type { AppendCode, ConversationHead, FormerMember, NewEntry, StoredEntry } from "../port.ts"
import { hasWholeBlobs, referTo } from "./blobs.ts"
import type { MemoryConversation, MemoryDisk, MemoryEntry } from "./disk.ts"
import { addPart } from "./groups.ts"
import { countLinks, forgetAsks } from "./join-links.ts"
import { forgetReads } from "./reads.ts"

export function openConversation(
  disk: MemoryDisk,
  crypto: Hashing,
  entry: NewEntry,
): Result<StoredEntry, "conversation-exists"> {
  const key = keyOf(entry.conversation)
  if (disk.conversations.has(key)) return fail("conversation-exists", "after-refresh")
  const made: MemoryConversation = {
    id: entry.conversation,
    entries: [],
    seqBySendKey: new Map(),
    groups: [],
    parts: [],
    members: [],
    left: [],
    fannedOut: 0,
    welcomes: [],
    reads: new Map(),
    links: new Map(),
    asks: new Map(),
  }
  const stored = store(made, crypto, entry)
  disk.conversations.set(key, made)
  return succeed(stored)
}

export function appendEntry(
  disk: MemoryDisk,
  crypto: Hashing,
  entry: NewEntry,
): Result<StoredEntry, AppendCode> {
  const conversation = disk.conversations.get(keyOf(entry.conversation))
  const head = conversation && headOf(conversation)
  if (!conversation || !head) return fail("conversation-unknown")
  const first = entry.sendKey && conversation.seqBySendKey.get(keyOf(entry.sendKey))
  const repeated = first === undefined ? undefined : conversation.entries[first - 1]
  if (repeated)
    return equal(repeated.digest, entryDigest(crypto, entry.body))
      ? succeed(entryOf(repeated))
      : fail("send-id-reused")
  if (head.incarnation !== entry.incarnation || head.epoch !== entry.epoch)
    return fail("stale-epoch", "after-refresh")
  const blobs = entry.blobs ?? []
  if (!hasWholeBlobs(disk, blobs)) return fail("blob-incomplete", "after-refresh")
  referTo(disk, blobs)
  return succeed(store(conversation, crypto, entry))
}

const entryOf = ({ expires: _, blobs: __, ...entry }: MemoryEntry): StoredEntry => entry

function store(conversation: MemoryConversation, crypto: Hashing, entry: NewEntry): StoredEntry {
  const stored = nextEntry(crypto, headOf(conversation), entry)
  const { lifetime, blobs = [] } = entry
  const expires = lifetime === undefined ? Number.POSITIVE_INFINITY : stored.at + lifetime
  conversation.entries.push({ ...stored, expires, blobs })
  if (entry.sendKey) conversation.seqBySendKey.set(keyOf(entry.sendKey), stored.seq)
  if (entry.state) addPart(conversation, stored, entry.state)
  if (entry.next) {
    const { members, welcomes, state, links = [], linkUsed, ...group } = entry.next
    conversation.groups.push({ ...group, seq: stored.seq })
    addPart(conversation, stored, state)
    conversation.left = leftAfter(conversation, members, stored.seq)
    conversation.members = members
    forgetReads(conversation)
    countLinks(conversation, links, linkUsed)
    forgetAsks(conversation)
    conversation.welcomes.push(...welcomes.map(welcome => ({ ...welcome, commitSeq: stored.seq })))
  }
  return stored
}

/** Whoever comes in again has left no more. */
function leftAfter(
  { left, members }: MemoryConversation,
  next: readonly Bytes[],
  seq: number,
): readonly FormerMember[] {
  const isIn = (account: Bytes): boolean => next.some(member => equal(member, account))
  const gone = members.filter(account => !isIn(account)).map(account => ({ account, seq }))
  return [...left.filter(({ account }) => !isIn(account)), ...gone]
}

export function headOf(conversation: MemoryConversation): ConversationHead | undefined {
  const last = conversation.entries.at(-1)
  return (
    last && {
      seq: last.seq,
      at: last.at,
      hash: last.hash,
      incarnation: last.incarnation,
      epoch: last.epoch,
    }
  )
}

export function entriesAfter(
  disk: MemoryDisk,
  conversation: ConversationId,
  after: number,
  limit: number,
): readonly StoredEntry[] {
  const found = disk.conversations.get(keyOf(conversation))?.entries.slice(after, after + limit) ?? []
  return found.map(entryOf)
}
