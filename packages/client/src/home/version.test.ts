import { expect, test } from "bun:test"
import { StorageFailure, unwrap } from "@colombe/base"
import { type MeRecord, meTable } from "../records/account-records.ts"
import { putRecord, readRecord } from "../records/table.ts"
import { type MemoryRecords, memoryLocalStore } from "../store/memory.ts"
import { filled } from "../testing/stored-messages.ts"
import { beginTransaction } from "./transaction.ts"
import { homeVersionTable, keepHomeVersion, putHomeVersion } from "./version.ts"

const me: MeRecord = {
  ...{ version: 1, account: filled(1), device: filled(2, 16), handle: "ana", host: "localhost" },
  ...{ server: "http://localhost:4000", displayName: "Ana", storeId: filled(3) },
}

/** A home of somebody, of the version given. */
async function homeOf(version: number | undefined) {
  const records: MemoryRecords = new Map()
  const store = memoryLocalStore(records)
  const transaction = beginTransaction(store)
  putRecord(transaction, meTable, [], me)
  if (version !== undefined) putRecord(transaction, homeVersionTable, [], version)
  await transaction.commit()
  return { records, store }
}

const rename = (name: string) => async (transaction: ReturnType<typeof beginTransaction>) => {
  const known = await readRecord(transaction, meTable)
  if (known !== undefined)
    putRecord(transaction, meTable, [], { ...known, displayName: `${known.displayName} ${name}` })
}

test("Y73 a home has the version of the program from the moment that it is somebody's", async () => {
  const { store } = await homeOf(undefined)
  const transaction = beginTransaction(store)
  putHomeVersion(transaction)
  await transaction.commit()
  unwrap(await keepHomeVersion(store))
  expect(await readRecord(store, homeVersionTable)).toBe(1)
  unwrap(await keepHomeVersion(memoryLocalStore()))
})

test("Y73 an older home goes through every step from its version on, once", async () => {
  const { store } = await homeOf(2)
  const steps = [rename("one"), rename("two"), rename("three")]
  for (let round = 0; round < 2; round++) unwrap(await keepHomeVersion(store, steps))
  expect(await readRecord(store, meTable)).toMatchObject({ displayName: "Ana two three" })
  expect(await readRecord(store, homeVersionTable)).toBe(4)
})

test("Y73 a step that fails leaves the home as it was, and the next try brings it on", async () => {
  const { records, store } = await homeOf(1)
  const before = new Map(records)
  let isFull = true
  const failing = async () => {
    if (isFull) throw new StorageFailure("storage-full")
  }
  const steps = [rename("one"), failing]
  await expect(keepHomeVersion(store, steps)).rejects.toMatchObject({ code: "storage-full" })
  expect(records).toEqual(before)
  isFull = false
  unwrap(await keepHomeVersion(store, steps))
  expect(await readRecord(store, meTable)).toMatchObject({ displayName: "Ana one" })
})

test("Y73 a newer home and one from before the first version are refused and left as they were", async () => {
  for (const [version, code] of [
    [2, "home-newer"],
    [undefined, "home-older"],
  ] as const) {
    const { records, store } = await homeOf(version)
    const before = new Map(records)
    expect(await keepHomeVersion(store)).toMatchObject({ code })
    expect(records).toEqual(before)
  }
})
