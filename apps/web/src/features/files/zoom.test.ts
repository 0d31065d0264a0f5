import { expect, test } from "bun:test"
import { moved, type Room, whole, zoomed } from "./zoom.ts"

const room: Room = { window: { width: 1000, height: 800 }, picture: { width: 1000, height: 500 } }
const middle = { x: 0, y: 0 }

test("what is under the pointer stays there", () => {
  const point = { x: 200, y: 0 }
  const near = zoomed(whole, 2, point, room)
  expect(near).toEqual({ scale: 2, x: -200, y: 0 })
  expect(zoomed(near, 2, point, room)).toEqual({ scale: 4, x: -600, y: 0 })
})

test("a picture is never smaller than its window shows it, nor larger than can be told apart", () => {
  expect(zoomed(whole, 0.5, { x: 300, y: 100 }, room)).toEqual(whole)
  expect(zoomed(whole, 1000, middle, room).scale).toBe(8)
})

test("an edge comes no further in than that of the window, and what is not higher than it stays in the middle", () => {
  expect(moved(whole, 300, 300, room)).toEqual(whole)
  const near = zoomed(whole, 2, middle, room)
  expect(moved(near, 10_000, 10_000, room)).toEqual({ scale: 2, x: 500, y: 100 })
  expect(moved(near, -10_000, -10_000, room)).toEqual({ scale: 2, x: -500, y: -100 })
})
