/**
 * Many notices, few questions: one question under way, and one more if something changed meanwhile. A question that
 * rejects is over like any other, so that the next notice asks again; `failed` hears why.
 */
export function coalesce(
  ask: () => Promise<void>,
  failed: (error: unknown) => void = reportError,
): () => void {
  let state: "idle" | "asking" | "again" = "idle"
  const run = async (): Promise<void> => {
    state = "asking"
    await ask().catch(failed)
    const isAskedAgain = (state as "asking" | "again") === "again"
    state = "idle"
    if (isAskedAgain) await run()
  }
  return () => {
    if (state === "idle") void run()
    else state = "again"
  }
}
