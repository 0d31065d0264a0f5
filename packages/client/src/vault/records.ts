import {
  type Bytes,
  constant,
  type Decoded,
  enumeration,
  opaque,
  optional,
  struct,
  uint,
  uint8,
  uint64,
} from "@colombe/base"
import { digest, position } from "@colombe/rules"
import { vaultSecret } from "@colombe/seal"
import type { Table } from "../records/table.ts"
import { flag } from "../records/text.ts"

/**
 * A header of the self log, as this device judges it. `checked`: everything holds. `closed`: what is public holds, and
 * the seals are for others or not opened yet. `void`: it fails, for ever.
 */
const generationRecord = struct({
  entry: opaque,
  name: digest,
  position,
  atMs: uint64,
  standing: enumeration(1, { checked: 0, closed: 1, void: 2 }),
  /** Without history key where this device's scope is not all. */
  secret: optional(vaultSecret),
})
export type GenerationRecord = Decoded<typeof generationRecord>
/** By generation. */
export const generationTable: Table<GenerationRecord> = { number: 100, codec: generationRecord }

export const generationKey = (generation: number): Bytes => uint(generation, 8)

/** How far the self log is verified here. `newest`: the highest generation in it, void ones counted. */
const selfLogRecord = struct({
  version: constant(uint8, 1),
  head: struct({ seq: uint64, hash: digest, atMs: uint64 }),
  newest: uint64,
  /** Before the first entry that was passed over because its generation was not open here yet. */
  unread: optional(struct({ seq: uint64, hash: digest, atMs: uint64 })),
  broken: flag,
})
export type SelfLogRecord = Decoded<typeof selfLogRecord>
export const selfLogTable: Table<SelfLogRecord> = { number: 101, codec: selfLogRecord }

/** What another device of the account handed to this one when it came in. */
export const vaultGrantCodec = struct({ generation: uint64, vault: digest, secret: vaultSecret })
export const grantTable: Table<Decoded<typeof vaultGrantCodec>> = { number: 102, codec: vaultGrantCodec }
