import { browserOrReason } from "./browsers.ts"
import { launch, runInBrowser } from "./platforms/page.ts"

/** Runs a benchmark whose `run` gives a table, in a worker of Chromium: `bun tools/browser-bench.ts PATH`. */
const found = await browserOrReason("chromium")
const path = process.argv[2] ?? "packages/base/src/crypto/crypto.bench.ts"
if ("missing" in found) {
  console.log(found.missing)
  process.exitCode = 1
} else {
  const browser = await launch(found.environment.CHROMIUM ?? "")
  try {
    console.log(`Chromium ${browser.version()}`)
    console.log(await runInBrowser<string>(browser, path))
  } finally {
    await browser.close()
  }
}
