import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert } from "@colombe/base"
import type { Finder, PlantedFault } from "./planted-faults.ts"

const source = join(import.meta.dir, "..")

/** Those that live through whole groups, read vectors, or read what the copy does not have. */
const leftOut = /fault|vectors|schedule|lifecycle|readme|api|table/
/** The tests that break rules. */
const finder: Finder = {
  kind: "tests",
  tests: filesIn(source).filter(file => file.endsWith(".test.ts") && !leftOut.test(file)),
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()
}

/** Every check of one statement that refuses with a code, left out of the engine: what its tests have to notice. */
export function checksLeftOut(part: string): readonly PlantedFault[] {
  return filesIn(source)
    .filter(file => file.endsWith(".ts") && !/test|portable/.test(file) && file.includes(part))
    .flatMap(checksIn)
}

const check = /^ +if \(.*\)(?: |\n +)return fail\("[a-z-]+"\)$/gm

function checksIn(file: string): readonly PlantedFault[] {
  const text = readFileSync(join(source, file), "utf8")
  return [...text.matchAll(check)].map(({ 0: found, index }) => {
    const before = uniqueBefore(text, index, found)
    return {
      name: `${file}: ${found.replace(/\s+/g, " ").trim()}`,
      file,
      from: before + found,
      to: before,
      finder,
    }
  })
}

/** As much text before the check as makes its place the only one. */
function uniqueBefore(text: string, index: number, found: string): string {
  for (let start = index; start >= 0; start = text.lastIndexOf("\n", start - 2) + 1) {
    const place = text.slice(start, index) + found
    if (text.indexOf(place) === text.lastIndexOf(place)) return text.slice(start, index)
    assert(start > 0, "no two checks have all text before them in common")
  }
  return ""
}
