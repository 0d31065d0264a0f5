/**
 * A failure's cause crosses where it is plain data, such as the word that was wrong. Anything else, an error with its
 * stack say, is for the process that failed, and may not even be copied.
 */
export function withPlainCause(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("cause" in value)) return value
  const { cause, ...rest } = value
  return isPlain(cause) ? value : rest
}

function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null)
    return typeof value !== "function" && typeof value !== "symbol"
  if (Array.isArray(value)) return value.every(isPlain)
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain)
}
