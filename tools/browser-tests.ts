import { browserOrReason } from "./browsers.ts"
import { type Counts, formatCounts, noCounts } from "./counts.ts"
import { runEntries } from "./platforms/entries.ts"
import { launch, runInBrowser } from "./platforms/page.ts"

/** Runs every contract suite that has an entry for browsers, or those whose path contains an argument. */
async function main(wanted: readonly string[]): Promise<Counts> {
  const found = await browserOrReason("chromium")
  if ("missing" in found) {
    console.log(`skip ${found.missing}`)
    return { ...noCounts, skipped: 1 }
  }
  const browser = await launch(found.environment.CHROMIUM ?? "")
  try {
    console.log(`Chromium ${browser.version()}`)
    const glob = "packages/*/src/**/*.{browser,portable}.ts"
    return await runEntries(glob, wanted, path => runInBrowser(browser, path))
  } finally {
    await browser.close()
  }
}

const counts = await main(process.argv.slice(2))
console.log(formatCounts(counts))
if (counts.failed > 0) process.exitCode = 1
