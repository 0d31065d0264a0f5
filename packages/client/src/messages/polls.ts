import { type Bytes, equal, fail, keyAfter, type Result, succeed, toHex } from "@colombe/base"
import { type AccountId, type ConversationId, kinds } from "@colombe/rules"
import { type Ballot, composeBallot, composePoll, fitsPoll, type Poll } from "@colombe/seal"
import { namedAs } from "../devices/own-name.ts"
import type { Home, Identity } from "../home/home.ts"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { beginMessage, canSend } from "../outbox/compose.ts"
import { queueSend } from "../outbox/queue.ts"
import { seqKey } from "../records/conversation-records.ts"
import { type BallotRecord, ballotTable, type FactOf } from "../records/said-records.ts"
import { putRecord, scanRecords } from "../records/table.ts"
import { entryOf } from "./annotations.ts"
import { factOf, factsAbout } from "./facts.ts"
import { type SentMessage, sentMessage } from "./sent-message.ts"

/** Kept by its place, so that it makes no difference in which order poll, votes and close are opened (spec N55). */
export async function takeBallot(
  transaction: Transaction,
  conversation: ConversationId,
  { seq, account, target }: { readonly seq: number; readonly account: AccountId; readonly target: Bytes },
  ballot: Ballot,
): Promise<void> {
  const found = await entryOf(transaction, conversation, target)
  if (found !== undefined && found.entry.shown.shows !== "message") return
  const does =
    ballot.does === "close"
      ? ({ what: "close" } as const)
      : ({ what: "vote", options: ballot.options } as const)
  putRecord(transaction, ballotTable, [conversation, target, seqKey(seq)], { account, does })
}

/** Whom each chose, and whether no more votes count. */
export interface Tally {
  readonly votes: readonly { readonly account: AccountId; readonly options: readonly number[] }[]
  readonly isClosed: boolean
}

/** Ballots read at one time. */
const ballotPage = 256

/**
 * The newest vote of each account before the first close of the author. What chooses something that is not there, or
 * several where one is asked for, is no vote.
 */
export async function tallyOf(
  reader: RecordReader,
  conversation: ConversationId,
  poll: FactOf<"poll">,
  { messageId, author }: { readonly messageId: Bytes; readonly author: AccountId },
): Promise<Tally> {
  const votes = new Map<string, Tally["votes"][number]>()
  for (let from: Bytes = new Uint8Array(); ; ) {
    const under = [conversation, messageId]
    const rows = await scanRecords(reader, ballotTable, { under, from, limit: ballotPage })
    for (const { key, value } of rows) {
      from = keyAfter(key.slice(-8))
      const { account, does } = value
      if (does.what === "close") {
        if (equal(account, author)) return { votes: given(votes), isClosed: true }
      } else if (fitsPoll(poll, does.options)) votes.set(toHex(account), { account, options: does.options })
    }
    if (rows.length < ballotPage) return { votes: given(votes), isClosed: false }
  }
}

const given = (votes: ReadonlyMap<string, Tally["votes"][number]>): Tally["votes"] =>
  [...votes.values()].filter(({ options }) => options.length > 0)

/** Gives the send id. */
export async function queuePoll(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  poll: Poll,
): Promise<Result<Bytes>> {
  const begun = await beginMessage(home, identity, conversation, {})
  if (!begun.ok) return begun
  const composed = composePoll(home.crypto, poll, begun.value.options)
  if (!composed.ok) return composed
  return queueSend(home, conversation, {
    kind: kinds.message,
    content: composed.value.bytes,
    text: poll.question,
  })
}

/** `poll-closed`: no vote counts any more. `poll-invalid`: not one for this poll. None takes one's vote back. */
export async function queueVote(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  id: string,
  options: readonly number[],
): Promise<Result<Bytes>> {
  const found = await openPoll(home, conversation, id)
  if (!found.ok) return found
  const { poll } = found.value
  const chosen = [...new Set(options)].sort((left, right) => left - right)
  if (!chosen.every(one => Number.isInteger(one) && one >= 0) || !fitsPoll(poll, chosen))
    return fail("poll-invalid")
  const said = chosen.map(one => poll.options[one]).join(", ") || "–"
  return queueBallot(home, identity, conversation, found.value, { does: "vote", options: chosen }, said)
}

/** By its author alone. */
export async function queueClose(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  id: string,
): Promise<Result<Bytes>> {
  const found = await openPoll(home, conversation, id)
  if (!found.ok) return found
  if (!equal(found.value.shown.account, identity.me.account)) return fail("message-of-another")
  return queueBallot(home, identity, conversation, found.value, { does: "close" }, "–")
}

interface FoundPoll extends SentMessage {
  readonly poll: FactOf<"poll">
}

async function openPoll(home: Home, conversation: ConversationId, id: string): Promise<Result<FoundPoll>> {
  const open = await canSend(home, conversation)
  if (!open.ok) return open
  const target = await sentMessage(home.store, conversation, id)
  if (!target.ok) return target
  const { messageId, account: author } = target.value.shown
  const poll = factOf(await factsAbout(home.store, conversation, messageId), "poll")
  if (poll === undefined) return fail("poll-unknown")
  const { isClosed } = await tallyOf(home.store, conversation, poll, { messageId, author })
  return isClosed ? fail("poll-closed") : succeed({ ...target.value, poll })
}

function queueBallot(
  home: Home,
  { me }: Identity,
  conversation: ConversationId,
  { shown }: FoundPoll,
  ballot: Ballot,
  said: string,
): Promise<Result<Bytes>> {
  const named = { ...namedAs(me), inReplyTo: shown.messageId }
  const composed = composeBallot(home.crypto, ballot, said, named)
  if (!composed.ok) return Promise.resolve(composed)
  const does: BallotRecord["does"] =
    ballot.does === "close" ? { what: "close" } : { what: "vote", options: ballot.options }
  return queueSend(home, conversation, {
    kind: kinds.message,
    content: composed.value.bytes,
    about: { target: shown.sendId, does },
  })
}
