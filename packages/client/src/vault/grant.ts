import { type Decoded, equal, fail, type Result, succeed } from "@colombe/base"
import { isFull } from "@colombe/seal"
import type { Home } from "../home/home.ts"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { putRecord, readRecord } from "../records/table.ts"
import { currentGeneration } from "./generations.ts"
import { generationKey, generationTable, grantTable, type vaultGrantCodec } from "./records.ts"

/** The keys of one generation, and the name of its header. */
export type VaultGrant = Decoded<typeof vaultGrantCodec>

/** What a new device needs to read the vault at once; undefined where this device cannot read it itself. */
export async function vaultGrant(_home: Home, source: RecordReader): Promise<VaultGrant | undefined> {
  const current = await currentGeneration(source)
  if (current === undefined || !isFull(current.secret)) return undefined
  return { generation: current.generation, vault: current.name, secret: current.secret }
}

/**
 * Kept until the header of that generation is read, and believed only where that header has this name and every one
 * of its seals holds under these keys (spec V15).
 */
export async function takeVaultGrant(
  _home: Home,
  transaction: Transaction,
  grant: VaultGrant,
): Promise<Result<void>> {
  const header = await readRecord(transaction, generationTable, generationKey(grant.generation))
  if (header !== undefined && !equal(header.name, grant.vault)) return fail("vault-chain-wrong")
  putRecord(transaction, grantTable, [], grant)
  return succeed()
}
