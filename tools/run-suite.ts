import { join } from "node:path"
import { Glob } from "bun"
import { browserOrReason } from "./browsers.ts"
import { type Finished, root, run } from "./command.ts"
import { addCounts, type Counts, formatCounts, noCounts, readCounts } from "./counts.ts"
import { type Suite, vectorsFolder } from "./suites.ts"

async function isMade({ made }: Suite): Promise<boolean> {
  if ("in" in made) {
    const manifest = await Bun.file(join(root, made.in, "package.json")).json()
    return manifest.scripts?.[made.by] !== undefined
  }
  for await (const path of new Glob(made.of).scan({ cwd: root }))
    if (!path.includes("node_modules/")) return true
  return false
}

type Ready = { readonly environment: Readonly<Record<string, string>> } | { readonly missing: string }

async function makeReady(suite: Suite): Promise<Ready> {
  if (!(await isMade(suite))) return { missing: "there is none yet" }
  if (suite.needs === "vectors") {
    const isThere = await Array.fromAsync(new Glob("*/*.json").scan({ cwd: join(root, vectorsFolder) })).then(
      paths => paths.length > 0,
      () => false,
    )
    return isThere ? { environment: {} } : { missing: `put the published vectors in ${vectorsFolder}` }
  }
  const needed: Ready = suite.needs === undefined ? { environment: {} } : await browserOrReason(suite.needs)
  if ("missing" in needed || suite.likes === undefined) return needed
  const liked = await browserOrReason(suite.likes)
  return "missing" in liked ? needed : { environment: { ...needed.environment, ...liked.environment } }
}

/** What a finished suite counts for: a runner that dies has failed, whatever it counted before. */
export function judge({ ok, output }: Finished): { readonly failed: boolean; readonly counts: Counts } {
  const counts = readCounts(output) ?? { ...noCounts, passed: ok ? 1 : 0 }
  const failed = !ok || counts.failed > 0
  return { failed, counts: failed && counts.failed === 0 ? { ...counts, failed: 1 } : counts }
}

/** Runs one suite and prints one line about it; all that it wrote follows only if it failed. */
async function runSuite(suite: Suite): Promise<Counts> {
  const ready = await makeReady(suite)
  if ("missing" in ready) {
    console.log(`skip         ${suite.name}: ${ready.missing}`)
    return { ...noCounts, skipped: 1 }
  }
  const finished = await run(suite.command, ready.environment, suite.secondsMax)
  const { failed, counts } = judge(finished)
  const seconds = finished.seconds.toFixed(1).padStart(5)
  console.log(`${failed ? "FAIL" : "ok  "} ${seconds} s ${suite.name}: ${formatCounts(counts)}`)
  if (failed) console.log(finished.output)
  return counts
}

/** Runs suites on so many lanes at once, each lane taking the next that is left. */
export async function runSuites(suites: readonly Suite[], lanes: number): Promise<Counts> {
  const left = [...suites]
  let total = noCounts
  const lane = async () => {
    for (let suite = left.shift(); suite; suite = left.shift()) {
      const counts = await runSuite(suite)
      total = addCounts(total, counts)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return total
}
