import { Glob } from "bun"
import { launch, runInBrowser } from "./browser/page.ts"
import { chromiumOrReason } from "./chromium.ts"
import { root } from "./command.ts"
import { addCounts, type Counts, formatCounts, noCounts } from "./counts.ts"

/** What the `run` of a `*.browser.ts` gives: each check by name, with the reason where it failed, and what is missing. */
interface Outcome {
  readonly results: readonly { readonly name: string; readonly failure?: string }[]
  readonly skipped: readonly string[]
}

/** Runs every contract suite that has an entry for browsers, or those whose path contains an argument. */
async function main(wanted: readonly string[]): Promise<Counts> {
  const found = await chromiumOrReason()
  if ("missing" in found) {
    console.log(`skip ${found.missing}`)
    return { ...noCounts, skipped: 1 }
  }
  const browser = await launch(found.environment.CHROMIUM ?? "")
  let counts = noCounts
  try {
    console.log(`Chromium ${browser.version()}`)
    for await (const path of new Glob("packages/*/src/**/*.browser.ts").scan({ cwd: root }))
      if (wanted.length === 0 || wanted.some(part => path.includes(part)))
        counts = addCounts(counts, report(path, await runInBrowser<Outcome>(browser, path)))
  } finally {
    await browser.close()
  }
  return counts
}

function report(path: string, { results, skipped }: Outcome): Counts {
  const failed = results.filter(({ failure }) => failure !== undefined)
  for (const { name, failure } of failed) console.log(`FAIL ${path}: ${name}\n     ${failure}`)
  for (const what of skipped) console.log(`skip ${path}: ${what}`)
  console.log(`${path}: ${results.length - failed.length} of ${results.length} pass`)
  return { passed: results.length - failed.length, failed: failed.length, skipped: skipped.length }
}

const counts = await main(process.argv.slice(2))
console.log(formatCounts(counts))
if (counts.failed > 0 || counts.passed === 0) process.exitCode = 1
