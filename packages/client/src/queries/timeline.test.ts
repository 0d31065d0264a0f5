import { expect, setDefaultTimeout, test } from "bun:test"
import fc from "fast-check"
import { beginTransaction } from "../home/transaction.ts"
import type { MeRecord } from "../records/account-records.ts"
import { conversationTable } from "../records/conversation-records.ts"
import { putRecord } from "../records/table.ts"
import { memoryLocalStore } from "../store/memory.ts"
import { filled, storeMessages } from "../testing/stored-messages.ts"
import { timelineOf } from "./timeline.ts"

// Milliseconds, for a machine that is loaded: nothing here is about time.
setDefaultTimeout(60_000)

const conversation = filled(9)
const me = { account: filled(1) } as unknown as MeRecord

/** A log with these times at its places; a place without one is missing. */
async function storeWith(times: readonly (number | undefined)[]) {
  const store = memoryLocalStore()
  const transaction = beginTransaction(store)
  putRecord(transaction, conversationTable, [conversation], {
    ...{ version: 1, conversation, membership: "member", openedBy: filled(1), memberCount: 2 },
    seed: { kind: "group", creator: filled(1), nonce: filled(0) },
    head: { seq: times.length, hash: filled(0), atMs: 0 },
    ...{ serverHead: 0, title: undefined, titleSeq: 0, readUpTo: 0, unread: 0, lastSeq: 0 },
    ...{ alert: undefined, broken: false, floor: undefined },
  })
  await transaction.commit()
  const messages = times.flatMap((atMs, index) =>
    atMs === undefined
      ? []
      : [{ conversation, seq: index + 1, atMs, account: filled(2), text: `text ${index + 1}` }],
  )
  await storeMessages(store, messages)
  return store
}

const pageOf = async (store: Awaited<ReturnType<typeof storeWith>>, range: object, limit = 4) => {
  const page = await timelineOf(store, me, conversation, { limit, ...range })
  return { seqs: page.items.map(({ seq }) => seq), before: page.moreBefore, after: page.moreAfter }
}

const tenth = Array.from({ length: 10 }, (_, index) => 1000 + index * 10)

test("a page around a place has as many lines before it as from it on", async () => {
  const store = await storeWith(tenth)
  expect(await pageOf(store, { around: 5 })).toEqual({ seqs: [3, 4, 5, 6], before: true, after: true })
  expect(await pageOf(store, { around: 1 })).toEqual({ seqs: [1, 2, 3, 4], before: false, after: true })
  expect(await pageOf(store, { around: 10 })).toEqual({ seqs: [8, 9, 10], before: true, after: false })
})

test("a jump to a date shows the first line from then on, among those around it", async () => {
  const store = await storeWith(tenth)
  expect(await pageOf(store, { at: 1041 })).toEqual({ seqs: [4, 5, 6, 7], before: true, after: true })
  expect(await pageOf(store, { at: 0 })).toEqual({ seqs: [1, 2, 3, 4], before: false, after: true })
  expect(await pageOf(store, { at: 9999 })).toEqual({ seqs: [9, 10], before: true, after: false })
})

test("pages before and after a place say whether there is more", async () => {
  const store = await storeWith(tenth)
  expect(await pageOf(store, {})).toEqual({ seqs: [7, 8, 9, 10], before: true, after: false })
  expect(await pageOf(store, { before: 4 })).toEqual({ seqs: [1, 2, 3], before: false, after: true })
  expect(await pageOf(store, { after: 7 })).toEqual({ seqs: [8, 9, 10], before: true, after: false })
})

test("a jump agrees with a search through everything, whatever is missing", () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.option(fc.nat({ max: 3 }), { nil: undefined }), { maxLength: 30 }),
      fc.nat({ max: 40 }),
      async (steps, at) => {
        let now = 0
        const times = steps.map(step => {
          now += step ?? 0
          return step === undefined ? undefined : now
        })
        const store = await storeWith(times)
        const first = times.findIndex(time => time !== undefined && time >= at) + 1
        const { seqs } = await pageOf(store, { at }, 2)
        if (first > 0) expect(seqs).toContain(first)
        else expect(seqs).not.toContain(times.length + 1)
      },
    ),
    { numRuns: 50 },
  ))

test("a jump in a long log reads a few records and none of what lies between", async () => {
  const store = await storeWith(Array.from({ length: 1500 }, (_, index) => index))
  let read = 0
  const counting = {
    ...store,
    scan: async (range: Parameters<typeof store.scan>[0]) => {
      const rows = await store.scan(range)
      read += rows.length
      return rows
    },
  }
  await timelineOf(counting, me, conversation, { at: 700, limit: 10 })
  // One for each halving, and two pages of a scan.
  expect(read).toBeLessThan(13 + 2 * 128 + 5)
})
