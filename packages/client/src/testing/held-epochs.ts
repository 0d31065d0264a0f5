import type { Bytes } from "@colombe/base"
import { epochKeyTable } from "../records/conversation-records.ts"
import { scanRecords } from "../records/table.ts"
import type { LocalStore } from "../store/port.ts"
import type { HeldSecrets } from "./held-secrets.ts"

/** Keys of one epoch of one conversation that a home holds. */
export interface HeldEpoch {
  readonly conversation: Bytes
  readonly incarnation: number
  readonly epoch: number
  readonly candidates: HeldSecrets["epochKeys"]
}

const rowsMax = 10_000
/** Bytes of the parts of a key: conversation, incarnation, epoch. */
const [conversationEnd, incarnationEnd, epochEnd] = [32, 36, 44]

/** Which epochs a home could read, with the keys that say so. */
export async function heldEpochs(store: Pick<LocalStore, "get" | "scan">): Promise<readonly HeldEpoch[]> {
  const rows = await scanRecords(store, epochKeyTable, { limit: rowsMax })
  return rows.map(({ key, value }) => {
    const parts = new DataView(key.buffer, key.byteOffset, epochEnd)
    return {
      conversation: key.slice(0, conversationEnd),
      incarnation: parts.getUint32(conversationEnd),
      epoch: Number(parts.getBigUint64(incarnationEnd)),
      candidates: value,
    }
  })
}
