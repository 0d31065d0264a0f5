import type { Bytes } from "@colombe/base"

/** A key has 1 to so many bytes. */
export const recordKeyBytesMax = 512
/** A value has 0 to so many bytes. */
export const recordValueBytesMax = 4 * 1024 * 1024

export interface StoredRecord {
  readonly key: Bytes
  readonly value: Bytes
}

export type RecordChange =
  /** `searchable`: what finds the record from now on; where it is absent, that stays as it was. */
  | { readonly put: Bytes; readonly value: Bytes; readonly searchable?: Searchable | undefined }
  | { readonly delete: Bytes }

/** What finds a record. */
export interface Searchable {
  /** Higher is newer, such as milliseconds: whole, from 0 to below `searchOrderMax`. */
  readonly order: number
  /** What a search can be narrowed to. A word. */
  readonly scope: string
  /** In their order, each of lower-case ASCII letters, digits and anything beyond ASCII. None: nothing finds it. */
  readonly words: readonly string[]
}

export const foundByNothing: Searchable = { order: 0, scope: "none", words: [] }

/** Records of one order, and of those next to it where they are more, differ in their marks by less than this. */
export const marksPerOrder = 1024
export const searchOrderMax = 2 ** 43 - 1
/** UTF-16 units of a word. */
export const searchWordMax = 64

/** Words that stand next to each other, of which the last may only be begun. At least one. */
export interface SearchTerm {
  readonly words: readonly string[]
  readonly begun: boolean
}

export interface SearchRange {
  /** All have to be there. Without any, nothing is found. */
  readonly terms: readonly SearchTerm[]
  readonly scope?: string
  /** Marks: included. Records of an order have marks from `order * marksPerOrder` on. */
  readonly from: number
  /** Marks: not included. */
  readonly to: number
  readonly limit: number
}

export interface SearchHit {
  readonly key: Bytes
  /** Of this record alone, in the order of `Searchable.order`: where a search goes on. */
  readonly mark: number
}

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
  /** The highest marks first. What is found and what is stored change together. */
  search(range: SearchRange): Promise<readonly SearchHit[]>
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
