import type { Crypto } from "@colombe/base/crypto"
import type { LastLine } from "../api/index.ts"
import type { RecordReader } from "../home/transaction.ts"
import type { MeRecord } from "../records/account-records.ts"
import { type Looking, type People, peopleIn, waitingItem } from "./message-item.ts"

/** What a summary is made with. */
export interface Listing {
  readonly crypto: Pick<Crypto, "hash">
  readonly reader: RecordReader
  readonly me: MeRecord
  readonly people: People
}

export function listingOf({ crypto }: Pick<Listing, "crypto">, reader: RecordReader, me: MeRecord): Listing {
  return { crypto, reader, me, people: peopleIn(reader) }
}

/** What was written last of what waits. */
export async function lastWaiting(looking: Looking): Promise<LastLine | undefined> {
  for (const row of looking.rows.toReversed()) {
    const item = await waitingItem(looking, row)
    if (item !== undefined) return { item, at: item.at }
  }
  return undefined
}
