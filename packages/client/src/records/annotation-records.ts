import { type Decoded, struct, uint64, vector } from "@colombe/base"
import { accountId, digest } from "@colombe/rules"
import type { Table } from "./table.ts"
import { flag, text } from "./text.ts"

/** An empty reaction is one that was taken back: it still stands before those with a lower place. */
const reaction = struct({ account: accountId, seq: uint64, messageId: digest, reaction: text })
export type ReactionRecord = Decoded<typeof reaction>

const annotation = struct({
  /** One an account: the one with the highest place (spec N13). */
  reactions: vector(reaction),
  /** Places of edits, also of those that were opened before what they edit. */
  edits: vector(uint64),
  /** Accounts that took back what goes by this id: it counts where the account is the sender. */
  retractedBy: vector(accountId),
})
export type Annotation = Decoded<typeof annotation>
export const noAnnotation: Annotation = { reactions: [], edits: [], retractedBy: [] }

/** By conversation and MessageId: what other messages say of this one, which need not be opened yet. */
export const annotationTable: Table<Annotation> = { number: 60, codec: annotation }

/** `keepsOrder`: may delete what others wrote. */
const deleter = struct({ account: accountId, keepsOrder: flag })
export type Deleter = Decoded<typeof deleter>

/** By conversation and seq: who deleted an entry that is not opened yet. */
export const deletionTable: Table<readonly Deleter[]> = { number: 61, codec: vector(deleter) }
