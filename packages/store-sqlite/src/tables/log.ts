import type { Database } from "bun:sqlite"
import { type Bytes, equal, fail, type Result, succeed } from "@colombe/base"
import { type ConversationId, entryDigest } from "@colombe/rules"
import {
  type AppendCode,
  type ConversationHead,
  type Hashing,
  type NewEntry,
  nextEntry,
  type StoredEntry,
} from "@colombe/store"
import { referenceWriter } from "./blobs.ts"
import { type EntryRow, entryColumns, fromRow } from "./entries.ts"
import { partWriter } from "./group-parts.ts"
import { nextEpochWriter } from "./groups.ts"
import type { Heads } from "./heads.ts"

/** An entry as the writer answers it: the body stays where it is, with who sent it. */
export type AnsweredEntry = Omit<StoredEntry, "body"> & { readonly hasBody: boolean }

const answer = ({ body, ...entry }: StoredEntry): AnsweredEntry => ({ ...entry, hasBody: body !== undefined })

export function logWrites(database: Database, crypto: Hashing, heads: Heads) {
  const makeConversation = database.prepare<unknown, [Bytes]>("INSERT INTO conversation (id) VALUES (?)")
  const sent = database.prepare<EntryRow, [number, Bytes]>(
    `SELECT ${entryColumns} FROM log WHERE conversation = ? AND send_key = ?`,
  )
  const store = entryWriter(database, crypto, heads)
  const references = referenceWriter(database)
  return {
    openConversation(entry: NewEntry): Result<AnsweredEntry, "conversation-exists"> {
      if (heads.find(entry.conversation)) return fail("conversation-exists", "after-refresh")
      const { lastInsertRowid } = makeConversation.run(entry.conversation)
      return succeed(answer(store(Number(lastInsertRowid), undefined, entry)))
    },
    appendEntry(entry: NewEntry): Result<AnsweredEntry, AppendCode> {
      const log = heads.find(entry.conversation)
      if (!log) return fail("conversation-unknown")
      const repeated = entry.sendKey && sent.get(log.key, entry.sendKey)
      if (repeated)
        return equal(repeated.digest, entryDigest(crypto, entry.body))
          ? succeed(answer(fromRow(repeated)))
          : fail("send-id-reused")
      if (log.head.incarnation !== entry.incarnation || log.head.epoch !== entry.epoch)
        return fail("stale-epoch", "after-refresh")
      const blobs = entry.blobs ?? []
      if (!references.areKnown(blobs)) return fail("blob-incomplete", "after-refresh")
      const stored = store(log.key, log.head, entry)
      references.refer(blobs, log.key, stored.seq)
      return succeed(answer(stored))
    },
    fannedOut: fannedOutWriter(database, heads),
  }
}

function entryWriter(database: Database, crypto: Hashing, heads: Heads) {
  const insert = database.prepare<
    unknown,
    [number, number, number, number, number, number, Bytes, Bytes, Bytes, Bytes, Bytes | null, number | null]
  >(
    `INSERT INTO log (conversation, ${entryColumns}, send_key, expires)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const owe = database.prepare<unknown, [number]>("INSERT OR IGNORE INTO pending (conversation) VALUES (?)")
  const addPart = partWriter(database)
  const storeEpoch = nextEpochWriter(database)
  return (key: number, head: ConversationHead | undefined, entry: NewEntry): StoredEntry => {
    const made = nextEntry(crypto, head, entry)
    const { seq, at, type, incarnation, epoch, hash, digest, body, author } = made
    const expires = entry.lifetime === undefined ? null : at + entry.lifetime
    const place = [key, seq, at, type, incarnation, epoch] as const
    insert.run(...place, hash, digest, body, author, entry.sendKey ?? null, expires)
    if (entry.state) addPart(key, { incarnation, epoch }, entry.state)
    if (entry.next) storeEpoch(key, seq, entry.next)
    owe.run(key)
    heads.move(entry.conversation, { key, head: { seq, at, hash, incarnation, epoch } })
    return made
  }
}

function fannedOutWriter(database: Database, heads: Heads) {
  const settle = database.prepare<unknown, [number]>("DELETE FROM pending WHERE conversation = ?")
  const dropWelcomes = database.prepare<unknown, [number, number]>(
    "DELETE FROM owed_welcome WHERE conversation = ? AND commit_seq <= ?",
  )
  const markTold = database.prepare<unknown, [number, number]>(
    "UPDATE former_member SET untold = 0 WHERE conversation = ? AND untold = 1 AND seq <= ?",
  )
  return (conversation: ConversationId, head: number): void => {
    const log = heads.find(conversation)
    if (!log) return
    dropWelcomes.run(log.key, head)
    markTold.run(log.key, head)
    if (head >= log.head.seq) settle.run(log.key)
  }
}
