import { expect, test } from "bun:test"
import { noted } from "../home/noted.ts"
import { newPaces, pacesAt } from "./paces.ts"

test("Y75 paces outlast a clock that goes on, and begin anew where it was set back", () => {
  const first = pacesAt(newPaces(), 1_000)
  first.outbox.set("conversation", { tries: { refreshes: 0, failures: 3 }, until: 61_000 })
  const later = pacesAt(first, 2_000)
  expect(later.outbox.size).toBe(1)
  const back = pacesAt(later, 1_999)
  expect(back.outbox.size).toBe(0)
  expect(pacesAt(back, 1_999)).toBe(back)
})

test("Y75 a moment that lies ahead counts as long ago", () => {
  expect([noted(5, 10), noted(10, 10), noted(11, 10)]).toEqual([5, 10, 0])
})
