import { type Bytes, fromHex, toHex } from "../bytes.ts"

/** One test of a contract suite, for any runner: it passes unless `run` rejects. */
export interface Check {
  readonly name: string
  run(): Promise<void>
}

export function check(name: string, run: () => Promise<void>): Check {
  return { name, run }
}

/** Bytes, or their absence, compared as hexadecimal so that a failure can be read. */
export function expectBytes(
  actual: Bytes | undefined,
  expected: Bytes | string | undefined,
  what: string,
): void {
  const wanted = expected instanceof Uint8Array ? toHex(expected) : expected
  const got = actual && toHex(actual)
  if (got !== wanted) throw new Error(`${what}: expected ${wanted ?? "undefined"}, got ${got ?? "undefined"}`)
}

export function expectSame<Value extends string | number | boolean | undefined>(
  actual: Value,
  expected: Value,
  what: string,
): void {
  if (actual !== expected) throw new Error(`${what}: expected ${expected}, got ${actual}`)
}

export function expectDifferent(actual: Bytes | undefined, other: Bytes, what: string): void {
  if (actual !== undefined && toHex(actual) === toHex(other))
    throw new Error(`${what}: both are ${toHex(other)}`)
}

export async function expectRejection(attempt: () => Promise<unknown>, what: string): Promise<void> {
  const settled = await attempt().then(
    () => "resolved",
    () => "rejected",
  )
  expectSame(settled, "rejected", what)
}

/** For constants of tests: throws where the text is not hexadecimal. */
export function hex(text: string): Bytes {
  const bytes = fromHex(text)
  if (bytes === undefined) throw new Error(`not hexadecimal: ${text}`)
  return bytes
}
