import type { Bytes } from "@colombe/base"
import type { ChunkKeys } from "@colombe/seal"
import type { BlobPlace } from "./ports.ts"

/** Files that are being read, by blob in hexadecimal: gone with the process. */
export type Reading = Map<string, OpenFile>

/** From where and by which right a file is fetched, by blob in hexadecimal. */
export type Tickets = Map<string, BlobPlace>

export interface OpenFile {
  readonly keys: ChunkKeys
  /** Of the pieces that were seen; the hash is compared once all are there. */
  readonly digests: (Bytes | undefined)[]
}

/** Uploads beside everything else, one at a time: a large file hinders no message of another conversation. */
export interface Uploader {
  /** A send waits for its files. */
  want(): void
  /** There is a connection again: what waited for a moment waits no more. */
  connected(): void
  /** An upload failed and waits for a moment, or for the connection. */
  readonly rests: boolean
  stop(): void
}
