import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert } from "@colombe/base"
import type { Finder, PlantedFault } from "./planted-faults.ts"

const source = join(import.meta.dir, "..")
const repository = join(source, "../../..")
/** Where the published vectors lie, if they do. */
export const vectorFolder = join(repository, "../shared/vectors/mls")

/** What found a fault, in the words of what found it. */
export interface Finding {
  readonly by: string
  readonly reason: string
}

/**
 * Copies the package, plants the fault in the copy and looks for it there; undefined where nothing finds it. The engine
 * itself has no place where a fault could be let in.
 */
export async function findFault(fault: PlantedFault, seeds: number): Promise<Finding | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "mls-fault-"))
  try {
    plant(folder, fault)
    const { by, command, mark } = search(folder, fault.finder, seeds)
    const child = Bun.spawn([process.execPath, ...command], {
      cwd: folder,
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    })
    const [output, errors] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
    ])
    const found = `${output}\n${errors}`.split("\n").find(line => mark.test(line))
    const isFound = (await child.exited) !== 0
    assert(isFound === (found !== undefined), `the search ends in order: ${errors}`)
    return found === undefined ? undefined : { by, reason: found.trim() }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function plant(folder: string, { file, from, to }: PlantedFault): void {
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"))
  const copy = join(folder, "packages/mls/src")
  cpSync(source, copy, { recursive: true })
  const path = join(copy, file)
  const parts = readFileSync(path, "utf8").split(from)
  assert(parts.length === 2, `${file} has the place of the fault once: ${from}`)
  writeFileSync(path, parts.join(to))
}

const testing = (tests: readonly string[]) => [
  "test",
  "--bail",
  ...tests.map(test => `./packages/mls/src/${test}`),
]

/** What looks for a fault in the copy, and how its line of output looks that tells of one. */
function search(
  folder: string,
  finder: Finder,
  seeds: number,
): { readonly by: string; readonly command: readonly string[]; readonly mark: RegExp } {
  const scripts = "./packages/mls/src/testing"
  switch (finder.kind) {
    case "schedules": {
      const options = ["--runs", `${seeds}`, "--seed", "0", "--stop"]
      return { by: "schedules", command: [`${scripts}/schedule-main.ts`, ...options], mark: /FAIL seed/ }
    }
    case "vectors": {
      cpSync(join(vectorFolder, finder.file), join(folder, "vectors", finder.file))
      const command = [`${scripts}/vectors/main.ts`, join(folder, "vectors")]
      return { by: finder.file, command, mark: /failed {2}case/ }
    }
    case "rule":
      return { by: finder.test, command: testing([finder.test]), mark: /\(fail\)/ }
    case "tests":
      return { by: "tests", command: testing(finder.tests), mark: /error: |Bailed out/ }
  }
}
