import type { Milliseconds } from "@colombe/base"
import type { PublicGroup } from "@colombe/mls"
import { type ConversationId, isMember } from "@colombe/rules"
import { historyReaches } from "@colombe/seal"
import { epochsOf } from "../history/epochs.ts"
import { missingTable, settleMissing } from "../history/key-mail-records.ts"
import { entryTable, type Shown, seqKey } from "../records/conversation-records.ts"
import { putRecord, scanRecords } from "../records/table.ts"
import type { Receiving } from "./receiving.ts"
import { rosterOf } from "./roster.ts"

/** What is shown where no key will ever come: the account was not there, and the policy gives newcomers nothing. */
export const beforeJoining: Shown = { shows: "notice", notice: "before-joining", from: undefined }

/** Entries read at one time. */
const entriesPage = 1024

/**
 * Spec Y80, where a commit brings the account in: of epochs with so many days of history, those that ended earlier stay closed.
 * Before that nobody can say which they are.
 */
export async function closeHistory(
  { transaction, identity }: Receiving,
  conversation: ConversationId,
  [before, next]: readonly [PublicGroup, PublicGroup],
  atMs: Milliseconds,
): Promise<void> {
  const [missing] = await scanRecords(transaction, missingTable, { under: [conversation], limit: 1 })
  const { account } = identity.me
  if (missing === undefined || isMember(rosterOf(before), account) || !isMember(rosterOf(next), account))
    return
  const closed = new Set<string>()
  for (const { place, roster, lastEntryMs } of await epochsOf(transaction, conversation)) {
    const epoch = { ...roster, lastEntryMs }
    if (isMember(roster.roster, account) || historyReaches(epoch, atMs)) continue
    closed.add(nameOf(place))
    settleMissing(transaction, place)
  }
  for (let from = 1; closed.size > 0; from += entriesPage) {
    const rows = await scanRecords(transaction, entryTable, {
      under: [conversation],
      from: seqKey(from),
      to: seqKey(from + entriesPage),
      limit: entriesPage,
    })
    for (const { key, value } of rows)
      if (value.shown.shows === "waiting" && closed.has(nameOf(value)))
        putRecord(transaction, entryTable, [key], { ...value, shown: beforeJoining })
    if (rows.length === 0) return
  }
}

function nameOf({ incarnation, epoch }: { readonly incarnation: number; readonly epoch: number }): string {
  return `${incarnation} ${epoch}`
}
