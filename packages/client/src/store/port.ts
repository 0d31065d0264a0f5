import type { Bytes } from "@colombe/base"

/** A key has 1 to so many bytes. */
export const recordKeyBytesMax = 512
/** A value has 0 to so many bytes. */
export const recordValueBytesMax = 4 * 1024 * 1024

export interface StoredRecord {
  readonly key: Bytes
  readonly value: Bytes
}

export type RecordChange = { readonly put: Bytes; readonly value: Bytes } | { readonly delete: Bytes }

export interface ScanRange {
  /** Included. */
  readonly from: Bytes
  /** Not included. */
  readonly to: Bytes
  readonly limit: number
  /** The last ones first. */
  readonly reverse?: boolean
}

/**
 * What a device keeps: records in the order of their keys as unsigned bytes, encrypted where the adapter writes them.
 * Calls take effect in the order in which they are made. Any call may reject with a `StorageFailure`; it has then
 * changed nothing.
 */
export interface LocalStore {
  get(key: Bytes): Promise<Bytes | undefined>
  scan(range: ScanRange): Promise<readonly StoredRecord[]>
  /** All or nothing, and durable when it resolves. Of two changes of one key the later one holds. */
  write(changes: readonly RecordChange[]): Promise<void>
  /** Waits for what is under way; nothing works afterwards. Closing twice is closing once. */
  close(): Promise<void>
}

/**
 * Why a store did not open: another process or tab has it (`home-busy`); written by a newer version (`home-newer`); not
 * writable (`home-read-only`); the key does not fit, or the file's beginning is destroyed, which looks the same
 * (`storage-locked`); not a store, or a damaged one; no room for a new one; the platform gives none (`storage-blocked`).
 */
export type OpenStoreCode =
  | "home-busy"
  | "home-newer"
  | "home-read-only"
  | "storage-locked"
  | "storage-damaged"
  | "storage-full"
  | "storage-blocked"
