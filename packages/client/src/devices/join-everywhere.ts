import { type Milliseconds, succeed, toHex } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { joinConversation } from "../conversation/join.ts"
import { type Home, type Identity, transact } from "../home/home.ts"
import { deleteRecord, scanRecords } from "../records/table.ts"
import { joinTable } from "./owed-joins.ts"

/** In the background one conversation is joined in this time, in milliseconds: each join is a commit for all its members. */
export const joinEvery: Milliseconds = 1_000
/** How long a join that could not be done waits, in milliseconds. */
const joinAgain: Milliseconds = 30_000
/** Conversations that may wait to be joined. */
const joinsMax = 10_000

/** When the next join may be made, and which are to wait longer: gone with the process. */
export interface JoinPace {
  nextAt: Milliseconds
  readonly waiting: Map<string, Milliseconds>
}

export function newJoinPace(): JoinPace {
  return { nextAt: 0, waiting: new Map() }
}

/**
 * Joins the newest conversation that this device has no leaf in, if one is due (spec Y44). Gives when to come again;
 * undefined where nothing is left.
 */
export async function joinNext(
  home: Home,
  identity: Identity,
  pace: JoinPace,
): Promise<Milliseconds | undefined> {
  const now = home.clock.now()
  const rows = await scanRecords(home.store, joinTable, { limit: joinsMax })
  if (rows.length === 0) return undefined
  if (pace.nextAt > now) return pace.nextAt
  const due = rows.filter(({ key }) => (pace.waiting.get(toHex(key)) ?? 0) <= now)
  const newest = due.toSorted((left, right) => right.value - left.value)[0]
  if (newest === undefined) return now + joinAgain
  await join(home, identity, pace, newest.key)
  pace.nextAt = home.clock.now() + joinEvery
  return rows.length > 1 ? pace.nextAt : undefined
}

async function join(
  home: Home,
  identity: Identity,
  pace: JoinPace,
  conversation: ConversationId,
): Promise<void> {
  const joined = await joinConversation(home, identity, conversation)
  if (!joined.ok && joined.retry !== "never") {
    pace.waiting.set(toHex(conversation), home.clock.now() + joinAgain)
    return
  }
  // What no waiting mends is tried again before something is said there, and fails then, where somebody sees it.
  await transact(home, async transaction => {
    deleteRecord(transaction, joinTable, conversation)
    return succeed()
  })
}
