import { expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { his, ours } from "./testing/readme-example.ts"

test("the example in the README is the one that runs here", () => {
  const readme = readFileSync(join(import.meta.dir, "../README.md"), "utf8")
  const source = readFileSync(join(import.meta.dir, "testing/readme-example.ts"), "utf8")
  const [shown] = source.replace('"../index.ts"', '"@colombe/mls"').split("\nexport {")
  expect(readme).toContain(shown ?? source)
  expect(ours).toEqual(his)
  expect(ours.length).toBe(32)
})
