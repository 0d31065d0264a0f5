import { closeSync, fstatSync, mkdirSync, openSync, rmSync, statSync } from "node:fs"
import { open } from "node:fs/promises"
import { join } from "node:path"
import { type Bytes, toHex } from "@colombe/base"
import type { BlobId } from "@colombe/store"
import { syncFolder } from "../database.ts"
import { asStorageFailure, nameOf } from "../failure.ts"

/** The bytes of blobs, a file each, in 256 folders. */
export interface BlobFiles {
  length(blob: BlobId): number
  /** At `offset`, the file's end; on disk when it resolves. */
  append(blob: BlobId, offset: number, bytes: Bytes): Promise<void>
  read(blob: BlobId, from: number, to: number): Promise<Bytes>
  remove(blob: BlobId): void
}

/** In a data folder, and in a backup. */
export const blobFolder = "blobs"
const mode = 0o600

export function blobFiles(data: string): BlobFiles {
  const folderOf = (name: string): string => join(data, blobFolder, name.slice(0, 2))
  const pathOf = (blob: BlobId): string => join(folderOf(toHex(blob)), toHex(blob))
  return {
    length: blob => statSync(pathOf(blob), { throwIfNoEntry: false })?.size ?? 0,
    append: (blob, offset, bytes) =>
      failing(async () => {
        if (offset === 0) makeFile(folderOf(toHex(blob)), pathOf(blob))
        const file = await open(pathOf(blob), "r+")
        try {
          await file.write(bytes, 0, bytes.length, offset)
          await file.sync()
        } catch (error) {
          // What is not known to be on disk does not count.
          await file.truncate(offset)
          throw error
        } finally {
          await file.close()
        }
      }),
    read: (blob, from, to) =>
      failing(async () => {
        const file = await open(pathOf(blob), "r")
        try {
          const bytes = new Uint8Array(Math.max(0, to - from))
          const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
          return bytes.slice(0, bytesRead)
        } finally {
          await file.close()
        }
      }),
    remove: blob => rmSync(pathOf(blob), { force: true }),
  }
}

function makeFile(folder: string, path: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const handle = openSync(path, "a", mode)
  const isNew = fstatSync(handle).size === 0
  closeSync(handle)
  if (isNew) syncFolder(folder)
}

async function failing<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    throw asStorageFailure(error)
  }
}

export function isMissing(error: unknown): boolean {
  return nameOf(error) === "ENOENT"
}
