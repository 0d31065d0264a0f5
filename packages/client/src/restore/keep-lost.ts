import { type Bytes, equal } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { Home, Identity } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { type EntryRecord, seqKey } from "../records/conversation-records.ts"
import { putRecord } from "../records/table.ts"
import type { ForgottenEntry } from "./forget-places.ts"
import { lostTable } from "./records.ts"

/** Place 0 is the line that says so. What this device says again is no lost line: it waits, then it is there. */
export function keepLost(
  home: Home,
  { me }: Identity,
  transaction: Transaction,
  conversation: ConversationId,
  common: number,
  lost: readonly ForgottenEntry[],
  again: readonly Bytes[],
): void {
  const [first] = lost
  if (first === undefined) return
  const said: EntryRecord = {
    ...first.entry,
    atMs: home.clock.now(),
    shown: { shows: "notice", notice: "server-restored", from: undefined },
  }
  putRecord(transaction, lostTable, [conversation, seqKey(common), seqKey(0)], said)
  for (const { seq, entry } of lost) {
    const { shown } = entry
    if (shown.shows !== "message") continue
    const isMine = equal(shown.account, me.account) && equal(shown.device, me.device)
    if (isMine && again.some(sendId => equal(sendId, shown.sendId))) continue
    putRecord(transaction, lostTable, [conversation, seqKey(common), seqKey(seq)], entry)
  }
}
