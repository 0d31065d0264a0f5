import type { Database } from "bun:sqlite"

/** What a store holds, in rows. A backup says it, so that a shorter one is noticed. */
export interface Totals {
  readonly accounts: number
  readonly conversations: number
  readonly entries: number
}

export function countTotals(database: Database): Totals {
  const totals = database
    .query<Totals, []>(
      `SELECT (SELECT count(*) FROM account) AS accounts, (SELECT count(*) FROM conversation) AS conversations,
         (SELECT count(*) FROM log) AS entries`,
    )
    .get()
  return totals ?? { accounts: 0, conversations: 0, entries: 0 }
}
