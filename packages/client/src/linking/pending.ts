import { type AccountId, accountId } from "@colombe/rules"
import type { Table } from "../records/table.ts"

/**
 * The account that this home's person agreed to enter, durable before its key signs for that: where the old device or
 * this process goes away half-way, the chain tells later whether it came in.
 */
export const pendingAccountTable: Table<AccountId> = { number: 82, codec: accountId }
