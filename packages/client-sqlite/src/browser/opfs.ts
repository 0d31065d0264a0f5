/** The synchronous side of the origin's private file system (WHATWG File System, §2.7): dedicated workers only. */
export interface AccessHandle {
  read(into: Uint8Array, options: { readonly at: number }): number
  write(from: Uint8Array, options: { readonly at: number }): number
  truncate(size: number): void
  flush(): void
  getSize(): number
  close(): void
}

/** Exclusive: rejects with `NoModificationAllowedError` while anybody has one for the same file. */
type SyncCapable<Handle> = Handle & { createSyncAccessHandle?(): Promise<AccessHandle> }

/** Thrown where the platform has no such files: not a secure origin, not a dedicated worker, storage blocked. */
export class NoFiles extends Error {
  override readonly name = "NoFiles"
}

/** Handles for so many files of a folder, made where they are missing; all of them or none. */
export async function openHandles(
  folder: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, AccessHandle>> {
  const directory = await openDirectory(folder)
  const handles = new Map<string, AccessHandle>()
  try {
    for (const name of names) {
      const file = await directory.getFileHandle(name, { create: true })
      const handle = await (file as SyncCapable<typeof file>).createSyncAccessHandle?.()
      if (!handle) throw new NoFiles("files can be opened in a dedicated worker alone")
      handles.set(name, handle)
    }
    return handles
  } catch (error) {
    for (const handle of handles.values()) handle.close()
    throw error
  }
}

export async function openDirectory(folder: string): Promise<FileSystemDirectoryHandle> {
  const storage: StorageManager | undefined = globalThis.navigator?.storage
  if (!storage?.getDirectory) throw new NoFiles("the platform has no private files")
  const top = await storage.getDirectory().catch(error => {
    throw new NoFiles("the private files are blocked", { cause: error })
  })
  return top.getDirectoryHandle(folder, { create: true })
}
