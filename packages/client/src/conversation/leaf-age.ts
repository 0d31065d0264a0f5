import { type Decoded, type Milliseconds, optional, struct, uint64 } from "@colombe/base"
import type { CommitEffects } from "@colombe/mls"
import type { ConversationId } from "@colombe/rules"
import { deleteRecord, putRecord, readRecord, type Table } from "../records/table.ts"
import type { Receiving } from "./receiving.ts"

const ageRecord = struct({ cameInAtMs: uint64, keyedAtMs: optional(uint64), epochAtMs: uint64 })
/** By conversation in which this device has secrets: since when. */
export const ageTable: Table<Decoded<typeof ageRecord>> = { number: 52, codec: ageRecord }

/** By conversation: this device came in by a key package and has made no keys of its own there yet. */
export const unkeyedTable: Table<number> = { number: 53, codec: uint64 }
/** How this device's leaf came to be what it is in the epoch that begins. */
export type LeafChange = "came-in" | "keyed" | "kept"

/** With the epoch itself. What a server says of the time counts only where it is earlier than this device's own. */
export async function noteAge(
  { home, transaction }: Pick<Receiving, "home" | "transaction">,
  conversation: ConversationId,
  atMs: Milliseconds,
  change: LeafChange,
): Promise<void> {
  const now = home.clock.now()
  const known = await readRecord(transaction, ageTable, conversation)
  const cameInAtMs = change === "came-in" ? now : (known?.cameInAtMs ?? now)
  const keyedAtMs = change === "keyed" ? now : change === "came-in" ? undefined : known?.keyedAtMs
  putRecord(transaction, ageTable, [conversation], { cameInAtMs, keyedAtMs, epochAtMs: Math.min(atMs, now) })
  if (keyedAtMs === undefined) putRecord(transaction, unkeyedTable, [conversation], cameInAtMs)
  else deleteRecord(transaction, unkeyedTable, conversation)
}

/** The change that a commit makes for this device, which has secrets after it and has its leaf at `index`. */
export function leafChange({ committer }: CommitEffects, index: number, hadSecrets: boolean): LeafChange {
  if (committer.leafIndex === index && committer.after !== undefined) return "keyed"
  return hadSecrets ? "kept" : "came-in"
}
