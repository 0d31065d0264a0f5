import type { Check } from "./check.ts"

/** What ran where no test runner is: plain data, so that it can leave a worker. */
export interface Outcome {
  readonly results: readonly { readonly name: string; readonly failure?: string }[]
  /** What could not run, and why. */
  readonly skipped: readonly string[]
}

export async function runChecks(checks: readonly Check[], skipped: readonly string[]): Promise<Outcome> {
  const results: { name: string; failure?: string }[] = []
  for (const { name, run } of checks)
    try {
      await run()
      results.push({ name })
    } catch (error) {
      results.push({ name, failure: String(error) })
    }
  return { results, skipped }
}
