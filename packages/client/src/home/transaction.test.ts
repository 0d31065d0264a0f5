import { expect, test } from "bun:test"
import { type Bytes, toHex } from "@colombe/base"
import fc from "fast-check"
import { memoryLocalStore } from "../store/memory.ts"
import { beginTransaction, nestTransaction } from "./transaction.ts"

const byte = (value: number): Bytes => Uint8Array.of(value)

test("Y1 nothing is in the store and nobody is told before the commit; then both, in this order", async () => {
  const store = memoryLocalStore()
  const transaction = beginTransaction(store)
  const told: (Bytes | undefined)[] = []
  transaction.put(byte(1), byte(7))
  const seen = store.get(byte(1))
  transaction.afterwards(() => void store.get(byte(1)).then(value => told.push(value)))
  expect(await seen).toBeUndefined()
  expect(told).toEqual([])
  await transaction.commit()
  await Promise.resolve()
  expect(told).toEqual([byte(7)])
})

test("a transaction reads what a store would read after its changes, in ranges too", async () => {
  const change = fc.record({ key: fc.integer({ min: 1, max: 12 }), value: fc.option(fc.nat(255)) })
  const range = fc.record({
    from: fc.integer({ min: 0, max: 12 }),
    to: fc.integer({ min: 1, max: 13 }),
    limit: fc.integer({ min: 1, max: 6 }),
    reverse: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(change), fc.array(change), range, async (before, changes, wanted) => {
      const [store, other] = [memoryLocalStore(), memoryLocalStore()]
      const asChange = ({ key, value }: { key: number; value: number | null }) =>
        value === null ? { delete: byte(key) } : { put: byte(key), value: byte(value) }
      for (const one of [store, other]) await one.write(before.map(asChange))
      const transaction = beginTransaction(store)
      for (const { key, value } of changes)
        if (value === null) transaction.delete(byte(key))
        else transaction.put(byte(key), byte(value))
      await other.write(changes.map(asChange))
      const query = { ...wanted, from: byte(wanted.from), to: byte(wanted.to) }
      const name = (records: readonly { key: Bytes; value: Bytes }[]) =>
        records.map(({ key, value }) => `${toHex(key)}=${toHex(value)}`)
      expect(name(await transaction.scan(query))).toEqual(name(await other.scan(query)))
      await transaction.commit()
      expect(name(await store.scan(query))).toEqual(name(await other.scan(query)))
    }),
    { numRuns: 60 },
  )
})

test("a range in which the store has nothing is asked for once, and shows what is put there", async () => {
  const store = memoryLocalStore()
  await store.write([{ put: byte(9), value: byte(1) }])
  let scans = 0
  const counting: typeof store = {
    ...store,
    scan(range) {
      scans++
      return store.scan(range)
    },
  }
  const outer = beginTransaction(counting)
  const step = nestTransaction(outer)
  const range = { from: byte(2), to: byte(5), limit: 3 }
  expect(await step.scan({ ...range, to: byte(10), limit: 0 })).toEqual([])
  expect(await step.scan({ ...range, to: byte(10) })).toHaveLength(1)
  expect([await step.scan(range), await outer.scan(range), scans]).toEqual([[], [], 3])
  step.put(byte(3), byte(7))
  expect(await step.scan({ ...range, limit: 1 })).toEqual([{ key: byte(3), value: byte(7) }])
  expect([await outer.scan(range), scans]).toEqual([[], 3])
})

test("Y1 a nested transaction that is not committed leaves no trace, and one that is waits for the outer one", async () => {
  const store = memoryLocalStore()
  const outer = beginTransaction(store)
  const told: string[] = []
  const dropped = nestTransaction(outer)
  dropped.put(byte(1), byte(1))
  dropped.afterwards(() => void told.push("dropped"))
  const kept = nestTransaction(outer)
  kept.put(byte(2), byte(2))
  kept.afterwards(() => void told.push("kept"))
  await kept.commit()
  expect([await outer.get(byte(1)), await outer.get(byte(2)), await store.get(byte(2))]).toEqual([
    undefined,
    byte(2),
    undefined,
  ])
  expect(told).toEqual([])
  await outer.commit()
  expect([await store.get(byte(1)), await store.get(byte(2))]).toEqual([undefined, byte(2)])
  expect(told).toEqual(["kept"])
})
