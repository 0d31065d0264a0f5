import { choice, type Decoded, enumeration, opaque, struct, uint8, uint64, vector } from "@colombe/base"
import { accountId, digest } from "@colombe/rules"
import type { Table } from "./table.ts"
import { text } from "./text.ts"

const fact = choice(
  "is",
  enumeration(1, { forwarded: 0, poll: 1, expiring: 2, answering: 3, silent: 4, previews: 5, voice: 6 }),
  {
    expiring: struct({ atMs: uint64 }),
    /** Who said it first, as whoever forwarded it claims. */
    forwarded: struct({ account: accountId, name: text }),
    /** A part of the message at `replyTo`, as the sender claims. */
    answering: struct({ part: text }),
    /** Nobody is to be called by it. */
    silent: struct({}),
    /** Of its files, in their order; empty where there is none. */
    previews: struct({ of: vector(opaque) }),
    /** Its one file is a voice note: milliseconds, and how loud each part of it is. */
    voice: struct({ duration: uint64, bars: opaque }),
    /** The question is the message's text. */
    poll: struct({ options: vector(text), choice: enumeration(1, { single: 0, multiple: 1 }) }),
  },
)
export type Fact = Decoded<typeof fact>
export type FactOf<What extends Fact["is"]> = Extract<Fact, { readonly is: What }>

/** By conversation and MessageId: what a message says besides text and files; only where there is something. */
export const factTable: Table<readonly Fact[]> = { number: 62, codec: vector(fact) }

const ballot = struct({
  account: accountId,
  does: choice("what", enumeration(1, { vote: 0, close: 1 }), {
    vote: struct({ options: vector(uint8) }),
    close: struct({}),
  }),
})
export type BallotRecord = Decoded<typeof ballot>

/** By conversation, MessageId of the poll and seq: every vote and every close, also of a poll that is not opened yet. */
export const ballotTable: Table<BallotRecord> = { number: 63, codec: ballot }

const pins = struct({ seq: uint64, pins: vector(digest) })
/** By conversation: MessageIds as the newest entry of the slot has them, whichever was opened first. */
export const pinsTable: Table<Decoded<typeof pins>> = { number: 64, codec: pins }
