import { equal, type Result, succeed, toHex } from "@colombe/base"
import { kinds } from "@colombe/rules"
import { type Entry, whole } from "@colombe/wire"
import { epochRoster } from "../conversation/epoch.ts"
import type { Receiving } from "../conversation/receiving.ts"
import { placeOfKey } from "../history/key-mail-records.ts"
import { oweKeyRecord } from "../history/owed-records.ts"
import { type Home, type Identity, transact } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { epochKeyTable } from "../records/conversation-records.ts"
import { deleteRecord, putRecord, readRecord, scanRecords } from "../records/table.ts"
import { selfLog, selfOf } from "../self/log.ts"
import { areas, registerTable, unpostedTable } from "../self/registers.ts"
import { generationKey, generationTable, selfLogTable } from "../vault/records.ts"
import { suspectTable } from "./records.ts"
import { rewindSaved } from "./saved.ts"
import { isSuspect } from "./suspect.ts"

/** Records of one kind that one home has. */
const recordsMax = 100_000

/**
 * Spec Y81, Y82 for the log that one's own devices share. It is read from its beginning, which changes nothing that is
 * known: registers and keys are merged. Generations that the server has lost are forgotten, and what it has no entry of
 * is posted again. Gives the entries to read; undefined where it goes on as it was.
 */
export async function restartWhereSuspect(
  home: Home,
  identity: Identity,
  all: () => Promise<Result<readonly Entry[]>>,
): Promise<Result<readonly Entry[] | undefined>> {
  const conversation = selfOf(home, identity.me.account)
  if (!(await isSuspect(home.store, conversation))) return succeed(undefined)
  const pulled = await all()
  const none = !pulled.ok && pulled.code === "conversation-unknown"
  if (!pulled.ok && !none) return pulled
  const entries = pulled.ok ? pulled.value : []
  const log = await selfLog(home, home.store, identity)
  const same = entries.some(({ seq, hash }) => whole(seq) === log.head.seq && equal(hash, log.head.hash))
  const restarted = await transact(home, async transaction => {
    if (!same) await restart(home, identity, transaction, entries)
    deleteRecord(transaction, suspectTable, conversation)
    return succeed()
  })
  if (!restarted.ok) return restarted
  return succeed(same ? undefined : entries)
}

async function restart(
  home: Home,
  identity: Identity,
  transaction: Transaction,
  entries: readonly Entry[],
): Promise<void> {
  const { me } = identity
  const all = { limit: recordsMax }
  const headers = new Map(
    entries
      .filter(({ type }) => type === kinds.vault)
      .map(({ epoch, body }) => [toHex(generationKey(Number(epoch))), body]),
  )
  for (const { key, value } of await scanRecords(transaction, generationTable, all)) {
    const there = headers.get(toHex(key))
    if (there === undefined || !equal(there, value.entry)) deleteRecord(transaction, generationTable, key)
  }
  deleteRecord(transaction, selfLogTable)
  await rewindSaved(home, identity, transaction, entries)
  const now = home.clock.now()
  for (const { key, value } of await scanRecords(transaction, registerTable, all)) {
    // Who was verified is worth what the device is that says so: each says it for itself.
    const isAnothers = key[0] === areas.contact && !equal(value.device, me.device)
    if (!isAnothers) putRecord(transaction, unpostedTable, [key], now)
  }
  for (const { key, value } of await scanRecords(transaction, epochKeyTable, all)) {
    const place = placeOfKey(key)
    const roster = await epochRoster(transaction, place)
    if (roster !== undefined && value.some(({ origin }) => origin.from === "derived"))
      oweKeyRecord(transaction, place, roster.ttlSeconds, now)
  }
}

/** A header that was judged when it came first. */
export async function isKnownHeader(
  { transaction }: Receiving,
  generation: number,
  body: Uint8Array | undefined,
): Promise<boolean> {
  const known = await readRecord(transaction, generationTable, generationKey(generation))
  return known !== undefined && body !== undefined && equal(known.entry, body)
}
