import { type Decoded, fixed, opaque, struct, uint16, uint64 } from "@colombe/base"
import { deviceId, digest } from "@colombe/rules"
import type { Table } from "./table.ts"

/** What a device of this account said in the self conversation: everything that a snapshot repeats of it (spec V22). */
export const saidToSelf = struct({
  seq: uint64,
  atMs: uint64,
  kind: uint16,
  epoch: uint64,
  /** SHA-256 of the entry as stored, and the log's hash there. */
  digest,
  hash: digest,
  device: deviceId,
  sendId: fixed(16),
  sentAtMs: uint64,
  content: opaque,
})
export type SaidToSelf = Decoded<typeof saidToSelf>
/** By place in the self log. */
export const saidToSelfTable: Table<SaidToSelf> = { number: 130, codec: saidToSelf }
