/** Held, shared, by every tab in which something is under way that a reload would lose. */
const lockName = "colombe-at-work"

let works = 0
let rest = () => {}
const calmTasks: (() => void)[] = []

/** Something is under way here that a reload would lose; returns how to say that it is not any more. */
export function beginWork(): () => void {
  works += 1
  if (works === 1) {
    const rested = new Promise<void>(resolve => {
      rest = resolve
    })
    // Where there are no locks there is no service worker either, and nobody asks.
    navigator.locks.request(lockName, { mode: "shared" }, () => rested).catch(() => {})
  }
  let isOver = false
  return () => {
    if (isOver) return
    isOver = true
    works -= 1
    if (works > 0) return
    rest()
    for (const task of calmTasks.splice(0)) task()
  }
}

/** At once, or as soon as nothing is under way in this tab. */
export function whenCalm(task: () => void): void {
  if (works === 0) task()
  else calmTasks.push(task)
}

/** Milliseconds for what is over in a moment, such as a draft that is being kept. */
const patienceMs = 3000

/** Runs it once no tab is at work, and lets none begin meanwhile; says whether that came soon enough. */
export async function whileCalmEverywhere(task: () => Promise<void>): Promise<boolean> {
  try {
    await navigator.locks.request(lockName, { signal: AbortSignal.timeout(patienceMs) }, task)
    return true
  } catch (error) {
    if (error instanceof DOMException && error.name === "TimeoutError") return false
    throw error
  }
}
