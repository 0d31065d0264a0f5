import { constant, type Decoded, fixed, optional, struct, uint8, uint32, uint64, vector } from "@colombe/base"
import { digest } from "@colombe/rules"
import type { Table } from "./table.ts"
import { flag, text } from "./text.ts"

/** Pixels. */
const box = struct({ width: uint32, height: uint32 })

/** A file as a message names it (spec F5). */
export const namedFile = struct({
  blob: fixed(32),
  size: uint64,
  key: fixed(32),
  hash: digest,
  name: text,
  mediaType: text,
  box: optional(box),
})
export const namedFiles = vector(namedFile)
export type NamedFile = Decoded<typeof namedFile>

/** A file of one's own on its way: sealed here first, then uploaded from what is sealed. */
const fileRecord = struct({
  version: constant(uint8, 1),
  key: fixed(32),
  /** Salt and commitment: with the key they give the keys of the chunks again. */
  header: fixed(56),
  name: text,
  mediaType: text,
  size: uint64,
  box: optional(box),
  /** Pieces that are sealed. */
  sealed: uint32,
  startedAtMs: uint64,
  /** The server has all of it. */
  uploaded: flag,
})
export type FileRecord = Decoded<typeof fileRecord>
/** By blob. */
export const fileTable: Table<FileRecord> = { number: 120, codec: fileRecord }

/** Sealed bytes of a message's file that stay on this device, so that it is there at once and without a network. */
const keptFile = struct({
  version: constant(uint8, 1),
  conversation: fixed(32),
  /** Bytes from the beginning, whole pieces. */
  stored: uint64,
  usedAtMs: uint64,
})
export type KeptFile = Decoded<typeof keptFile>
/** By blob. */
export const keptTable: Table<KeptFile> = { number: 122, codec: keptFile }

/** By blob and number: SHA-256 of a sealed piece. */
export const pieceTable: Table<Uint8Array> = { number: 121, codec: digest }
