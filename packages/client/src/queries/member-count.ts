import { equal, toHex } from "@colombe/base"
import { rosterOf } from "../conversation/roster.ts"
import { loadView, type View } from "../conversation/view.ts"
import type { Home } from "../home/home.ts"
import { type ConversationRecord, groupTable } from "../records/conversation-records.ts"
import { readRecord } from "../records/table.ts"

/** A group as it was counted last; its tag and its proposals say whether it still is that group. */
interface Counted {
  readonly confirmationTag: Uint8Array
  readonly pending: number
  readonly members: number
}

/** Loading a group costs far more than all else that a list shows of it, and few groups change between two lists. */
const countedBy = new WeakMap<Home, Map<string, Counted>>()

/** Accounts in a conversation; undefined where this device has no group of it yet. */
export async function memberCountOf(
  home: Home,
  { conversation }: ConversationRecord,
): Promise<number | undefined> {
  const group = await readRecord(home.store, groupTable, conversation)
  if (group === undefined) return undefined
  const counted = countedBy.get(home) ?? new Map<string, Counted>()
  countedBy.set(home, counted)
  const known = counted.get(toHex(conversation))
  const { confirmationTag, pending } = group
  if (known?.pending === pending && equal(known.confirmationTag, confirmationTag)) return known.members
  const view = await loadView(home, home.store, conversation)
  if (view === undefined) return undefined
  const members = membersIn(view)
  counted.set(toHex(conversation), { confirmationTag, pending, members })
  return members
}

export function membersIn({ state }: View): number {
  return rosterOf(state.public).accounts.length
}
