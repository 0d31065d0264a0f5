/** How many cases passed, failed and did not run. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export const noCounts: Counts = { passed: 0, failed: 0, skipped: 0 }

export const addCounts = (left: Counts, right: Counts): Counts => ({
  passed: left.passed + right.passed,
  failed: left.failed + right.failed,
  skipped: left.skipped + right.skipped,
})

export const formatCounts = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`

/** Words that runners put after a number in their closing summary, and what they mean here. */
const words: Readonly<Record<string, keyof Counts>> = {
  pass: "passed",
  fail: "failed",
  skip: "skipped",
  todo: "skipped",
  passed: "passed",
  failed: "failed",
  flaky: "failed",
  skipped: "skipped",
  "did not run": "skipped",
}

const plainLine = /^(\d+) passed, (\d+) failed, (\d+) skipped$/
const summaryLine =
  /^ *(\d+) (pass|fail|skip|todo|passed|failed|flaky|skipped|did not run)(?: \([\d.]+m?s?\))?$/

// biome-ignore lint/suspicious/noControlCharactersInRegex: runners colour their summary with escape sequences
const colours = /\x1b\[[\d;]*m/g

/**
 * The counts in what a runner wrote: every line `N passed, N failed, N skipped` if there is one, else the summary of
 * `bun test` or Playwright. Undefined where neither stands, so that a runner that died says nothing by accident.
 */
export function readCounts(output: string): Counts | undefined {
  const lines = output.replace(colours, "").split("\n")
  const plain = lines.flatMap(line => {
    const match = plainLine.exec(line.trim())
    return match ? [{ passed: Number(match[1]), failed: Number(match[2]), skipped: Number(match[3]) }] : []
  })
  if (plain.length > 0) return plain.reduce(addCounts)
  const counts = { ...noCounts }
  let found = false
  for (const line of lines) {
    const match = summaryLine.exec(line)
    const key = words[match?.[2] ?? ""]
    if (key === undefined) continue
    counts[key] += Number(match?.[1])
    found = true
  }
  return found ? counts : undefined
}
