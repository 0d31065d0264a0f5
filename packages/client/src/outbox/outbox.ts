import type { Milliseconds, Result } from "@colombe/base"
import { backoff } from "../session/backoff.ts"
import type { Moment } from "../session/sync.ts"

/** A send that the server answers with "refresh" so often goes on only when the person says so. */
export const refreshesMax = 16

/**
 * What becomes of the first row of a conversation after an answer, spec Y10 to Y14. `look`: pull the log first, since
 * the row may stand there already; sealed again only if it does not.
 */
export type Verdict =
  | { readonly next: "stored" }
  | { readonly next: "look" }
  | { readonly next: "wait"; readonly until: Milliseconds }
  | { readonly next: "failed"; readonly code: string }

export interface Tries {
  /** Refusals in a row that ask for newer state. */
  readonly refreshes: number
  /** Failures in a row that waiting may mend. */
  readonly failures: number
}

export const noTries: Tries = { refreshes: 0, failures: 0 }

export function judgeAnswer(
  answer: Result<unknown>,
  tries: Tries,
  moment: Moment,
): { readonly verdict: Verdict; readonly tries: Tries } {
  if (answer.ok) return { verdict: { next: "stored" }, tries: noTries }
  // Another body under this id is in the log: the first sealing was stored and its answer got lost.
  if (answer.retry === "after-refresh" || answer.code === "send-id-reused") {
    if (tries.refreshes >= refreshesMax)
      return { verdict: { next: "failed", code: answer.code }, tries: noTries }
    return { verdict: { next: "look" }, tries: { ...tries, refreshes: tries.refreshes + 1 } }
  }
  if (answer.retry === "never") return { verdict: { next: "failed", code: answer.code }, tries: noTries }
  const failures = tries.failures + 1
  const retryAfter = "retryAfter" in answer ? Number(answer.retryAfter) : 0
  const until = moment.now + backoff(failures, moment.chance, retryAfter)
  return { verdict: { next: "wait", until }, tries: { ...tries, failures } }
}
