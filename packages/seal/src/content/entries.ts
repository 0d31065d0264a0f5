import {
  type Bytes,
  type Decoded,
  enumeration,
  equal,
  opaque,
  refine,
  struct,
  uint32,
  uint64,
  vector,
} from "@colombe/base"
import { type AccountId, digest, isAtLeast, type Role } from "@colombe/rules"

/** Entries that one deletion may name. */
export const deletedEntriesMax = 100

/** `entry`: SHA-256 of the entry as stored, which a stub still shows. */
export const deletedEntry = struct({ seq: uint64, entry: digest })
export type DeletedEntry = Decoded<typeof deletedEntry>

/** Content of kind delete: without it a stub is the server's word alone. */
export const deletion = struct({
  entries: refine(vector(deletedEntry), entries => (isDeletable(entries.length) ? entries : undefined)),
})
export type Deletion = Decoded<typeof deletion>

function isDeletable(count: number): boolean {
  return count > 0 && count <= deletedEntriesMax
}

/** Content of kind report: the sender cannot process the commit that makes this epoch. `code` is ASCII. */
export const commitReport = struct({ incarnation: uint32, epoch: uint64, code: opaque })
export type CommitReport = Decoded<typeof commitReport>

/** Content of kind read: everything up to `seq` was read by the account that signs. Merged by maximum. */
export const readPosition = struct({ seq: uint64 })

/** Content of kind typing. Never stored. */
export const typing = struct({ state: enumeration(1, { stopped: 0, typing: 1 }) })

/** The author, and whoever keeps order, may delete. In a direct nobody deletes what the other side wrote. */
export function mayDelete(
  by: { readonly account: AccountId; readonly role: Role },
  author: AccountId,
): boolean {
  return equal(by.account, author) || isAtLeast(by.role, "moderator")
}

/** Whether a stub stands for something that somebody deleted: else it is withheld by the server. */
export function deletionNames(deletion: Deletion, seq: number, entry: Bytes): boolean {
  return deletion.entries.some(one => one.seq === seq && equal(one.entry, entry))
}
