import { existsSync } from "node:fs"
import { resolve } from "node:path"
import type { Outcome } from "./cases.ts"
import { casesIn } from "./run.ts"

/** `npm run vectors -w packages/mls -- DIR`: every case of every vector file in DIR. */
async function main(folder: string | undefined): Promise<number> {
  // npm runs scripts in the package's folder; a relative folder is meant from where the person stands.
  const path = folder === undefined ? undefined : resolve(process.env.INIT_CWD ?? ".", folder)
  if (path === undefined || !existsSync(path)) {
    console.error("usage: npm run vectors -w packages/mls -- FOLDER   (a folder of MLS vector files)")
    return 2
  }
  const outcomes: Outcome[] = []
  for (const one of casesIn(path)) outcomes.push("run" in one ? await one.run() : one)
  report(outcomes)
  const count = (status: Outcome["status"]) => outcomes.filter(one => one.status === status).length
  console.log(`${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`)
  return count("failed") > 0 || outcomes.length === 0 ? 1 : 0
}

function report(outcomes: readonly Outcome[]): void {
  for (const file of new Set(outcomes.map(one => one.file))) {
    const own = outcomes.filter(one => one.file === file)
    const passed = own.filter(one => one.status === "passed").length
    console.log(`${file}: ${passed} of ${own.length} passed`)
    for (const one of own)
      if (one.status === "failed") console.log(`  failed  case ${one.index ?? "-"}: ${one.reason}`)
    const reasons = Map.groupBy(
      own.filter(one => one.status === "skipped"),
      one => one.reason ?? "",
    )
    for (const [reason, skipped] of reasons)
      console.log(
        `  skipped ${skipped.length} (cases ${skipped.map(one => one.index).join(", ")}): ${reason}`,
      )
  }
}

process.exitCode = await main(process.argv[2])
