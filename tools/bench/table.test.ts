import { expect, test } from "bun:test"
import { figure, markdownTable } from "./table.ts"

test("columns of figures stand to the right, and a cell cannot end its cell or its row", () => {
  const rows = [
    ["a|b", "1,200", "1.5"],
    ["c\nd", "–", "3 ms"],
  ]
  expect(markdownTable(["name", "count", "time"], rows)).toBe(
    ["| name | count | time |", "| --- | ---: | --- |", "| a\\|b | 1,200 | 1.5 |", "| c d | – | 3 ms |"].join(
      "\n",
    ),
  )
})

test("a figure has three significant digits, or all before the point", () => {
  const values = [0.012345, 1.005, 12.34, 99.94, 99.96, 1234.5, 1234567, Number.NaN, undefined]
  expect(values.map(figure)).toEqual([
    "0.0123",
    "1.00",
    "12.3",
    "99.9",
    "100",
    "1,235",
    "1,234,567",
    "–",
    "–",
  ])
})
