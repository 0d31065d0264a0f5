import { type Decoded, equal, struct, uint32 } from "@colombe/base"
import {
  type AccountId,
  type DeviceId,
  deviceId,
  type Following,
  headOf,
  stateOf,
  type VerifiedChain,
} from "@colombe/rules"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { deleteRecord, readRecord, scanRecords, type Table } from "../records/table.ts"

const verified = struct({ by: deviceId, generation: uint32 })
/** By account: the device of this person's on which the numbers were compared, and the chain's generation then. */
export const verifiedTable: Table<Decoded<typeof verified>> = { number: 95, codec: verified }

/** People who can be verified at one time. */
const verifiedMax = 10_000

export async function isVerified(reader: RecordReader, account: AccountId): Promise<boolean> {
  return (await readRecord(reader, verifiedTable, account)) !== undefined
}

/** A reset or a fork of somebody's chain: what was compared is not who they are now. */
export async function forgetReset(transaction: Transaction, following: Following): Promise<void> {
  const { account } = following.chain
  const known = await readRecord(transaction, verifiedTable, account)
  if (known !== undefined && !isOf(following, known.generation))
    deleteRecord(transaction, verifiedTable, account)
}

/** A device of this account was lost: somebody else may have used it to say whom this person has verified. */
export async function forgetLost(transaction: Transaction, own: VerifiedChain): Promise<void> {
  for (const { key, value } of await scanRecords(transaction, verifiedTable, { limit: verifiedMax }))
    if (isLost(own, value.by)) deleteRecord(transaction, verifiedTable, key)
}

export function isLost(own: VerifiedChain, device: DeviceId): boolean {
  return stateOf(own).removed.some(({ id, lostSinceMs }) => lostSinceMs > 0 && equal(id, device))
}

export function isOf(following: Following, generation: number): boolean {
  return following.at === "followed" && headOf(following.chain).generation === generation
}
