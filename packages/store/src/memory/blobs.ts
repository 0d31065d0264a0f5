import { type Bytes, concat, equal, fail, keyOf, type Result, succeed } from "@colombe/base"
import type { BlobId, NewBlob, StoredBlob } from "../blobs.ts"
import type { MemoryBlob, MemoryDisk } from "./disk.ts"

const known = ({ bytes, references: _, ...blob }: MemoryBlob): StoredBlob => ({
  ...blob,
  length: bytes.length,
})

export function openBlob(
  disk: MemoryDisk,
  blob: NewBlob,
  quota: number,
): Result<StoredBlob, "blob-exists" | "quota-reached"> {
  const found = disk.blobs.get(keyOf(blob.blob))
  if (found)
    return equal(found.account, blob.account) && found.size === blob.size
      ? succeed(known(found))
      : fail("blob-exists")
  const own = [...disk.blobs.values()].filter(({ account }) => equal(account, blob.account))
  if (own.reduce((sum, { size }) => sum + size, blob.size) > quota) return fail("quota-reached")
  const made = { ...blob, bytes: new Uint8Array(), references: 0 }
  disk.blobs.set(keyOf(blob.blob), made)
  return succeed(known(made))
}

export function getBlob(disk: MemoryDisk, blob: BlobId): StoredBlob | undefined {
  const found = disk.blobs.get(keyOf(blob))
  return found && known(found)
}

export function appendBlob(
  disk: MemoryDisk,
  blob: BlobId,
  offset: number,
  bytes: Bytes,
): Result<StoredBlob, "blob-unknown" | "blob-offset"> {
  const found = disk.blobs.get(keyOf(blob))
  if (!found) return fail("blob-unknown")
  if (found.bytes.length !== offset || offset + bytes.length > found.size)
    return fail("blob-offset", "after-refresh")
  found.bytes = concat(found.bytes, bytes)
  return succeed(known(found))
}

export function readBlob(disk: MemoryDisk, blob: BlobId, from: number, to: number): Bytes | undefined {
  return disk.blobs.get(keyOf(blob))?.bytes.slice(from, to)
}

export function sweepBlobs(disk: MemoryDisk, before: number, limit: number): number {
  const old = [...disk.blobs]
    .filter(([, { references, at }]) => references === 0 && at < before)
    .slice(0, limit)
  for (const [key] of old) disk.blobs.delete(key)
  return old.length
}

/** Whether everything that an entry refers to is there in full. */
export function hasWholeBlobs(disk: MemoryDisk, blobs: readonly BlobId[]): boolean {
  return blobs.every(blob => {
    const found = disk.blobs.get(keyOf(blob))
    return found !== undefined && found.bytes.length === found.size
  })
}

export function referTo(disk: MemoryDisk, blobs: readonly BlobId[]): void {
  for (const blob of blobs) {
    const found = disk.blobs.get(keyOf(blob))
    if (found) found.references += 1
  }
}

/** The entry that referred to them has no body any more. */
export function letGo(disk: MemoryDisk, blobs: readonly BlobId[]): void {
  for (const blob of blobs) {
    const found = disk.blobs.get(keyOf(blob))
    if (found) found.references -= 1
  }
}
