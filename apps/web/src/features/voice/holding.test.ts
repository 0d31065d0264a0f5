import { expect, test } from "bun:test"
import { heldAs } from "./holding.ts"

test("a click goes on by itself; a long press is sent when it ends, unless it was slid", () => {
  expect(heldAs(0, 0, 100)).toBe("locked")
  expect(heldAs(3, -5, 2000)).toBe("sending")
  expect(heldAs(0, -70, 2000)).toBe("locked")
  expect(heldAs(-100, 0, 2000)).toBe("cancelling")
  // Towards the end of the line nothing is meant by it.
  expect(heldAs(100, 40, 2000)).toBe("sending")
})
