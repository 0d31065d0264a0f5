import { expect, test } from "bun:test"
import { toUtf8, uint } from "@colombe/base"
import fc from "fast-check"
import { type Area, type Register, registerKey, wins } from "./registers.ts"

const name = new Uint8Array(32)
const device = (id: number): Uint8Array => new Uint8Array(16).fill(id)

function settle(area: Area, writes: readonly Register[]): Register | undefined {
  let held: Register | undefined
  for (const write of writes) if (wins(registerKey(area, name), write, held)) held = write
  return held
}

const write = fc.record({
  lamport: fc.integer({ min: 1, max: 3 }),
  device: fc.integer({ min: 1, max: 3 }).map(device),
  value: fc.constantFrom("", "a", "b").map(toUtf8),
})

test("V18 whatever order writes arrive in, every device ends with the same", () => {
  const area = fc.constantFrom<Area>("setting", "draft", "chat", "folder", "contact")
  fc.assert(
    fc.property(area, fc.array(write, { minLength: 1, maxLength: 8 }), (where, writes) => {
      // One device writes one value under one number.
      const first = new Map(writes.map(one => [`${one.lamport} ${one.device[0]}`, one]))
      const distinct = [...first.values()]
      const end = settle(where, distinct)
      for (const order of [distinct.toReversed(), distinct.toSorted((x, y) => x.lamport - y.lamport)])
        expect(settle(where, order)?.value).toEqual(end?.value as never)
    }),
  )
})

test("V18 a read position never falls", () => {
  const at = (seq: number, lamport: number): Register => ({ lamport, device: device(1), value: uint(seq, 8) })
  expect(settle("read", [at(9, 1), at(4, 7), at(5, 9)])?.value).toEqual(uint(9, 8))
})

test("V18 a draft that was sent is not brought back by what another device had of it", () => {
  const sent: Register = { lamport: 4, device: device(1), value: new Uint8Array() }
  const stale: Register = { lamport: 4, device: device(9), value: toUtf8("half a thou") }
  for (const order of [
    [sent, stale],
    [stale, sent],
  ])
    expect(settle("draft", order)?.value.length).toBe(0)
})
