import { expect, test } from "bun:test"
import fc from "fast-check"
import { albumOf } from "./album.ts"

const wide = { width: 1600, height: 900 }
const tall = { width: 900, height: 1600 }
const square = { width: 500, height: 500 }

test.each([
  ["two beside each other", [square, square], [2, 2]],
  ["a wide one with another", [wide, wide], [2, 2]],
  ["three tall ones in one row", [tall, tall, tall], [3, 3, 3]],
  ["four squares in two rows", [square, square, square, square], [2, 2, 2, 2]],
  ["a tall one that is left over with those before it", [square, square, tall], [3, 3, 3]],
  ["a wide one that is left over in a row of its own", [square, square, wide], [2, 2, 1]],
  ["a panorama in a row of its own", [{ width: 9000, height: 300 }, square, square], [1, 2, 2]],
])("%s", (_, boxes, inRow) => {
  expect(albumOf(boxes).map(cell => cell.inRow)).toEqual(inRow)
})

test("every row is filled to its end, whatever the boxes, and none is thinner than can be looked at", () => {
  const side = fc.integer({ min: 1, max: 65_535 })
  const boxes = fc.array(fc.record({ width: side, height: side }), { maxLength: 32 })
  fc.assert(
    fc.property(boxes, all => {
      const cells = albumOf(all)
      expect(cells.length).toBe(all.length)
      for (let at = 0; at < cells.length; ) {
        const row = cells.slice(at, at + (cells[at]?.inRow ?? 1))
        expect(row.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
        for (const { share, inRow } of row) {
          expect(inRow).toBe(row.length)
          expect(share).toBeGreaterThan(0.1)
        }
        at += row.length
      }
    }),
  )
})
