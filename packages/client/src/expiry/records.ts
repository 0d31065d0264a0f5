import { type Bytes, type Decoded, type Milliseconds, struct, uint, uint32, uint64 } from "@colombe/base"
import type { Table } from "../records/table.ts"

const expiring = struct({ incarnation: uint32, epoch: uint64 })
/** By the moment at which it is over, conversation and seq: what disappears, the next one first. */
export const expiryTable: Table<Decoded<typeof expiring>> = { number: 65, codec: expiring }

/** The latest time that this device and its server agreed on: no clock that is set back keeps anything (spec Y143). */
export const latestTimeTable: Table<number> = { number: 66, codec: uint64 }

export const momentKey = (at: Milliseconds): Bytes => uint(at, 8)
