import { expect, test } from "bun:test"
import { checkProofs } from "./proofs.ts"

const shows = (row: string) =>
  checkProofs(
    new Map([
      ["docs/attacks.md", `| attack | test |\n| --- | --- |\n${row}\n`],
      ["packages/a/src/a.test.ts", 'test("C22 it holds", () => {})'],
    ]),
  ).map(({ line, message }) => `${line} ${message}`)

test("a row names a test, with a rule that it quotes, or says why there is none", () => {
  expect(shows("| it lies | [C22](../packages/a/src/a.test.ts) |")).toEqual([])
  expect(shows("| it lies | (no test: nobody can) |")).toEqual([])
  expect(shows("| it lies | [C23](../packages/a/src/a.test.ts) |")).toEqual([
    "3 no test of packages/a/src/a.test.ts quotes C23",
  ])
  expect(shows("| it lies | [C22](../packages/a/src/a.ts) |")).toEqual(["3 a row that names no test"])
  expect(shows("| it lies | somewhere |")).toEqual(["3 a row that names no test"])
})
