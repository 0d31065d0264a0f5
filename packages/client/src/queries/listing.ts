import type { Milliseconds } from "@colombe/base"
import type { ConversationSummary, LastLine } from "../api/index.ts"
import type { Home } from "../home/home.ts"
import type { MeRecord } from "../records/account-records.ts"
import { type Looking, type People, peopleIn, waitingItem } from "./message-item.ts"
import { type MarksReader, marksOfAll } from "./own-marks.ts"

/** What every summary of one list is made with. */
export interface Listing {
  readonly home: Home
  readonly me: MeRecord
  readonly people: People
  readonly marks: MarksReader
}

export async function listingOf(home: Home, me: MeRecord): Promise<Listing> {
  return { home, me, people: peopleIn(home.store), marks: await marksOfAll(home.store) }
}

/** For their order. */
export interface DatedSummary {
  readonly at: Milliseconds
  readonly summary: ConversationSummary
}

/** What was written last of what waits. */
export async function lastWaiting(looking: Looking): Promise<LastLine | undefined> {
  for (const row of looking.rows.toReversed()) {
    const item = await waitingItem(looking, row)
    if (item !== undefined) return { item, at: item.at }
  }
  return undefined
}
