import { toHex } from "@colombe/base"
import { scanRecords } from "../records/table.ts"
import type { LocalStore } from "../store/port.ts"
import { generationTable } from "../vault/records.ts"

/** The generations of the vault as a device judges them, oldest first, with the secret where it has it. */
export async function vaultState(
  store: Pick<LocalStore, "get" | "scan">,
): Promise<readonly { standing: string; secret: string | undefined }[]> {
  const rows = await scanRecords(store, generationTable, { limit: 1000 })
  return rows.map(({ value }) => ({
    standing: value.standing,
    secret: value.secret && toHex(value.secret.sk) + toHex(value.secret.hk),
  }))
}
