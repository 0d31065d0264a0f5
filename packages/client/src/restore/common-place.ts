import { equal, fail, type Result, succeed } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { whole } from "@colombe/wire"
import { type Home, wireOf } from "../home/home.ts"
import { entryTable, seqKey } from "../records/conversation-records.ts"
import { readRecord } from "../records/table.ts"

/**
 * The last place at which the server's log is the one that was verified here; 0 where they have nothing in common. A hash
 * stands for everything before it, so that halving finds the place.
 */
export async function commonPlace(
  home: Home,
  conversation: ConversationId,
  ownHead: number,
): Promise<Result<number>> {
  const first = await wireOf(home).call("pullEntries", { conversation, after: 0n, limit: 1 })
  if (!first.ok) return first
  const serverHead = whole(first.value.head)
  if (serverHead === undefined) return fail("server-not-colombe")
  let [low, high] = [0, Math.min(serverHead, ownHead)]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const same = await isSame(home, conversation, middle)
    if (!same.ok) return same
    if (same.value) low = middle
    else high = middle - 1
  }
  return succeed(low)
}

async function isSame(home: Home, conversation: ConversationId, seq: number): Promise<Result<boolean>> {
  const own = await readRecord(home.store, entryTable, conversation, seqKey(seq))
  const answer = await wireOf(home).call("pullEntries", { conversation, after: BigInt(seq - 1), limit: 1 })
  if (!answer.ok) return answer
  const [entry] = answer.value.entries
  return succeed(
    own !== undefined && entry !== undefined && whole(entry.seq) === seq && equal(entry.hash, own.hash),
  )
}
