import type { Home, Identity } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import type { Ahead } from "./open-ahead.ts"

/** What every step of receiving works with. */
export interface Receiving {
  readonly home: Home
  readonly identity: Identity
  readonly transaction: Transaction
  /** What was begun before its turn. */
  readonly ahead?: Ahead | undefined
}
