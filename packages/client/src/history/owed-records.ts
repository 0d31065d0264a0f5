import { type Bytes, type Milliseconds, uint64 } from "@colombe/base"
import type { EpochPlace } from "../conversation/epoch-place.ts"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { epochKeyParts } from "../records/conversation-records.ts"
import { deleteRecord, putRecord, scanRecords, type Table } from "../records/table.ts"

/** By conversation, incarnation, epoch: when this device derived a key that the account's history does not have yet. */
const owedRecordTable: Table<number> = { number: 103, codec: uint64 }

/** Rows looked at to tell when the next batch is due. */
const owedRowsMax = 4096

export interface OwedRecord {
  readonly place: EpochPlace
  readonly since: Milliseconds
}

/** Spec K16: a key whose messages disappear never enters the history. */
export function oweKeyRecord(
  transaction: Transaction,
  { conversation, incarnation, epoch }: EpochPlace,
  ttlSeconds: number,
  now: Milliseconds,
): void {
  if (ttlSeconds === 0)
    putRecord(transaction, owedRecordTable, epochKeyParts(conversation, incarnation, epoch), now)
}

export function settleKeyRecord(
  transaction: Transaction,
  { conversation, incarnation, epoch }: EpochPlace,
): void {
  deleteRecord(transaction, owedRecordTable, ...epochKeyParts(conversation, incarnation, epoch))
}

export async function owedRecords(reader: RecordReader): Promise<readonly OwedRecord[]> {
  const rows = await scanRecords(reader, owedRecordTable, { limit: owedRowsMax })
  return rows.map(({ key, value }) => ({ place: placeOf(key), since: value }))
}

const number = (bytes: Bytes): number => bytes.reduce((value, byte) => value * 256 + byte, 0)

function placeOf(key: Bytes): EpochPlace {
  return {
    conversation: key.slice(0, 32),
    incarnation: number(key.slice(32, 36)),
    epoch: number(key.slice(36, 44)),
  }
}
