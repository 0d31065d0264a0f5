import { type Decoded, opaque, struct, uint64 } from "@colombe/base"
import type { Table } from "../records/table.ts"

/** By conversation and account: how far somebody else has read. */
export const readByTable: Table<number> = { number: 33, codec: uint64 }
/** By conversation: up to where the others are yet to be told that this person has read. */
export const untoldReadTable: Table<number> = { number: 34, codec: uint64 }

/** The newest position of others that was looked at, in the numbers of one server's store. */
const readCursor = struct({ storeId: opaque, number: uint64 })
export const readCursorTable: Table<Decoded<typeof readCursor>> = { number: 106, codec: readCursor }
