/** A file as the database needs it: everything synchronous, positions and sizes in bytes. What fails throws. */
export interface SyncFile {
  /** Fills as much of `into` as the file has from `at` on; how many bytes that was. */
  read(into: Uint8Array, at: number): number
  write(from: Uint8Array, at: number): void
  truncate(size: number): void
  /** On the disk once it returns. */
  flush(): void
  size(): number
  close(): void
}

/** The files of one home: the database and what it needs beside it. */
export interface SyncFolder {
  /** Undefined where there is none and it may not be made. */
  open(name: string, create: boolean): SyncFile | undefined
  has(name: string): boolean
  remove(name: string): void
  /** Closes what is still open, and lets another owner have the folder. */
  release(): void
}

/** No room left for what was to be written. */
export class NoRoom extends Error {
  override readonly name = "NoRoom"
}
