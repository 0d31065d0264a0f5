import { type Bytes, equal } from "@colombe/base"
import { type AccountId, readPositionsMembersMax } from "@colombe/rules"
import type { RecordReader } from "../home/transaction.ts"
import { scanRecords } from "../records/table.ts"
import { isShared } from "./privacy.ts"
import { readByTable } from "./records.ts"

const accountBytes = 32
/** Whoever was a member once may have left a row. */
const rowsMax = 4 * readPositionsMembersMax

export interface ReadBy {
  readonly account: AccountId
  readonly seq: number
}

/** How far others have read, as far as they say and this person says it too. */
export async function readByOthers(reader: RecordReader, conversation: Bytes): Promise<readonly ReadBy[]> {
  if (!(await isShared(reader, "receipts"))) return []
  const rows = await scanRecords(reader, readByTable, { under: [conversation], limit: rowsMax })
  return rows.map(({ key, value }) => ({ account: key.slice(-accountBytes), seq: value }))
}

/** Of those who are members now. */
export function ofMembers(
  reads: readonly ReadBy[],
  members: readonly { readonly account: AccountId }[],
): readonly ReadBy[] {
  return reads.filter(read => members.some(({ account }) => equal(account, read.account)))
}

/** Up to where nobody of these is missing. */
export function readByEach(
  reads: readonly ReadBy[],
  others: readonly { readonly account: AccountId }[],
): number {
  if (others.length === 0) return 0
  return Math.min(...others.map(({ account }) => reads.find(read => equal(read.account, account))?.seq ?? 0))
}
