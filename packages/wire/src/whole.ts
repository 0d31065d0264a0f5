/** uint64 fields are bigints in generated code; everything counted here stays below 2^53. Undefined above it. */
export function whole(value: bigint): number | undefined {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : undefined
}
