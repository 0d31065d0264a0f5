import { Glob } from "bun"
import { root } from "../command.ts"
import { addCounts, type Counts, noCounts } from "../counts.ts"

/** What the `run` of an entry gives: each check by name, with the reason where it failed, and what could not run. */
interface Outcome {
  readonly results: readonly { readonly name: string; readonly failure?: string }[]
  readonly skipped: readonly string[]
}

/** Runs all entries that match the glob and contain one of the wanted parts, and prints what failed. */
export async function runEntries(
  glob: string,
  wanted: readonly string[],
  runEntry: (path: string) => Promise<Outcome>,
): Promise<Counts> {
  let counts = noCounts
  for (const path of [...new Glob(glob).scanSync({ cwd: root })].sort())
    if (wanted.length === 0 || wanted.some(part => path.includes(part)))
      counts = addCounts(counts, report(path, await runEntry(path)))
  return counts
}

function report(path: string, { results, skipped }: Outcome): Counts {
  const failed = results.filter(({ failure }) => failure !== undefined)
  for (const { name, failure } of failed) console.log(`FAIL ${path}: ${name}\n     ${failure}`)
  for (const what of skipped) console.log(`skip ${path}: ${what}`)
  console.log(`${path}: ${results.length - failed.length} of ${results.length} pass`)
  return { passed: results.length - failed.length, failed: failed.length, skipped: skipped.length }
}
