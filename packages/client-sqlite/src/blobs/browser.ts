import { type Bytes, StorageFailure } from "@colombe/base"
import type { LocalBlobs } from "@colombe/client"
import { openDirectory } from "../browser/opfs.ts"
import { serialQueue } from "./queue.ts"

/** The part of a file in the browser's private file system that is used here; a dedicated worker has it. */
interface SyncHandle {
  getSize(): number
  truncate(size: number): void
  read(buffer: Uint8Array, at: { at: number }): number
  write(buffer: Uint8Array, at: { at: number }): number
  flush(): void
  close(): void
}

/** Typed for windows alone, which do not have it. */
interface SyncFile {
  createSyncAccessHandle(): Promise<SyncHandle>
}

/** Sealed files in the origin's private file system: their keys are in the encrypted store. One owner at a time. */
export function browserBlobs(folderName: string): LocalBlobs {
  const folder = () => openDirectory(folderName)
  // A file has one handle at a time: a picture is looked at while it is uploaded.
  const inTurn = serialQueue()
  const within = <Value>(
    name: string,
    create: boolean,
    work: (file: SyncHandle) => Value,
    missing: Value,
  ): Promise<Value> =>
    inTurn(async () => {
      const handle = await attempt(async () => (await folder()).getFileHandle(name, { create }))
      return handle === undefined ? missing : withHandle(handle as unknown as SyncFile, work)
    })
  return {
    async names() {
      const names: string[] = []
      for await (const name of (await folder()).keys()) names.push(name)
      return names
    },
    length: name => within(name, false, file => file.getSize(), 0),
    append: (name, offset, bytes) =>
      within<void>(
        name,
        true,
        file => {
          file.truncate(offset)
          if (file.write(bytes, { at: offset }) !== bytes.length) throw new StorageFailure("storage-full")
          file.flush()
        },
        undefined,
      ),
    read: (name, from, to) =>
      within<Bytes>(
        name,
        false,
        file => {
          const bytes = new Uint8Array(Math.max(0, to - from))
          return bytes.slice(0, file.read(bytes, { at: from }))
        },
        new Uint8Array(),
      ),
    remove: name =>
      inTurn(async () => {
        await attempt(async () => (await folder()).removeEntry(name))
      }),
  }
}

async function withHandle<Value>(entry: SyncFile, work: (file: SyncHandle) => Value): Promise<Value> {
  let file: SyncHandle | undefined
  try {
    file = await entry.createSyncAccessHandle()
    return work(file)
  } catch (error) {
    const code = nameOf(error) === "QuotaExceededError" ? "storage-full" : "storage-failed"
    throw error instanceof StorageFailure ? error : new StorageFailure(code, error)
  } finally {
    file?.close()
  }
}

/** Undefined where there is no such file. */
async function attempt<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await work()
  } catch (error) {
    if (nameOf(error) === "NotFoundError") return undefined
    throw new StorageFailure("storage-failed", error)
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : ""
}
