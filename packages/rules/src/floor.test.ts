import { expect, test } from "bun:test"
import { floorReached, newerFloor, type Replay } from "./floor.ts"
import { commitDays } from "./limits.ts"
import { digestOf } from "./testing/people.ts"

const floor = { incarnation: 0, epoch: 19, ctx: digestOf(19) }
const held = { floor, takenAtMs: 1_000 }
const offered = new Uint8Array([1, 2, 3])
const arrived: Replay = { at: "arrived", from: floor, context: offered }
const late = held.takenAtMs + (commitDays + 1) * 86_400_000

test("C22 a device joins where the replay from its floor arrives at what it is offered, byte for byte", () => {
  expect(floorReached(held, arrived, offered, 2_000)).toEqual({ ok: true, value: "proven" })
  const elsewhere = floorReached(held, arrived, new Uint8Array([1, 2, 4]), 2_000)
  expect(elsewhere).toMatchObject({ code: "floor-not-reached" })
  const other = { ...arrived, from: { ...floor, ctx: digestOf(18) } }
  expect(floorReached(held, other, offered, 2_000)).toMatchObject({ code: "floor-not-reached" })
  expect(floorReached(held, { at: "broken", code: "role-too-low" }, offered, late)).toMatchObject({
    code: "floor-not-reached",
  })
})

test("C22 a server cannot claim that a young floor is too old; an old one, or none, joins unproven", () => {
  expect(floorReached(held, { at: "too-old" }, offered, 2_000)).toMatchObject({ code: "floor-not-reached" })
  expect(floorReached(held, { at: "too-old" }, offered, late)).toEqual({ ok: true, value: "unproven" })
  expect(floorReached(undefined, { at: "too-old" }, offered, 2_000)).toEqual({ ok: true, value: "unproven" })
})

test("C22 the newest floor is the one of the highest incarnation, then epoch", () => {
  const reopened = { ...floor, incarnation: 1, epoch: 0 }
  expect(newerFloor(floor, reopened)).toBe(reopened)
  expect(newerFloor(reopened, floor)).toBe(reopened)
  expect(newerFloor(floor, { ...floor, ctx: digestOf(1) })).toBe(floor)
})
