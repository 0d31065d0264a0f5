/** What this browser keeps of small things; nothing where storage is blocked. */
export function readKept(name: string): string | undefined {
  try {
    return localStorage.getItem(name) ?? undefined
  } catch {
    return undefined
  }
}

/** Where storage is blocked or full it lasts as long as the page. */
export function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value)
  } catch {
    // Said above: nothing depends on it.
  }
}
