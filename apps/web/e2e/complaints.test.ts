import { expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { join } from "node:path"

const table = readFileSync(join(import.meta.dirname, "../../../docs/complaints.md"), "utf8")
const rows = [...table.matchAll(/^\| ([^|`]+) \| `([^`]+)` \|$/gm)]

test("each of the twenty complaints stands in the name of a test that runs", () => {
  expect(rows).toHaveLength(20)
  for (const [, complaint = "", file = ""] of rows) {
    const source = readFileSync(join(import.meta.dirname, file), "utf8")
    const named = [...source.matchAll(/^test\(\s*"[^"]*\(complaints?: ([^"]*)\)"/gm)]
    const complaints = named.flatMap(([, listed = ""]) => listed.split(", "))
    expect([complaint, file, complaints.includes(complaint)]).toEqual([complaint, file, true])
  }
})
