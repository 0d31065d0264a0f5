import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from "node:fs"
import { join } from "node:path"
import { NoRoom, type SyncFile, type SyncFolder } from "../vfs/folder.ts"

/** Files of a folder on disk, readable by their owner alone. `unlock` runs when the folder is released. */
export function fileFolder(folder: string, unlock: () => void): SyncFolder {
  const handles = new Set<number>()
  return {
    release() {
      for (const handle of handles) closeSync(handle)
      handles.clear()
      unlock()
    },
    has: name => existsSync(join(folder, name)),
    open(name, create) {
      const path = join(folder, name)
      const isNew = !existsSync(path)
      if (isNew && !create) return undefined
      const file = openSync(path, isNew ? "wx+" : "r+", 0o600)
      handles.add(file)
      if (isNew) syncFolder(folder)
      return openFile(file, () => handles.delete(file))
    },
    remove(name) {
      rmSync(join(folder, name), { force: true })
      syncFolder(folder)
    },
  }
}

/** Nobody else writes to it, so that its size is known: the database asks for it at every read. */
function openFile(file: number, forget: () => void): SyncFile {
  let { size } = fstatSync(file)
  return {
    read: (into, at) => readAll(file, into, at),
    write(from, at) {
      for (let done = 0; done < from.length; ) {
        done += noRoom(() => writeSync(file, from, done, from.length - done, at + done))
        size = Math.max(size, at + done)
      }
    },
    truncate(to) {
      noRoom(() => ftruncateSync(file, to))
      size = to
    },
    flush: () => noRoom(() => fsyncSync(file)),
    size: () => size,
    close() {
      forget()
      closeSync(file)
    },
  }
}

function readAll(file: number, into: Uint8Array, at: number): number {
  let done = 0
  while (done < into.length) {
    const read = readSync(file, into, done, into.length - done, at + done)
    if (read === 0) break
    done += read
  }
  return done
}

function noRoom<Value>(act: () => Value): Value {
  try {
    return act()
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined
    if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG") throw new NoRoom(code, { cause: error })
    throw error
  }
}

/** A file that was made or removed stays so after a crash only once its folder is on disk too. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, "r")
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
