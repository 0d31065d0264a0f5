import {
  type Bytes,
  choice,
  constant,
  type Decoded,
  enumeration,
  fixed,
  opaque,
  optional,
  struct,
  uint8,
  uint16,
  uint32,
  uint64,
  vector,
} from "@colombe/base"
import { accountId } from "@colombe/rules"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { namedFiles } from "./file-records.ts"
import { deleteRecord, putRecord, readRecord, type Table } from "./table.ts"
import { flag, text, textFormats } from "./text.ts"

/** What the last try sealed: the same bytes go out again while the epoch lasts, so that a repeat is a repeat. */
const sealing = struct({ incarnation: uint32, epoch: uint64, body: opaque })

/** What a send does to a message that is there already, by its send id: shown as done while it waits. */
const about = struct({
  target: fixed(16),
  does: choice("what", enumeration(1, { edit: 0, react: 1, delete: 2, vote: 3, close: 4, pin: 5 }), {
    edit: struct({ text, format: textFormats }),
    /** Empty: takes the reaction back. */
    react: struct({ reaction: text }),
    delete: struct({}),
    /** Of a poll: none takes the vote back. */
    vote: struct({ options: vector(uint8) }),
    close: struct({}),
    pin: struct({ pinned: flag }),
  }),
})

/** One send, durable before anything else happens. */
const outboxRecord = struct({
  version: constant(uint8, 1),
  sendId: fixed(16),
  kind: uint16,
  /** MIMI content. */
  content: opaque,
  /** What the timeline shows meanwhile; empty for what shows nothing. */
  text,
  format: textFormats,
  files: namedFiles,
  /** Send id. */
  replyTo: optional(opaque),
  about: optional(about),
  createdAtMs: uint64,
  sealed: optional(sealing),
  /** A code: it waits for the person, not for the server. */
  failed: optional(text),
})
export type OutboxRecord = Decoded<typeof outboxRecord>
/** By conversation and order. */
export const outboxTable: Table<OutboxRecord> = { number: 25, codec: outboxRecord }

const errands = {
  /** Mail the invitation with the keys of the current epoch to `account`. */
  invite: 1,
  /** Commit what others proposed: somebody wants to leave. */
  commitProposals: 2,
  /** This device has a leaf and not its secrets: it joins again. */
  rejoin: 3,
  /** Take out the leaves of devices that this account removed. */
  removeDevices: 4,
  /** Enough accounts say that a commit cannot be processed: begin the conversation anew. */
  reopen: 5,
  /** The server has lost commits: see to what they had done. */
  mend: 6,
  /** A group was about to be made. */
  finishGroup: 7,
  /** Mail what the group is called to `account`, who was added and cannot read it in the log. */
  tellTitle: 8,
  /** Something was said by a device of `account` that is not on the chain held here: fetched, it is opened. */
  openUnproven: 9,
  /** Say again what the group is called: somebody came in by a link of this account. */
  repeatTitle: 20,
} as const

/** Something that this device owes and does when it is connected, however often it is interrupted. */
const errandRecord = struct({ what: enumeration(1, errands), account: accountId, failures: uint16 })
export type ErrandRecord = Decoded<typeof errandRecord>
/** By conversation, number of the errand less one, and account. */
export const errandTable: Table<ErrandRecord> = { number: 26, codec: errandRecord }

const errandKey = (conversation: Bytes, what: ErrandRecord["what"], account: Bytes) =>
  [conversation, Uint8Array.of(errands[what] - 1), account] as const

/** From now on, however often it is owed already. */
export function oweErrand(
  transaction: Pick<Transaction, "put">,
  conversation: Bytes,
  what: ErrandRecord["what"],
  account: Bytes,
): void {
  const errand = { what, account, failures: 0 } as const
  putRecord(transaction, errandTable, errandKey(conversation, what, account), errand)
}

export async function isOwed(
  reader: RecordReader,
  conversation: Bytes,
  what: ErrandRecord["what"],
  account: Bytes,
): Promise<boolean> {
  return (await readRecord(reader, errandTable, ...errandKey(conversation, what, account))) !== undefined
}

export function settleErrand(
  transaction: Pick<Transaction, "delete">,
  conversation: Bytes,
  what: ErrandRecord["what"],
  account: Bytes,
): void {
  deleteRecord(transaction, errandTable, ...errandKey(conversation, what, account))
}
