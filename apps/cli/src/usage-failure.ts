import { fail, type Result } from "@colombe/base"

/** What stands in the sentence of a usage failure: the word that was wrong. */
interface UsageDetail {
  readonly what: string
}

export function usage(what: string): Result<never, "usage"> {
  return fail("usage", "never", { what } satisfies UsageDetail)
}
