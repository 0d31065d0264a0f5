import type { Database } from "bun:sqlite"
import { fail, keyOf, type Result, succeed } from "@colombe/base"
import type { BlobId, BlobStore, NewBlob, StoredBlob } from "@colombe/store"
import { blobReads } from "../tables/blobs.ts"
import type { Writer } from "../writer/writer.ts"
import { type BlobFiles, isMissing } from "./files.ts"

/** What is known of blobs stands in tables, their bytes in files. One blob grows at one place at a time. */
export function blobStore(reader: Database, writer: Writer, files: BlobFiles): BlobStore {
  const { blob: find } = blobReads(reader)
  const growing = new Map<string, Promise<unknown>>()
  const withLength = (blob: NewBlob): StoredBlob => ({ ...blob, length: files.length(blob.blob) })

  const grow = async (
    blob: BlobId,
    offset: number,
    bytes: Uint8Array,
  ): Promise<Result<StoredBlob, "blob-unknown" | "blob-offset">> => {
    const found = find(blob)
    if (!found) return fail("blob-unknown")
    if (files.length(blob) !== offset || offset + bytes.length > found.size)
      return fail("blob-offset", "after-refresh")
    await files.append(blob, offset, bytes)
    return succeed(withLength(found))
  }
  return {
    async open(blob, quota) {
      const opened = await writer.call("openBlob", blob, quota)
      return opened.ok ? succeed(withLength(opened.value)) : opened
    },
    async get(blob) {
      const found = find(blob)
      return found && withLength(found)
    },
    async append(blob, offset, bytes) {
      const key = keyOf(blob)
      const before = growing.get(key) ?? Promise.resolve()
      const own = before.then(() => grow(blob, offset, bytes))
      const settled = own.catch(() => {})
      growing.set(key, settled)
      try {
        return await own
      } finally {
        if (growing.get(key) === settled) growing.delete(key)
      }
    },
    async read(blob, from, to) {
      if (!find(blob)) return undefined
      try {
        return await files.read(blob, from, to)
      } catch (error) {
        if (isMissing(error)) return new Uint8Array()
        throw error
      }
    },
    async sweep(before, limit) {
      const removed = await writer.call("sweepBlobs", before, limit)
      for (const blob of removed) files.remove(blob)
      return removed.length
    },
  }
}
