import type { ConversationId } from "@colombe/rules"
import type { EpochPlace } from "../conversation/epoch-place.ts"
import { type EpochRoster, rosterTable } from "../conversation/roster.ts"
import type { RecordReader } from "../home/transaction.ts"
import { entryTable, seqKey } from "../records/conversation-records.ts"
import { scanRecords } from "../records/table.ts"
import { placeOfKey } from "./key-mail-records.ts"

/** One epoch as this device replayed it. */
export interface EpochFacts {
  readonly place: EpochPlace
  readonly roster: EpochRoster
  readonly firstEntryMs: number
  readonly lastEntryMs: number
}

/** Epochs of one conversation that are looked at, and entries read at one time. */
const epochsMax = 16_384
const entriesPage = 1024

/** All epochs of a conversation whose roster is known here, oldest first. The entry that makes one is its first. */
export async function epochsOf(
  reader: RecordReader,
  conversation: ConversationId,
): Promise<readonly EpochFacts[]> {
  const times = await timesOf(reader, conversation)
  const rows = await scanRecords(reader, rosterTable, { under: [conversation], limit: epochsMax })
  return rows.flatMap(({ key, value }) => {
    const place = placeOfKey(key)
    const time = times.get(nameOf(place))
    return time === undefined
      ? []
      : [{ place, roster: value, firstEntryMs: time.first, lastEntryMs: time.last }]
  })
}

async function timesOf(reader: RecordReader, conversation: ConversationId) {
  const times = new Map<string, { first: number; last: number }>()
  for (let from = 1; ; from += entriesPage) {
    const rows = await scanRecords(reader, entryTable, {
      under: [conversation],
      from: seqKey(from),
      limit: entriesPage,
    })
    for (const { value } of rows) {
      const known = times.get(nameOf(value))
      times.set(nameOf(value), { first: known?.first ?? value.atMs, last: value.atMs })
    }
    if (rows.length < entriesPage) return times
  }
}

function nameOf({ incarnation, epoch }: Pick<EpochPlace, "incarnation" | "epoch">): string {
  return `${incarnation} ${epoch}`
}
