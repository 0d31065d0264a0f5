import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, rmSync, statSync } from "node:fs"
import { open } from "node:fs/promises"
import { join } from "node:path"
import { StorageFailure } from "@colombe/base"
import type { LocalBlobs } from "@colombe/client"

/** Sealed files in a folder of their own: their keys are in the encrypted store, and nowhere here. */
export function folderBlobs(folder: string): LocalBlobs {
  const pathOf = (name: string): string => join(folder, name)
  return {
    names: async () => failing(async () => readdirSync(folder), []),
    length: async name => statSync(pathOf(name), { throwIfNoEntry: false })?.size ?? 0,
    append: (name, offset, bytes) =>
      failing(async () => {
        if (offset === 0) makeFile(folder, pathOf(name))
        const file = await open(pathOf(name), "r+")
        try {
          await file.truncate(offset)
          await file.write(bytes, 0, bytes.length, offset)
          await file.sync()
        } finally {
          await file.close()
        }
      }),
    read: (name, from, to) =>
      failing(async () => {
        const file = await open(pathOf(name), "r")
        try {
          const bytes = new Uint8Array(Math.max(0, to - from))
          const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
          return bytes.slice(0, bytesRead)
        } finally {
          await file.close()
        }
      }, new Uint8Array()),
    remove: async name => rmSync(pathOf(name), { force: true }),
  }
}

function makeFile(folder: string, path: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  closeSync(openSync(path, "a", 0o600))
  const handle = openSync(folder, "r")
  fsyncSync(handle)
  closeSync(handle)
}

/** What the disk says, as the store says it; `missing` where there is no such file. */
async function failing<Value>(work: () => Promise<Value>, missing?: Value): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    const name = error instanceof Error && "code" in error ? String(error.code) : ""
    if (name === "ENOENT" && missing !== undefined) return missing
    if (/^(ENOSPC|EDQUOT)$/.test(name)) throw new StorageFailure("storage-full", error)
    if (/^E[A-Z]+$/.test(name)) throw new StorageFailure("storage-failed", error)
    throw error
  }
}
