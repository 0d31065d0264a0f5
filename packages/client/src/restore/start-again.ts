import { encode, equal, succeed } from "@colombe/base"
import { type ConversationId, colombeGroup } from "@colombe/rules"
import { policyOf } from "../conversation/facts.ts"
import { rosterOf } from "../conversation/roster.ts"
import type { View } from "../conversation/view.ts"
import { type Home, type Identity, tell, timelineChanged, transact } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import {
  conversationTable,
  groupPartTable,
  groupTable,
  ownCommitTable,
} from "../records/conversation-records.ts"
import { oweErrand } from "../records/send-records.ts"
import { deleteRecord, putRecord, scanRecords } from "../records/table.ts"
import { entriesBehind, forgetEntry, forgetPlaces } from "./forget-places.ts"
import { keepLost } from "./keep-lost.ts"
import { fallbackTable, lostConversationTable, suspectTable } from "./records.ts"
import { sayAgain } from "./say-again.ts"

/** Parts of one group's record. */
const partsMax = 1_000

/** Who may begin a conversation that a server has lost whole: either side of a direct, and who made a group. */
export function mayBeginAgain({ me }: Identity, { record }: View): boolean {
  if (record.membership !== "member") return false
  const { seed } = record
  return seed.kind === "direct" || (seed.kind === "group" && equal(seed.creator, me.account))
}

/**
 * Spec Y86: nothing of this conversation is at the server any more, or something else under its id. What was read is kept,
 * and the rest is as if it had never been here, but that it is begun or joined again.
 */
export async function startAgain(home: Home, identity: Identity, view: View): Promise<void> {
  const { record, state } = view
  const { conversation, seed, title } = record
  const { account } = identity.me
  await transact(home, async transaction => {
    await forgetAll(home, identity, transaction, conversation)
    putRecord(transaction, lostConversationTable, [conversation], { seed, title })
    putRecord(transaction, fallbackTable, [conversation], {
      policy: encode(colombeGroup, policyOf(state.public)),
      people: rosterOf(state.public).accounts.map(one => one.account),
      back: [],
      from: 1,
    })
    oweErrand(transaction, conversation, "mend", account)
    return succeed()
  })
}

/** Whoever was only asked to come in has nothing to mend: what the others began again is read from its beginning. */
export async function readAgain(home: Home, identity: Identity, conversation: ConversationId): Promise<void> {
  await transact(home, async transaction => {
    await forgetAll(home, identity, transaction, conversation)
    return succeed()
  })
}

async function forgetAll(
  home: Home,
  identity: Identity,
  transaction: Transaction,
  conversation: ConversationId,
): Promise<void> {
  const again = await sayAgain(transaction, conversation, 0)
  const lost = await entriesBehind(transaction, conversation, 0)
  keepLost(home, identity, transaction, conversation, 0, lost, again)
  for (const one of lost) await forgetEntry(transaction, conversation, one)
  await forgetPlaces(transaction, conversation, 0)
  for (const table of [conversationTable, groupTable, ownCommitTable, suspectTable])
    deleteRecord(transaction, table, conversation)
  const parts = { under: [conversation], limit: partsMax }
  for (const { key } of await scanRecords(transaction, groupPartTable, parts))
    deleteRecord(transaction, groupPartTable, key)
  transaction.afterwards(() => {
    tell(home, timelineChanged(conversation))
    tell(home, { type: "conversations" })
  })
}
