import { expect, test } from "bun:test"
import { beginTransaction } from "../home/transaction.ts"
import { memoryLocalStore } from "../store/memory.ts"
import { owedRecords, oweKeyRecord, settleKeyRecord } from "./owed-records.ts"

const place = (epoch: number) => ({ conversation: new Uint8Array(32).fill(7), incarnation: 1, epoch })

test("K16 keys wait to be recorded, but for those of epochs whose messages disappear", async () => {
  const store = memoryLocalStore(new Map())
  const transaction = beginTransaction(store)
  oweKeyRecord(transaction, place(3), 0, 1_000)
  oweKeyRecord(transaction, place(4), 60, 2_000)
  oweKeyRecord(transaction, place(300), 0, 3_000)
  await transaction.commit()
  expect(await owedRecords(store)).toEqual([
    { place: place(3), since: 1_000 },
    { place: place(300), since: 3_000 },
  ])
  const later = beginTransaction(store)
  settleKeyRecord(later, place(3))
  await later.commit()
  expect((await owedRecords(store)).map(one => one.place)).toEqual([place(300)])
})
