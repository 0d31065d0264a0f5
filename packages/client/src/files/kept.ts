import { type Bytes, type Milliseconds, StorageFailure, succeed } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { placeOfPiece, storedFileBytes } from "@colombe/seal"
import { type Home, transact } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { fileTable, type KeptFile, keptTable, type NamedFile } from "../records/file-records.ts"
import { deleteRecord, putRecord, readRecord, scanRecords, type TableRow } from "../records/table.ts"
import { localName } from "./held.ts"

/** Sealed bytes of files that were sent and opened, all together. */
const keptBytesUsual = 512 * 1024 * 1024
/** Of one file: what is larger is fetched again. */
const keptFileBytesMax = 48 * 1024 * 1024
const keptFilesMax = 4096
/** A use is noted when the one noted before is older. */
const noteUseAfter: Milliseconds = 600_000

/** One piece as it is stored, where this device has it: sealed by itself and perhaps still on its way, or kept. */
export async function localPiece(
  home: Home,
  { blob, size }: NamedFile,
  index: number,
): Promise<Bytes | undefined> {
  const { from, to } = placeOfPiece(size, index)
  const own = await readRecord(home.store, fileTable, blob)
  const kept = await readRecord(home.store, keptTable, blob)
  if ((own === undefined || own.sealed <= index) && (kept === undefined || kept.stored < to)) return undefined
  const bytes = await home.files.local.read(localName(blob), from, to)
  if (bytes.length !== to - from) return undefined
  if (kept !== undefined) await noteUse(home, blob, kept)
  return bytes
}

async function noteUse(home: Home, blob: Bytes, kept: KeptFile): Promise<void> {
  const now = home.clock.now()
  if (now - kept.usedAtMs < noteUseAfter) return
  await whereThereIsRoom(() =>
    transact(home, async transaction => {
      // It may have been let go meanwhile.
      const still = await readRecord(transaction, keptTable, blob)
      if (still !== undefined) putRecord(transaction, keptTable, [blob], { ...still, usedAtMs: now })
      return succeed()
    }),
  )
}

/** Spec F12: a piece that was fetched and opened stays, if all before it did. */
export function keepPiece(
  home: Home,
  conversation: ConversationId,
  { blob, size }: NamedFile,
  index: number,
  stored: Bytes,
): Promise<void> {
  if (!mayStay(home, size)) return Promise.resolve()
  return home.filesLane(() =>
    whereThereIsRoom(async () => {
      const { from, to } = placeOfPiece(size, index)
      const kept = await readRecord(home.store, keptTable, blob)
      if ((kept?.stored ?? 0) !== from || (await readRecord(home.store, fileTable, blob)) !== undefined)
        return
      await makeRoom(home, stored.length)
      await home.files.local.append(localName(blob), from, stored)
      const usedAtMs = home.clock.now()
      await transact(home, async transaction => {
        putRecord(transaction, keptTable, [blob], { version: 1, conversation, stored: to, usedAtMs })
        return succeed()
      })
    }),
  )
}

/** Spec F12: what was sent stays where it was sealed. Whether it does. */
export function keepSent(
  home: Home,
  transaction: Transaction,
  conversation: ConversationId,
  { blob, size }: NamedFile,
): boolean {
  if (!mayStay(home, size)) return false
  const stored = storedFileBytes(size)
  const usedAtMs = home.clock.now()
  putRecord(transaction, keptTable, [blob], { version: 1, conversation, stored, usedAtMs })
  return true
}

function mayStay({ files: { keptBytesMax = keptBytesUsual } }: Home, size: number): boolean {
  return storedFileBytes(size) <= Math.min(keptBytesMax, keptFileBytesMax)
}

/** Lets go of what was not looked at for longest, until so many more bytes fit. */
export async function makeRoom(home: Home, bytes = 0): Promise<void> {
  const all = await keptFiles(home)
  const oldest = [...all].sort((one, other) => one.value.usedAtMs - other.value.usedAtMs)
  let total = all.reduce((sum, { value }) => sum + value.stored, bytes)
  let count = all.length
  const { keptBytesMax = keptBytesUsual } = home.files
  for (const row of oldest) {
    if (total <= keptBytesMax && count < keptFilesMax) return
    await letGo(home, [row.key])
    total -= row.value.stored
    count -= 1
  }
}

export function keptFiles(home: Home): Promise<readonly TableRow<KeptFile>[]> {
  return scanRecords(home.store, keptTable, { limit: 2 * keptFilesMax })
}

/** The records first: bytes without one go with the next start, if not now. */
export async function letGo(home: Home, blobs: readonly Bytes[]): Promise<void> {
  await transact(home, async transaction => {
    for (const blob of blobs) deleteRecord(transaction, keptTable, blob)
    return succeed()
  })
  for (const blob of blobs) await home.files.local.remove(localName(blob))
}

/** Bytes that no record speaks of any more: those of a forwarded file may be kept. */
export async function removeUnkept(home: Home, blob: Bytes): Promise<void> {
  const kept = await readRecord(home.store, keptTable, blob)
  if (kept === undefined) await home.files.local.remove(localName(blob))
}

/** What is written for somebody comes before what is only kept: where the disk is full, that makes room. */
export async function makingRoom<Value>(home: Home, write: () => Promise<Value>): Promise<Value> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof StorageFailure) || error.code !== "storage-full") throw error
    const kept = await keptFiles(home)
    if (kept.length === 0) throw error
    // A record goes only where one can be written: the bytes go first, and what is not there is fetched again.
    for (const { key } of kept) await home.files.local.remove(localName(key))
    await letGo(
      home,
      kept.map(({ key }) => key),
    )
    return write()
  }
}

/** Nobody waits for what is only kept: where it does not fit, it is not. */
async function whereThereIsRoom(keep: () => Promise<unknown>): Promise<void> {
  try {
    await keep()
  } catch (error) {
    if (!(error instanceof StorageFailure)) throw error
  }
}
