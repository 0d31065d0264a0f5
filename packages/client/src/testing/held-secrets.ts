import type { Bytes } from "@colombe/base"
import { deviceKeyTable, keyPackageTable } from "../records/account-records.ts"
import { epochKeyTable, groupTable } from "../records/conversation-records.ts"
import { scanRecords } from "../records/table.ts"
import type { LocalStore } from "../store/port.ts"

type EpochKeyCandidate = ReturnType<typeof epochKeyTable.codec.read>[number]

/** What a home holds and nobody else may learn, for tests that look for it elsewhere or try it on what others hold. */
export interface HeldSecrets {
  readonly deviceSeeds: readonly Bytes[]
  /** Of every epoch of every conversation. */
  readonly epochKeys: readonly EpochKeyCandidate[]
  /** Private parts of key packages and of groups, in the layout of their records. */
  readonly secretStates: readonly Bytes[]
}

const rowsMax = 10_000

export async function heldSecrets(store: LocalStore): Promise<HeldSecrets> {
  const all = { limit: rowsMax }
  const [seeds, keys, packages, groups] = [
    await scanRecords(store, deviceKeyTable, all),
    await scanRecords(store, epochKeyTable, all),
    await scanRecords(store, keyPackageTable, all),
    await scanRecords(store, groupTable, all),
  ]
  return {
    deviceSeeds: seeds.map(({ value }) => value),
    epochKeys: keys.flatMap(({ value }) => value),
    secretStates: [
      ...packages.map(({ value }) => value.secrets),
      ...groups.flatMap(({ value }) => value.secrets ?? []),
    ],
  }
}
