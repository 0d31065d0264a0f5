import { type Decoded, enumeration, fail, type Result, struct, succeed, uint16, vector } from "@colombe/base"
import {
  type AccountId,
  accountId,
  type ConversationId,
  conversationIdOf,
  conversationSeed,
} from "@colombe/rules"
import { type Home, type Identity, transact } from "../home/home.ts"
import { oweErrand, settleErrand } from "../records/send-records.ts"
import { deleteRecord, putRecord, readRecord, type Table } from "../records/table.ts"
import { text } from "../records/text.ts"
import { isAcquainted } from "./acquainted.ts"
import { addMembers, isMember } from "./add-members.ts"
import { openConversation, positionsOf } from "./create.ts"
import { pullConversation } from "./pull.ts"
import { sendTitle } from "./titles.ts"
import { loadView, saveRecord, type View } from "./view.ts"

const plannedGroup = struct({
  seed: conversationSeed,
  title: text,
  people: vector(accountId),
  history: enumeration(1, { none: 0, days: 1, all: 2 }),
  historyDays: uint16,
})
export type PlannedGroup = Decoded<typeof plannedGroup>
/** By conversation: a group that this device is about to make. */
const plannedGroupTable: Table<PlannedGroup> = { number: 96, codec: plannedGroup }

/** Answers that leave it open what the server has done. */
const uncertain: readonly string[] = ["timeout", "connection-lost"]

/**
 * A group as it was planned, spec Y87: durable before the server hears of it, so that whatever happens it is there whole or
 * not at all. What cannot be done for now once the group is there is done later.
 */
export async function makeGroup(
  home: Home,
  identity: Identity,
  planned: PlannedGroup,
): Promise<Result<View>> {
  const conversation = conversationIdOf(home.crypto, planned.seed)
  const { account } = identity.me
  await transact(home, async transaction => {
    putRecord(transaction, plannedGroupTable, [conversation], planned)
    oweErrand(transaction, conversation, "finishGroup", account)
    return succeed()
  })
  const made = await finishGroup(home, identity, conversation)
  if (!made.ok) {
    const view = await loadView(home, home.store, conversation)
    if (view !== undefined && made.retry !== "never") return succeed(view)
    if (view === undefined && uncertain.includes(made.code)) return made
  }
  await transact(home, async transaction => {
    deleteRecord(transaction, plannedGroupTable, conversation)
    settleErrand(transaction, conversation, "finishGroup", account)
    return succeed()
  })
  const view = made.ok ? await loadView(home, home.store, conversation) : undefined
  return view === undefined ? (made.ok ? fail("conversation-unknown") : made) : succeed(view)
}

/** From wherever it was interrupted. */
export async function finishGroup(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
): Promise<Result<void>> {
  const planned = await readRecord(home.store, plannedGroupTable, conversation)
  if (planned === undefined) return succeed()
  const opened = await openPlanned(home, identity, conversation, planned)
  if (!opened.ok) return opened
  const view = await withTitle(home, opened.value, planned.title)
  const missing = planned.people.filter(account => !isMember(view, account))
  if (missing.length > 0) {
    const added = await addMembers(home, identity, conversation, missing)
    if (!added.ok) return added
  } else if (view.record.titleSeq === 0) {
    const titled = await sendTitle(home, view, planned.title)
    if (!titled.ok) return titled
  }
  return transact(home, async transaction => {
    deleteRecord(transaction, plannedGroupTable, conversation)
    return succeed()
  })
}

/** Strangers are dormant from the start. An opening whose answer was lost is found in the log. */
async function openPlanned(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  planned: PlannedGroup,
): Promise<Result<View>> {
  const known = await loadView(home, home.store, conversation)
  const there = known === undefined ? await pullConversation(home, identity, conversation) : succeed(known)
  if (there.ok || there.code !== "conversation-unknown") return there
  const strangers: AccountId[] = []
  for (const account of planned.people)
    if (!(await isAcquainted(home, identity, account))) strangers.push(account)
  const dormant = await positionsOf(home, strangers)
  if (!dormant.ok) return dormant
  return openConversation(home, identity, planned.seed, dormant.value, planned)
}

/** Known here before the log has it, so that invitations carry it. */
async function withTitle(home: Home, view: View, title: string): Promise<View> {
  if (view.record.titleSeq > 0) return view
  const record = { ...view.record, title }
  await transact(home, async transaction => {
    saveRecord(home, transaction, record)
    return succeed()
  })
  return { ...view, record }
}
