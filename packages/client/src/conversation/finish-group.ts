import { type Result, succeed } from "@colombe/base"
import { type AccountId, type ConversationId, conversationIdOf } from "@colombe/rules"
import { type Home, type Identity, transact } from "../home/home.ts"
import { isAcquainted } from "./acquainted.ts"
import { addMembers, isMember } from "./add-members.ts"
import { openConversation, positionsOf } from "./create.ts"
import { failPlan, forgetPlan, type PlannedGroup, planGroup, plannedGroupOf } from "./planned-group.ts"
import { pullConversation } from "./pull.ts"
import { sendTitle } from "./titles.ts"
import { loadView, saveRecord, type View } from "./view.ts"

/**
 * A group as it was planned, spec Y87: durable before the server hears of it, so that it is made whatever happens. What
 * cannot be done for now is done later; what the rules or the server refuse is told to whoever asked, and forgotten.
 */
export async function makeGroup(
  home: Home,
  identity: Identity,
  planned: Omit<PlannedGroup, "plannedAtMs" | "failed">,
): Promise<Result<ConversationId>> {
  const conversation = conversationIdOf(home.crypto, planned.seed)
  const kept = await planGroup(home, identity, conversation, {
    ...planned,
    plannedAtMs: home.clock.now(),
    failed: undefined,
  })
  if (!kept.ok) return kept
  const made = await finishGroup(home, identity, conversation)
  if (made.ok || made.retry !== "never") return succeed(conversation)
  await forgetNow(home, identity, conversation)
  return made
}

/** When nobody waits for the answer: a group that is refused for good stays where it was planned, and says why. */
export async function finishGroupLater(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
): Promise<Result<void>> {
  const made = await finishGroup(home, identity, conversation)
  if (made.ok || made.retry !== "never") return made
  if ((await loadView(home, home.store, conversation)) === undefined)
    await failPlan(home, conversation, made.code)
  else await forgetNow(home, identity, conversation)
  return made
}

/** From wherever it was interrupted. */
export async function finishGroup(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
): Promise<Result<void>> {
  const planned = await plannedGroupOf(home.store, conversation)
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
  return forgetNow(home, identity, conversation)
}

function forgetNow(home: Home, identity: Identity, conversation: ConversationId): Promise<Result<void>> {
  return transact(home, async transaction => {
    forgetPlan(home, identity, transaction, conversation)
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
