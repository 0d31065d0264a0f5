import { expect, test } from "bun:test"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

const folder = join(import.meta.dir, "..")
const table = readFileSync(join(folder, "VALIDATION.md"), "utf8")

interface Row {
  readonly rule: string
  readonly codes: readonly string[]
  readonly file: string
}

const rows: readonly Row[] = [
  ...table.matchAll(/^\| (V\d+) \|.*\| ((?:`[a-z-]+` ?)+) \| \[`(.+)`\]\((.+)\) \|$/gm),
].map(([, rule = "", codes = "", file = "", link]) => {
  expect(link).toBe(file)
  return { rule, codes: codes.split(" ").map(code => code.slice(1, -1)), file }
})

const sources = readdirSync(join(folder, "src"), { recursive: true, encoding: "utf8" })
  .filter(name => name.endsWith(".ts") && !name.includes("test"))
  .map(name => readFileSync(join(folder, "src", name), "utf8"))
const codesInUse = new Set(
  sources.flatMap(source =>
    [...source.matchAll(/(?:fail\(|code =)\s*"([a-z-]+)"/g)].map(([, code = ""]) => code),
  ),
)

/** Checks in each of the sixteen parts of OpenMLS's list. */
const openMlsCounts = [13, 5, 12, 8, 1, 1, 1, 3, 1, 1, 1, 9, 7, 14, 4, 4]

test("the rules are numbered without a gap, each with a code that the engine gives", () => {
  expect(rows.length).toBeGreaterThan(90)
  expect(rows.map(({ rule }) => rule)).toEqual(rows.map((_, index) => `V${index + 1}`))
  for (const { rule, codes } of rows)
    for (const code of codes) expect(`${rule} ${code} ${codesInUse.has(code)}`).toBe(`${rule} ${code} true`)
})

test("no code is without a rule", () => {
  const known = new Set(rows.flatMap(({ codes }) => codes))
  expect([...codesInUse].filter(code => !known.has(code))).toEqual([])
})

test("each rule's test exists and expects its codes", () => {
  const missing = rows.flatMap(({ rule, codes, file }) => {
    const path = join(folder, file)
    const text = existsSync(path) ? readFileSync(path, "utf8") : ""
    return codes.filter(code => !text.includes(`"${code}"`)).map(code => `${rule} ${code} ${file}`)
  })
  expect(missing).toEqual([])
})

test("nothing of OpenMLS's list is missing", () => {
  for (const [part, count] of openMlsCounts.entries())
    for (let check = 1; check <= count; check++)
      expect(table).toContain(`valn${String(part + 1).padStart(2, "0")}${String(check).padStart(2, "0")}`)
})
