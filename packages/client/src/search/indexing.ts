import {
  type Bytes,
  type Decoded,
  keyAfter,
  opaque,
  StorageFailure,
  struct,
  succeed,
  uint8,
} from "@colombe/base"
import { type Home, transact } from "../home/home.ts"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { contactTable } from "../records/account-records.ts"
import { entryTable } from "../records/conversation-records.ts"
import { putRecord, readRecord, scanRecords, type Table } from "../records/table.ts"

/** Changes whenever the same text would give other words, or a store gave up those it had: everything is then read again. */
const indexVersion = 2
/** Records of one step: others get their turn between two. */
const stepRecords = 256

/** How far records that were there before are indexed: `step` counts the tables done, `next` is a key in the one after. */
const indexingRecord = struct({ version: uint8, step: uint8, next: opaque })
type IndexingRecord = Decoded<typeof indexingRecord>
export const indexingTable: Table<IndexingRecord> = { number: 70, codec: indexingRecord }

const start: IndexingRecord = { version: indexVersion, step: 0, next: new Uint8Array() }
/** Puts again what is stored, which gives the index its words. */
const steps = [
  (transaction: Transaction, next: Bytes) => putAgain(transaction, contactTable, next),
  (transaction: Transaction, next: Bytes) => putAgain(transaction, entryTable, next),
]

export async function isIndexed(reader: RecordReader): Promise<boolean> {
  return (await progressOf(reader)).step >= steps.length
}

async function progressOf(reader: RecordReader): Promise<IndexingRecord> {
  const kept = await readRecord(reader, indexingTable)
  return kept?.version === indexVersion ? kept : start
}

/**
 * Indexes what an older version stored, step by step beside everything else. Each step is durable with its place, so that
 * the next start goes on where this one ends.
 */
export function startIndexing(home: Home): {
  /** Resolves when everything is indexed, or nothing more can be now. */
  readonly done: Promise<void>
  stop(): Promise<void>
} {
  let isStopped = false
  const work = async (): Promise<void> => {
    try {
      while (!isStopped && !(await home.serial(() => indexStep(home))));
    } catch (error) {
      // A full disk, say: the next start tries again.
      if (!(error instanceof StorageFailure)) throw error
    }
  }
  const done = work()
  return {
    done,
    stop: () => {
      isStopped = true
      return done
    },
  }
}

/** True once nothing is left. In turn with whatever changes records, so that nothing newer is overwritten. */
async function indexStep(home: Home): Promise<boolean> {
  const progress = await progressOf(home.store)
  const step = steps[progress.step]
  if (step === undefined) return true
  await transact(home, async transaction => {
    const next = await step(transaction, progress.next)
    const then =
      next === undefined
        ? { ...start, step: progress.step + 1 }
        : { ...progress, version: indexVersion, next }
    putRecord(transaction, indexingTable, [], then)
    return succeed()
  })
  return false
}

/** The key where the next step begins; undefined after the last record. */
async function putAgain<Value>(
  transaction: Transaction,
  table: Table<Value>,
  from: Bytes,
): Promise<Bytes | undefined> {
  const rows = await scanRecords(transaction, table, { from, limit: stepRecords })
  for (const { key, value } of rows) {
    const parts = [key.slice(0, idBytes), key.slice(idBytes)].filter(part => part.length > 0)
    putRecord(transaction, table, parts, value)
  }
  const last = rows.at(-1)?.key
  return last === undefined || rows.length < stepRecords ? undefined : keyAfter(last)
}

/** Of an account or a conversation, with which the keys of both tables begin. */
const idBytes = 32
