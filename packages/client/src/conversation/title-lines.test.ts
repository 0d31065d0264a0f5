import { expect, test } from "bun:test"
import fc from "fast-check"
import { beginTransaction } from "../home/transaction.ts"
import { type ConversationRecord, entryTable, seqKey } from "../records/conversation-records.ts"
import { readRecord } from "../records/table.ts"
import { memoryLocalStore } from "../store/memory.ts"
import { takeTitle } from "./title-lines.ts"
import { putEntry } from "./view.ts"

const conversation = new Uint8Array(32).fill(7)
const ana = new Uint8Array(32).fill(1)
const digest = new Uint8Array(32)
const empty: ConversationRecord = {
  version: 1,
  conversation,
  seed: { kind: "group", creator: ana, nonce: digest },
  membership: "member",
  head: { seq: 0, hash: digest, atMs: 0 },
  serverHead: 0,
  title: undefined,
  titleSeq: 0,
  readUpTo: 0,
  unread: 0,
  lastSeq: 0,
  alert: undefined,
  broken: false,
  floor: undefined,
  openedBy: ana,
  memberCount: 2,
}

/** What is shown after the titles of a log were opened in some order. */
async function shownAfter(titles: readonly string[], order: readonly number[]) {
  const transaction = beginTransaction(memoryLocalStore())
  let record = empty
  for (const index of order) {
    const seq = index + 1
    const taken = await takeTitle({ transaction }, record, seq, { by: ana, title: titles[index] ?? "" })
    const entry = {
      seq,
      atMs: seq,
      type: 0x40,
      incarnation: 0,
      epoch: 0,
      digest,
      hash: digest,
      body: undefined,
    }
    putEntry(transaction, conversation, entry, taken.shown)
    record = taken.record
  }
  const lines: (string | undefined)[] = []
  for (const index of titles.keys()) {
    const entry = await readRecord(transaction, entryTable, conversation, seqKey(index + 1))
    const { shown } = entry ?? {}
    lines.push(shown?.shows === "change" && shown.change.type === "title" ? shown.change.title : undefined)
  }
  return { lines, title: record.title }
}

test("Y63 a title that is another than the one before it is a line, and no other", async () => {
  expect(await shownAfter(["A", "A", "B", "B", "A"], [0, 1, 2, 3, 4])).toEqual({
    lines: [undefined, undefined, "B", undefined, "A"],
    title: "A",
  })
})

test("Y63 what is shown of titles does not depend on the order in which keys arrive", async () => {
  const orders = fc
    .array(fc.constantFrom("A", "B", "C"), { minLength: 1, maxLength: 5 })
    .chain(titles =>
      fc.tuple(
        fc.constant(titles),
        fc.shuffledSubarray([...titles.keys()], { minLength: titles.length, maxLength: titles.length }),
      ),
    )
  await fc.assert(
    fc.asyncProperty(orders, async ([titles, order]) => {
      expect(await shownAfter(titles, order)).toEqual(await shownAfter(titles, [...titles.keys()]))
    }),
    { numRuns: 40 },
  )
})
