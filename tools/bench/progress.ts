/** Milliseconds between two lines. */
const pause = 5_000

/** Says on standard error how far a long part is, now and then: so that nobody takes it for stuck. */
export function progress(what: string, all: number): (done: number) => void {
  let nextAt = performance.now() + pause
  return done => {
    const now = performance.now()
    if (now < nextAt) return
    nextAt = now + pause
    console.error(`${what}: ${done.toLocaleString("en")} of ${all.toLocaleString("en")}`)
  }
}
