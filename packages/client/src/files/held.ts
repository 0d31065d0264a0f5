import { type Bytes, fail, fromBase64Url, type Result, succeed, toHex, uint } from "@colombe/base"
import { blobIdBytes } from "@colombe/seal"
import { type Home, transact } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { fileTable, pieceTable } from "../records/file-records.ts"
import { deleteRecord, readRecord } from "../records/table.ts"

/** How the sealed bytes of a file are called on this device. */
export const localName = (blob: Bytes): string => toHex(blob)
export const pieceKey = (blob: Bytes, index: number): readonly Bytes[] => [blob, uint(index, 4)]

export function blobOf(file: string): Result<Bytes> {
  const blob = fromBase64Url(file)
  return blob?.length === blobIdBytes ? succeed(blob) : fail("file-unknown")
}

/** What is sent, or never will be, needs no place here. */
export async function forgetFiles(home: Home, blobs: readonly Bytes[]): Promise<Result<void>> {
  const done = await transact(home, async transaction => {
    for (const blob of blobs) await dropFile(transaction, blob)
    return succeed()
  })
  for (const blob of blobs) await home.files.local.remove(localName(blob))
  return done
}

/** The records alone: the bytes go with the next `sweepFiles`, if not before. Whether it was sealed here. */
export async function dropFile(transaction: Transaction, blob: Bytes): Promise<boolean> {
  const record = await readRecord(transaction, fileTable, blob)
  if (record === undefined) return false
  deleteRecord(transaction, fileTable, blob)
  for (let index = 0; index < record.sealed; index++)
    deleteRecord(transaction, pieceTable, ...pieceKey(blob, index))
  return true
}
