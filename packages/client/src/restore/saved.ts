import { toHex } from "@colombe/base"
import { type Entry, whole } from "@colombe/wire"
import { type Home, type Identity, tell, timelineChanged } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { conversationTable, isLine } from "../records/conversation-records.ts"
import { saidToSelfTable } from "../records/self-records.ts"
import { deleteRecord, putRecord, scanRecords } from "../records/table.ts"
import { selfConversation } from "../self/conversation.ts"
import { entriesBehind, type ForgottenEntry, forgetEntry, forgetPlaces } from "./forget-places.ts"
import { keepLost } from "./keep-lost.ts"
import { sayAgain } from "./say-again.ts"

const recordsMax = 1_000_000

/**
 * Spec Y83 for what a person said to themselves: what the server still has is read once more, and the rest stays to be read
 * until the device that said it says it again.
 */
export async function rewindSaved(
  home: Home,
  identity: Identity,
  transaction: Transaction,
  entries: readonly Entry[],
): Promise<void> {
  const record = await selfConversation(home, transaction, identity)
  const { conversation } = record
  const there = new Map(entries.map(({ seq, hash }) => [whole(seq), toHex(hash)]))
  const held = await entriesBehind(transaction, conversation, 0)
  const common = lastCommon(held, there)
  const again = await sayAgain(transaction, conversation, common)
  const lost = held.filter(({ seq }) => seq > common)
  if (lost.length > 0) keepLost(home, identity, transaction, conversation, common, lost, again)
  for (const one of lost) await forgetEntry(transaction, conversation, one)
  await forgetPlaces(transaction, conversation, common)
  for (const { key, value } of await scanRecords(transaction, saidToSelfTable, { limit: recordsMax }))
    if (value.seq > common) deleteRecord(transaction, saidToSelfTable, key)
  const lastSeq = held.findLast(({ seq, entry }) => seq <= common && isLine(entry.shown))?.seq ?? 0
  const rewound = { ...record, head: { ...record.head, seq: common }, serverHead: common, readUpTo: common }
  putRecord(transaction, conversationTable, [conversation], { ...rewound, lastSeq })
  transaction.afterwards(() => tell(home, timelineChanged(conversation)))
}

/** The last place at which the server has what stands here; places between messages say nothing of either. */
function lastCommon(held: readonly ForgottenEntry[], there: ReadonlyMap<number | undefined, string>): number {
  let common = 0
  for (const { seq, entry } of held) {
    if (there.get(seq) !== toHex(entry.hash)) return common
    common = seq
  }
  return common
}
