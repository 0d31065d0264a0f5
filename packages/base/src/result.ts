/** When it makes sense to try again: never, after fetching newer state, or after waiting. */
export type Retry = "never" | "after-refresh" | "after-delay"

/** An expected failure: a value with a code. The same shape in a function and on the wire. */
export interface Failure<Code extends string = string> {
  readonly ok: false
  readonly code: Code
  readonly retry: Retry
  /** For logs of the process that failed; never sent. */
  readonly cause?: unknown
}

export interface Success<Value> {
  readonly ok: true
  readonly value: Value
}

export type Result<Value, Code extends string = string> = Success<Value> | Failure<Code>

export function succeed(): Success<void>
export function succeed<Value>(value: Value): Success<Value>
export function succeed(value?: unknown): Success<unknown> {
  return { ok: true, value }
}

export function fail<const Code extends string>(
  code: Code,
  retry: Retry = "never",
  cause?: unknown,
): Failure<Code> {
  return cause === undefined ? { ok: false, code, retry } : { ok: false, code, retry, cause }
}

/** For places where a failure would be a bug of ours: tests, fixtures, values just made. */
export function unwrap<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`unexpected failure: ${result.code}`, { cause: result.cause })
  return result.value
}
