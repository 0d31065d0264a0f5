import { expect, test } from "bun:test"
import type { TimelineItem } from "@colombe/client"
import {
  firstSeq,
  holds,
  joined,
  lastSeq,
  trimmed,
  type Window,
  windowRows,
  windowRowsMax,
} from "./window.ts"

const line = (seq: number | undefined) => ({ kind: "notice", seq, at: 0 }) as unknown as TimelineItem
const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => line(from + index))
const window = (from: number, to: number, waiting = 0): Window => ({
  items: [...lines(from, to), ...Array.from({ length: waiting }, () => line(undefined))],
  moreBefore: from > 1,
  moreAfter: false,
})

test("a window that grows backwards lets go of its end, and of what waits there, never of what came", () => {
  const grown = joined(window(101, 260, 2), "before", window(61, 100))
  expect([firstSeq(grown), lastSeq(grown), grown.items.length]).toEqual([61, 60 + windowRows, windowRows])
  expect([grown.moreBefore, grown.moreAfter]).toEqual([true, true])
  expect(grown.items.every(({ seq }) => seq !== undefined)).toBe(true)
})

test("a window that grows forwards lets go of its beginning, and shows what waits once", () => {
  const grown = joined({ ...window(1, 150), moreAfter: true }, "after", window(151, 190, 1))
  expect([firstSeq(grown), lastSeq(grown)]).toEqual([190 - windowRows + 2, 190])
  expect([grown.moreBefore, grown.moreAfter]).toEqual([true, false])
  const again = joined(window(1, 3, 1), "after", window(4, 4, 1))
  expect(again.items.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, undefined])
})

test("a window below its limit keeps everything", () => {
  const whole = window(1, windowRowsMax)
  expect(trimmed(whole, "before")).toBe(whole)
  expect(trimmed(whole, "after")).toBe(whole)
})

test("a window knows which places it holds, also those that show nothing", () => {
  const part = { ...window(10, 20), moreAfter: true }
  expect([9, 10, 15, 20, 21].map(seq => holds(part, seq))).toEqual([false, true, true, true, false])
  expect(holds({ ...part, moreBefore: false }, 2)).toBe(true)
  expect(holds({ items: [], moreBefore: false, moreAfter: false }, 1)).toBe(false)
})
