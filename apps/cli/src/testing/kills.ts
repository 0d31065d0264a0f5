import { parseArgs } from "node:util"
import { endProcesses } from "./binary.ts"
import { removeFolder, temporaryFolder } from "./folder.ts"
import { killRounds } from "./kill-loop.ts"

/**
 * `npm run kills -- --seconds N`: kills the real server, and clients, under load, again and again, for so long; each run
 * begins with an empty folder and is judged at its end. A folder whose run was wrong stays, and is named.
 */
const { values } = parseArgs({ options: { seconds: { type: "string", default: "60" } } })
/** Rounds of one run: longer logs cost time and show nothing more. */
const rounds = 4

const end = performance.now() + Number(values.seconds) * 1_000
const total = { runs: 0, failed: 0, kills: 0, acknowledged: 0, entries: 0, epochs: 0 }
while (performance.now() < end) {
  const folder = temporaryFolder()
  total.runs += 1
  try {
    const { faults, ...figures } = await killRounds(folder, rounds, Math.random)
    for (const key of ["kills", "acknowledged", "entries", "epochs"] as const) total[key] += figures[key]
    if (faults.length > 0) throw new Error(faults.join("\n"))
    removeFolder(folder)
  } catch (cause) {
    total.failed += 1
    console.error(`run ${total.runs} in ${folder}: ${cause instanceof Error ? cause.message : cause}`)
    await endProcesses()
  }
}
const { runs, failed, kills, acknowledged, entries, epochs } = total
console.log(`${kills} kills: ${acknowledged} acknowledged sends, ${entries} entries, ${epochs} epochs`)
console.log(`${runs - failed} passed, ${failed} failed, 0 skipped`)
process.exit(failed === 0 ? 0 : 1)
