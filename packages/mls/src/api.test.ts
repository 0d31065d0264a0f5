import { expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { apiFile, apiPage, undocumented } from "./testing/api-page.ts"

test("the reference says what the docstrings say", () => {
  expect(readFileSync(apiFile, "utf8")).toBe(apiPage())
})

test("everything that is exported is explained", () => {
  expect(undocumented()).toEqual([])
})
