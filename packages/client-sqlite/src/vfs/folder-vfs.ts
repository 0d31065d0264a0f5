import * as sqlite from "@journeyapps/wa-sqlite/src/VFS.js"
import { NoRoom, type SyncFile, type SyncFolder } from "./folder.ts"

/** What this file uses of the WebAssembly module. */
export interface Memory {
  /** The whole memory; a new one each time it has grown. */
  readonly HEAPU8: Uint8Array
  UTF8ToString(pointer: number): string
}

const sectorBytes = 4096

/**
 * SQLite's view of a folder of synchronous files. It grants every lock, since the folder has one owner and the database
 * one connection.
 */
export class FolderVfs extends sqlite.Base {
  override readonly mxPathname = 256
  readonly #memory: Memory
  readonly #folder: SyncFolder
  readonly #open = new Map<number, SyncFile>()

  constructor(name: string, memory: Memory, folder: SyncFolder) {
    super(name, memory)
    this.#memory = memory
    this.#folder = folder
  }

  override xOpen(_vfs: number, name: number, file: number, flags: number, outFlags: number): number {
    return this.#try(sqlite.SQLITE_CANTOPEN, () => {
      const opened = this.#folder.open(this.#text(name), (flags & sqlite.SQLITE_OPEN_CREATE) !== 0)
      if (!opened) return sqlite.SQLITE_CANTOPEN
      this.#open.set(file, opened)
      this.#view(outFlags).setInt32(0, flags, true)
      return sqlite.SQLITE_OK
    })
  }

  override xClose(file: number): number {
    this.#open.get(file)?.close()
    this.#open.delete(file)
    return sqlite.SQLITE_OK
  }

  override xRead(file: number, data: number, length: number, low: number, high: number): number {
    return this.#with(file, sqlite.SQLITE_IOERR_READ, opened => {
      const into = this.#bytes(data, length)
      const read = opened.read(into, position(low, high))
      if (read === length) return sqlite.SQLITE_OK
      into.fill(0, read)
      return sqlite.SQLITE_IOERR_SHORT_READ
    })
  }

  override xWrite(file: number, data: number, length: number, low: number, high: number): number {
    return this.#with(file, sqlite.SQLITE_IOERR_WRITE, opened =>
      opened.write(this.#bytes(data, length), position(low, high)),
    )
  }

  override xTruncate(file: number, low: number, high: number): number {
    return this.#with(file, sqlite.SQLITE_IOERR_TRUNCATE, opened => opened.truncate(position(low, high)))
  }

  override xSync(file: number): number {
    return this.#with(file, sqlite.SQLITE_IOERR_FSYNC, opened => opened.flush())
  }

  override xFileSize(file: number, out: number): number {
    return this.#with(file, sqlite.SQLITE_IOERR_FSTAT, opened =>
      this.#view(out).setBigInt64(0, BigInt(opened.size()), true),
    )
  }

  override xAccess(_vfs: number, name: number, _flags: number, out: number): number {
    return this.#try(sqlite.SQLITE_IOERR_ACCESS, () =>
      this.#view(out).setInt32(0, this.#folder.has(this.#text(name)) ? 1 : 0, true),
    )
  }

  override xDelete(_vfs: number, name: number): number {
    return this.#try(sqlite.SQLITE_IOERR_DELETE, () => this.#folder.remove(this.#text(name)))
  }

  override xFullPathname(_vfs: number, name: number, length: number, out: number): number {
    const text = new TextEncoder().encode(this.#text(name))
    if (text.length >= length) return sqlite.SQLITE_CANTOPEN
    this.#bytes(out, length).set([...text, 0])
    return sqlite.SQLITE_OK
  }

  override xCheckReservedLock(_file: number, out: number): number {
    this.#view(out).setInt32(0, 0, true)
    return sqlite.SQLITE_OK
  }

  /** Seeds the database's own generator, which names temporary files and salts its log. */
  xRandomness(_vfs: number, length: number, out: number): number {
    this.#bytes(out, length).set(globalThis.crypto.getRandomValues(new Uint8Array(length)))
    return length
  }

  override xSectorSize(): number {
    return sectorBytes
  }

  override xDeviceCharacteristics(): number {
    return sqlite.SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN
  }

  #with(file: number, failure: number, act: (file: SyncFile) => unknown): number {
    const opened = this.#open.get(file)
    return opened ? this.#try(failure, () => act(opened)) : sqlite.SQLITE_MISUSE
  }

  /** Success unless `act` gives a code. What a file throws becomes the code that SQLite expects for the operation, and a full disk its own. */
  #try(failure: number, act: () => unknown): number {
    try {
      const code = act()
      return typeof code === "number" ? code : sqlite.SQLITE_OK
    } catch (error) {
      return error instanceof NoRoom ? sqlite.SQLITE_FULL : failure
    }
  }

  #text(pointer: number): string {
    return this.#memory.UTF8ToString(pointer)
  }

  #bytes(start: number, length: number): Uint8Array {
    return this.#memory.HEAPU8.subarray(start, start + length)
  }

  #view(start: number): DataView {
    const { buffer, byteOffset } = this.#memory.HEAPU8
    return new DataView(buffer, byteOffset + start)
  }
}

/** The module hands 64-bit numbers over as two signed halves. */
const position = (low: number, high: number): number => high * 2 ** 32 + (low >>> 0)
