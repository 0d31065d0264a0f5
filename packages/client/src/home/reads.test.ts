import { expect, test } from "bun:test"
import type { Bytes } from "@colombe/base"
import fc from "fast-check"
import { memoryLocalStore } from "../store/memory.ts"
import { readsOf, tellingStore } from "./reads.ts"

const key = fc.uint8Array({ minLength: 1, maxLength: 3, max: 3 })
const range = fc.record({ from: key, to: key, limit: fc.constant(100) })
const read = fc.oneof(
  key.map(get => ({ get })),
  range.map(scan => ({ scan })),
)

/** As by looking at all that was read. */
function isMet(one: typeof read extends fc.Arbitrary<infer Read> ? Read : never, changed: Bytes): boolean {
  const order = (left: Bytes, right: Bytes) => Buffer.compare(left, right)
  return "get" in one
    ? order(one.get, changed) === 0
    : order(one.scan.from, changed) <= 0 && order(changed, one.scan.to) < 0
}

test("of all answers exactly those are told of that read what has changed, once each", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(read, { maxLength: 5 }), { maxLength: 6 }),
      fc.array(key, { minLength: 1, maxLength: 4 }),
      async (answers, changed) => {
        const reads = readsOf(memoryLocalStore())
        for (const [name, wanted] of answers.entries()) {
          const reader = reads.readerFor(String(name))
          for (const one of wanted) await ("get" in one ? reader.get(one.get) : reader.scan(one.scan))
        }
        const told: string[] = []
        reads.changed(changed, answer => told.push(answer))
        const met = answers.flatMap((wanted, name) =>
          wanted.some(one => changed.some(written => isMet(one, written))) ? [String(name)] : [],
        )
        expect(told.toSorted()).toEqual(met)
        reads.changed(changed, answer => told.push(answer))
        expect(told.toSorted()).toEqual(met)
      },
    ),
  )
})

test("an answer that is read for again is told of by what it was read from last", async () => {
  const reads = readsOf(memoryLocalStore())
  const [first, second] = [Uint8Array.of(1), Uint8Array.of(2)]
  const old = reads.readerFor("list")
  await reads.readerFor("list").get(second)
  // Still under way, for an answer that nobody waits for.
  await old.get(first)
  const told: string[] = []
  reads.changed([first], answer => told.push(answer))
  expect(told).toEqual([])
  reads.changed([second], answer => told.push(answer))
  expect(told).toEqual(["list"])
})

test("a store tells of what has changed once it is there, and of nothing that failed", async () => {
  const told: (Bytes | undefined)[] = []
  const memory = memoryLocalStore()
  const one = Uint8Array.of(1)
  const store = tellingStore(memory, keys => {
    for (const changed of keys) void memory.get(changed).then(value => told.push(value))
  })
  await store.write([{ put: one, value: Uint8Array.of(7) }])
  await store.write([{ delete: one }])
  expect(told).toEqual([Uint8Array.of(7), undefined])
  await store.close()
  expect(store.write([{ put: one, value: one }])).rejects.toBeDefined()
  expect(told).toHaveLength(2)
})
