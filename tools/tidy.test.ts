import { expect, test } from "bun:test"
import { resolve } from "node:path"
import { checkTree } from "./tidy/check.ts"
import { problemsWith } from "./tidy/small-project.ts"
import { readTree } from "./tidy/tree.ts"

test("the repository is tidy", async () => {
  const problems = checkTree(await readTree(resolve(import.meta.dir, "..")))
  expect(problems.map(({ path, line, message }) => `${path}:${line}: ${message}`)).toEqual([])
})

test("a project without a fault passes", () => {
  expect(problemsWith({})).toEqual([])
})
