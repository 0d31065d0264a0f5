import type { Milliseconds } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { RecordReader } from "../home/transaction.ts"
import { entryTable, seqKey, seqOf } from "../records/conversation-records.ts"
import { scanRecords } from "../records/table.ts"

/**
 * The first place from a moment on; the one after `head` where there is none. Time never runs backwards along a log (spec
 * T3), so that halving finds it with one read for each doubling of the log's length. Places may be missing.
 */
export async function seqFrom(
  reader: RecordReader,
  conversation: ConversationId,
  head: number,
  at: Milliseconds,
): Promise<number> {
  let [low, high, found] = [1, head + 1, head + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const range = { from: seqKey(middle), to: seqKey(high) }
    const [row] = await scanRecords(reader, entryTable, { under: [conversation], ...range, limit: 1 })
    if (row === undefined) high = middle
    else if (row.value.atMs < at) low = seqOf(row.key) + 1
    else {
      found = seqOf(row.key)
      high = middle
    }
  }
  return found
}
