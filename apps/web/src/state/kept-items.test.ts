import { expect, test } from "bun:test"
import type { TimelineItem } from "@colombe/client"
import { keptItems } from "./kept-items.ts"

const notice = (seq: number, code = "deleted"): TimelineItem => ({
  kind: "notice",
  seq,
  at: 5,
  notice: code,
  from: undefined,
})

test("an item that says the same stays the one that is known, and no other does", () => {
  const known = [notice(1), notice(2), notice(3)]
  const told = [structuredClone(notice(2)), notice(3, "arriving"), notice(4)]
  const kept = keptItems(known, told)
  expect(kept).toEqual(told)
  expect(kept[0]).toBe(known[1] as TimelineItem)
  expect(kept[1]).toBe(told[1] as TimelineItem)
  expect(kept[2]).toBe(told[2] as TimelineItem)
})

test("an item that has lost or won a field is another", () => {
  const from = { account: "a", address: "a@b", displayName: "A", trust: "typed" } as const
  const [without, having] = [notice(1), { ...notice(1), from } as TimelineItem]
  for (const [before, after] of [
    [without, having],
    [having, without],
    [having, { ...notice(1), from: { ...from, trust: "verified" } } as TimelineItem],
  ] as const)
    expect(keptItems([before], [after])[0]).toBe(after)
})
