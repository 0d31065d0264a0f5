import type { Database } from "bun:sqlite"
import type { StorageCode } from "@colombe/base"
import { storageCode } from "../failure.ts"
import type { Call, Operations } from "./operations.ts"

/**
 * A batch ends when it has run for so long, so that the first of it does not wait for the last of many heavy calls. It
 * is about one wait for a common disk: much shorter, and a busy machine would wait for the disk after a few calls.
 */
const batchMilliseconds = 10

export type Outcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: StorageCode | undefined; readonly message: string }

export interface Batches {
  /** Runs calls from `start` on in one transaction, as many as fit, and answers for those once it is on disk. */
  commit(calls: readonly Call[], start: number): readonly Outcome[]
}

/**
 * Where a batch fails, nothing of it is kept, and its calls run again one by one, so that one call too many for the
 * disk does not fail its neighbours. Where the disk fails to make a commit durable, nothing can be said of what it
 * holds: from then on everything is refused.
 */
export function openBatches(database: Database, operations: Operations): Batches {
  let broken: Outcome | undefined
  const run = ({ name, input }: Call): unknown =>
    (operations.all[name] as (...input: readonly unknown[]) => unknown)(...input)

  const attempt = (calls: readonly Call[], start: number, end: number): Outcome[] => {
    const outcomes: Outcome[] = []
    const deadline = performance.now() + batchMilliseconds
    database.run("BEGIN IMMEDIATE")
    for (const call of calls.slice(start, end)) {
      outcomes.push({ ok: true, value: run(call) })
      if (performance.now() >= deadline) break
    }
    database.run("COMMIT")
    return outcomes
  }

  const undo = (): void => {
    operations.heads.forget()
    if (database.inTransaction) database.run("ROLLBACK")
  }

  const single = (calls: readonly Call[], at: number): Outcome => {
    if (broken) return broken
    try {
      return attempt(calls, at, at + 1)[0] ?? { ok: false, code: undefined, message: "no call" }
    } catch (error) {
      const code = storageCode(error)
      const outcome: Outcome = { ok: false, code, message: String(error) }
      if (code !== undefined && code !== "storage-full") broken = outcome
      undo()
      return outcome
    }
  }

  return {
    commit(calls, start) {
      if (broken) return calls.slice(start).map(() => broken as Outcome)
      try {
        return attempt(calls, start, calls.length)
      } catch {
        undo()
        return calls.slice(start).map((_, index) => single(calls, start + index))
      }
    },
  }
}
