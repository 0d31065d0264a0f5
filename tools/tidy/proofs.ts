import { dirname, join } from "node:path"
import { rulesIn } from "./spec.ts"
import type { Problem, Tree } from "./tree.ts"

/** Whose tables say what holds; the last column of each names what shows it. */
const pages = ["docs/threat-model.md", "docs/attacks.md"]
const testFile = /\.(test|e2e|browser|portable)\.ts$/

/** Every row names a test or says why there is none, and each test has the rules by which it is named. */
export function checkProofs(tree: Tree): Problem[] {
  return pages.flatMap(path =>
    (tree.get(path) ?? "").split("\n").flatMap((line, index) => {
      const cells = isRow(line) ? line.split("|").slice(1, -1) : []
      const message = cells.length === 0 ? undefined : faultOf(tree, path, cells.at(-1) ?? "")
      return message === undefined ? [] : [{ path, line: index + 1, message }]
    }),
  )
}

/** No head of a table and no line below one. */
function isRow(line: string): boolean {
  return line.startsWith("|") && !/^[| :-]+$/.test(line) && !/\| *(shown by|test) *\|$/.test(line)
}

function faultOf(tree: Tree, page: string, cell: string): string | undefined {
  if (/^ *\(no test: [^)]+\) *$/.test(cell)) return undefined
  const links = [...cell.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(([, says = "", to = ""]) => ({
    says,
    path: join(dirname(page), to),
  }))
  const tests = links.filter(({ path }) => testFile.test(path))
  if (tests.length === 0) return "a row that names no test"
  for (const { says, path } of tests)
    for (const rule of rulesIn(says))
      if (!new RegExp(`\\b${rule}\\b`).test(tree.get(path) ?? "")) return `no test of ${path} quotes ${rule}`
  return undefined
}
