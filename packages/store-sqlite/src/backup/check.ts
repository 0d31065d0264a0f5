import type { Database } from "bun:sqlite"
import { type Bytes, equal } from "@colombe/base"
import { entryDigest, logHash, logStart } from "@colombe/rules"
import { readNumber } from "../database.ts"
import { nativeHash } from "../native-hash.ts"
import { type EntryRow, entryColumns } from "../tables/entries.ts"

/**
 * Whether a database is whole: the engine's own check, every log from its first place on with every hash recomputed
 * and every body compared with its digest, and nothing that points to what is not there. The value names the first
 * fault by its place alone, never by its content; undefined where there is none.
 */
export function findFault(database: Database): string | undefined {
  const engine = database.query<{ integrity_check: string }, []>("PRAGMA integrity_check(1)").get()
  if (engine?.integrity_check !== "ok") return "pages"
  const hasParts = readNumber(database, "user_version") >= partsSince
  const queries = hasParts ? [...orphans, ...orphansOfParts] : orphans
  return findBrokenLog(database) ?? queries.find(([, query]) => database.query(query).get() !== null)?.[0]
}

function findBrokenLog(database: Database): string | undefined {
  const conversations = database.prepare<{ key: number; id: Bytes }, []>("SELECT key, id FROM conversation")
  const log = database.prepare<EntryRow, [number]>(
    `SELECT ${entryColumns} FROM log WHERE conversation = ? ORDER BY seq`,
  )
  for (const { key, id } of conversations.iterate()) {
    let previous = logStart(nativeHash, id)
    let [seq, at] = [0, 0]
    for (const entry of log.iterate(key)) {
      seq += 1
      const { type, incarnation, epoch, digest, body } = entry
      const place = { previous, seq, atMs: entry.at, type, incarnation, epoch, entry: digest }
      const holds =
        entry.seq === seq &&
        entry.at >= at &&
        (body === null || equal(entryDigest(nativeHash, body), digest)) &&
        equal(logHash(nativeHash, place), entry.hash)
      if (!holds) return `log ${key} place ${seq}`
      previous = entry.hash
      at = entry.at
    }
    if (seq === 0) return `log ${key} is empty`
  }
  return undefined
}

/** Rows that point to nothing, each by the name of what is missing. */
const orphans: readonly (readonly [string, string])[] = [
  ["store id", "SELECT 1 WHERE (SELECT count(*) FROM store WHERE length(id) = 16) != 1"],
  [
    "conversation of an entry",
    "SELECT 1 FROM log WHERE conversation NOT IN (SELECT key FROM conversation) LIMIT 1",
  ],
  [
    "conversation of a member",
    "SELECT 1 FROM member WHERE conversation NOT IN (SELECT key FROM conversation) LIMIT 1",
  ],
  [
    "entry of a group state",
    `SELECT 1 FROM group_state AS state WHERE NOT EXISTS
       (SELECT 1 FROM log WHERE log.conversation = state.conversation AND log.seq = state.seq) LIMIT 1`,
  ],
  [
    "genesis of an account",
    "SELECT 1 FROM account WHERE key NOT IN (SELECT account FROM link WHERE place = 0) LIMIT 1",
  ],
  [
    "link of a chain",
    "SELECT 1 FROM link GROUP BY account HAVING count(*) != max(place) + 1 OR min(place) != 0 LIMIT 1",
  ],
]

/** The version from which on states are stored in parts: a store or a backup of an earlier one is whole without. */
const partsSince = 7
const orphansOfParts: typeof orphans = [
  [
    "whole state of an epoch",
    `SELECT 1 FROM group_state AS state WHERE NOT EXISTS
       (SELECT 1 FROM group_part AS part WHERE part.conversation = state.conversation AND part.whole = 1
          AND (part.incarnation, part.epoch) <= (state.incarnation, state.epoch)) LIMIT 1`,
  ],
  [
    "part of an epoch",
    `SELECT 1 FROM group_state AS state WHERE NOT EXISTS
       (SELECT 1 FROM group_part AS part WHERE part.conversation = state.conversation
          AND part.incarnation = state.incarnation AND part.epoch = state.epoch) LIMIT 1`,
  ],
]
