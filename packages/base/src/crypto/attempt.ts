/** What a library says by throwing about bad input is undefined here. */
export function attemptSync<Value>(compute: () => Value): Value | undefined {
  try {
    return compute()
  } catch {
    return undefined
  }
}
