import type { Milliseconds } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { Receiving } from "../conversation/receiving.ts"
import type { PlacedEntry } from "../conversation/view.ts"
import { seqKey } from "../records/conversation-records.ts"
import { putRecord } from "../records/table.ts"
import { expiryTable, momentKey } from "./records.ts"

/** When what is first seen now is over (spec Y142); undefined where it stays. */
export function overAt(
  { home }: Pick<Receiving, "home">,
  { atMs }: Pick<PlacedEntry, "atMs">,
  ttlSeconds: number,
): Milliseconds | undefined {
  return ttlSeconds === 0 ? undefined : Math.min(atMs, home.clock.now()) + ttlSeconds * 1000
}

/** In the transaction that takes the entry, so that nothing is shown that would not go. */
export function noteExpiry(
  receiving: Receiving,
  conversation: ConversationId,
  entry: PlacedEntry,
  ttlSeconds: number,
): void {
  const at = overAt(receiving, entry, ttlSeconds)
  if (at === undefined) return
  const { incarnation, epoch, seq } = entry
  putRecord(receiving.transaction, expiryTable, [momentKey(at), conversation, seqKey(seq)], {
    incarnation,
    epoch,
  })
}
