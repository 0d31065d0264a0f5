import {
  constant,
  type Decoded,
  enumeration,
  fixed,
  fromUtf8,
  opaque,
  optional,
  struct,
  uint8,
  uint64,
  vector,
} from "@colombe/base"
import { accountId, deviceId, handleStatement, link } from "@colombe/rules"
import { searchablePerson } from "../search/searchable.ts"
import type { Table } from "./table.ts"
import { flag, text } from "./text.ts"

/** Who this home belongs to, and the server that it was registered with. */
const meRecord = struct({
  version: constant(uint8, 1),
  account: accountId,
  device: deviceId,
  handle: text,
  /** As the server named itself at registration; another name later ends the session. */
  host: text,
  server: text,
  displayName: text,
  /** Changes when the server's data was restored from a backup. */
  storeId: opaque,
})
export type MeRecord = Decoded<typeof meRecord>
export const meTable: Table<MeRecord> = { number: 1, codec: meRecord }

/** An Ed25519 seed, where no platform keeps the key. */
export const deviceKeyTable: Table<Uint8Array> = { number: 2, codec: fixed(32) }

/** How far this device has read of what the server keeps for its account. */
const cursorRecord = struct({ accountSeq: uint64, mailSeq: uint64 })
export type CursorRecord = Decoded<typeof cursorRecord>
export const cursorTable: Table<CursorRecord> = { number: 3, codec: cursorRecord }

/** `links` and `other` are whole paths, genesis first; `other` is the second branch of a proven fork. */
const contactRecord = struct({
  links: vector(link),
  other: optional(struct({ links: vector(link) })),
  /** The newest statement whose signature held on the chain. */
  handle: optional(struct({ statement: handleStatement, signature: opaque })),
  displayName: text,
  trust: enumeration(1, { met: 0, typed: 1, link: 2, verified: 3 }),
  /** A handle led to another account before: never followed silently. */
  changed: flag,
})
export type ContactRecord = Decoded<typeof contactRecord>
export const contactTable: Table<ContactRecord> = {
  number: 10,
  codec: contactRecord,
  searchable: ({ displayName, handle }) =>
    searchablePerson([displayName, fromUtf8(handle?.statement.handle ?? new Uint8Array()) ?? ""]),
}

/** By SHA-256 of `name@host`: the account to which that handle led first. */
export const handleTable: Table<Uint8Array> = { number: 11, codec: accountId }

/** By KeyPackageRef: an own key package at the server, or one just used. */
const keyPackageRecord = struct({
  keyPackage: opaque,
  secrets: opaque,
  lastResort: flag,
  madeAtMs: uint64,
})
export type KeyPackageRecord = Decoded<typeof keyPackageRecord>
export const keyPackageTable: Table<KeyPackageRecord> = { number: 12, codec: keyPackageRecord }

/** The root of the words that this device made and that nobody has said to have seen yet. */
export const unseenWordsTable: Table<Uint8Array> = { number: 14, codec: fixed(32) }
