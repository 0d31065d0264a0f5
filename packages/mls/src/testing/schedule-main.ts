import { parseArgs } from "node:util"
import { runSchedule, type ScheduleReport } from "./schedule.ts"

/** `npm run schedules -w packages/mls -- --runs N [--seed S] [--stop]`: seeds S to S + N − 1; prints each that fails. */
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "60" },
    seed: { type: "string", default: "1000" },
    /** At the first that fails. */
    stop: { type: "boolean", default: false },
  },
})

const first = Number(values.seed)
const runs = Number(values.runs)
const failed: number[] = []
const reports: ScheduleReport[] = []
const start = performance.now()
for (let seed = first; seed < first + runs; seed++)
  try {
    reports.push(await runSchedule(seed))
  } catch (error) {
    failed.push(seed)
    console.log(`FAIL seed ${seed}: ${error instanceof Error ? error.stack : error}`)
    if (values.stop) break
  }
const total = (count: (report: ScheduleReport) => number) =>
  reports.reduce((sum, report) => sum + count(report), 0)
const { commits, races, lost, proposals, external, refusedPlans } = {
  commits: total(({ tally }) => tally.commits),
  races: total(({ tally }) => tally.races),
  lost: total(({ tally }) => tally.lost),
  proposals: total(({ tally }) => tally.proposals),
  external: total(({ tally }) => tally.external),
  refusedPlans: total(({ tally }) => tally.refusedPlans),
}
console.log(
  `${reports.length + failed.length} schedules in ${((performance.now() - start) / 1000).toFixed(1)} s: ${commits} commits (${external} from ` +
    `outside), ${races} lost a race, ${lost} were never sent, ${proposals} proposals, ${refusedPlans} plans refused, ` +
    `${total(({ removed }) => removed)} members removed, at most ${Math.max(0, ...reports.map(({ members }) => members))} at the end`,
)
console.log(`${reports.length} passed, ${failed.length} failed, 0 skipped`)
if (failed.length > 0) {
  console.log(`failing seeds: ${failed.join(" ")}`)
  process.exitCode = 1
}
