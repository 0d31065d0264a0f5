import { NoRoom, type SyncFile, type SyncFolder } from "../vfs/folder.ts"
import type { AccessHandle } from "./opfs.ts"

/**
 * A folder of handles opened beforehand, since opening is asynchronous and the database is not. A file of no bytes is
 * one that is not there.
 */
export function opfsFolder(handles: ReadonlyMap<string, AccessHandle>): SyncFolder {
  return {
    has: name => (handles.get(name)?.getSize() ?? 0) > 0,
    open(name, create) {
      const handle = handles.get(name)
      return handle && (create || handle.getSize() > 0) ? openFile(handle) : undefined
    },
    remove(name) {
      handles.get(name)?.truncate(0)
      handles.get(name)?.flush()
    },
    release() {
      for (const handle of handles.values()) handle.close()
    },
  }
}

function openFile(handle: AccessHandle): SyncFile {
  return {
    read: (into, at) => handle.read(into, { at }),
    write(from, at) {
      const written = noRoom(() => handle.write(from, { at }))
      if (written < from.length) throw new NoRoom(`${written} of ${from.length} bytes written`)
    },
    truncate: size => noRoom(() => handle.truncate(size)),
    flush: () => noRoom(() => handle.flush()),
    size: () => handle.getSize(),
    // The handle stays with the folder until that is released.
    close: () => {},
  }
}

function noRoom<Value>(act: () => Value): Value {
  try {
    return act()
  } catch (error) {
    if (isQuotaError(error)) throw new NoRoom("the origin's quota", { cause: error })
    throw error
  }
}

export const isQuotaError = (error: unknown): boolean =>
  error instanceof DOMException && error.name === "QuotaExceededError"
