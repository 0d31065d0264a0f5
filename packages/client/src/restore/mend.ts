import { decode, encode, equal, fail, type Result, succeed } from "@colombe/base"
import { createCommit, type Proposal } from "@colombe/mls"
import {
  type AccountId,
  type ColombeGroup,
  type ConversationId,
  colombeGroup,
  type RoleEntry,
} from "@colombe/rules"
import { addMembers, isMember } from "../conversation/add-members.ts"
import { commitChange } from "../conversation/commit.ts"
import { pendingReferences } from "../conversation/commit-pending.ts"
import { policyOf, seatsOf } from "../conversation/facts.ts"
import { joinConversation } from "../conversation/join.ts"
import { oweInvitations } from "../conversation/owed-invitations.ts"
import { withPath } from "../conversation/own-leaf.ts"
import { policyProposal, sorted, without } from "../conversation/policy.ts"
import { pullConversation } from "../conversation/pull.ts"
import { loadView, saveRecord, type View } from "../conversation/view.ts"
import { type Home, type Identity, transact } from "../home/home.ts"
import type { RecordReader } from "../home/transaction.ts"
import { changesIn } from "../records/conversation-records.ts"
import { deleteRecord, readRecord } from "../records/table.ts"
import { entriesBehind } from "./forget-places.ts"
import { type FallbackRecord, fallbackTable } from "./records.ts"
import { isSuspect } from "./suspect.ts"

/** Who came back with the backup and is still there; undefined where no commit of this conversation was lost. */
export async function comeBackIn(
  reader: RecordReader,
  { record, state }: View,
): Promise<readonly AccountId[] | undefined> {
  const known = await readRecord(reader, fallbackTable, record.conversation)
  if (known === undefined) return undefined
  const settled = await settledSince(reader, record.conversation, known.from)
  return known.back.filter(
    account => isMember({ record, state }, account) && !settled.some(one => equal(one, account)),
  )
}

/** People of whom somebody has said since, by a commit, whether they belong there. */
async function settledSince(
  reader: RecordReader,
  conversation: ConversationId,
  from: number,
): Promise<readonly AccountId[]> {
  const behind = await entriesBehind(reader, conversation, from)
  const changes = behind.flatMap(({ entry: { shown } }) => changesIn(shown))
  return changes.flatMap(({ by, change }) => {
    if (change.type === "added" || change.type === "removed") return change.people
    return change.type === "left" ? [by] : []
  })
}

/**
 * Spec Y84: what the lost commits had done is done again, as far as this device may. Before those who had been taken out
 * are out again, nothing is said here; whoever may not take them out waits for somebody who may.
 */
export async function mend(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
): Promise<Result<void>> {
  const known = await readRecord(home.store, fallbackTable, conversation)
  if (known === undefined) return succeed()
  const policy = decode(colombeGroup, known.policy)
  if (!policy.ok) return fail("storage-damaged")
  const whole = await restore(home, identity, conversation, known, policy.value)
  const mended =
    whole.ok || whole.code !== "commit-forbidden" ? whole : await restore(home, identity, conversation, known)
  const view = await loadView(home, home.store, conversation)
  const back = view && (await comeBackIn(home.store, view))
  if (view === undefined || back === undefined) return succeed()
  if (back.length > 0) {
    await alert(home, conversation, "member-back")
    return fail("member-back", "after-delay", mended)
  }
  const lost = await lostPeople(home.store, view, known)
  // Who may not add people leaves it to those who may.
  if (lost.length > 0) {
    const added = await addMembers(home, identity, conversation, lost)
    if (!added.ok && added.retry !== "never") return added
  }
  await transact(home, async transaction => {
    deleteRecord(transaction, fallbackTable, conversation)
    return succeed()
  })
  await alert(home, conversation, undefined)
  return succeed()
}

/** What a send goes out from: never what the server has lost, and nothing while people who had been taken out are back. */
export async function whereItStands(home: Home, identity: Identity, view: View): Promise<Result<View>> {
  const { conversation } = view.record
  const current = (await isSuspect(home.store, conversation))
    ? await pullConversation(home, identity, conversation)
    : succeed(view)
  if (!current.ok || (await comeBackIn(home.store, current.value)) === undefined) return current
  const joined = await joinConversation(home, identity, conversation)
  const mended = joined.ok ? await mend(home, identity, conversation) : joined
  return mended.ok ? pullConversation(home, identity, conversation) : mended
}

async function lostPeople(
  reader: RecordReader,
  view: View,
  { people, from }: FallbackRecord,
): Promise<readonly AccountId[]> {
  if (policyOf(view.state.public).seed.kind === "direct") return []
  const settled = await settledSince(reader, view.record.conversation, from)
  return people.filter(account => !isMember(view, account) && !settled.some(one => equal(one, account)))
}

/** One commit with new keys: those who came back are out, and with `policy` the rules are what they were. */
async function restore(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  known: FallbackRecord,
  policy?: ColombeGroup,
): Promise<Result<void>> {
  let tried = false
  const changed = await commitChange(home, identity, conversation, async view => {
    const { member } = view.state
    if (member === undefined) return fail("conversation-unknown", "after-delay")
    const back = (await comeBackIn(home.store, view)) ?? []
    const now = policyOf(member.public)
    const isFirst = (await settledSince(home.store, conversation, known.from)).length === 0
    const next = policyAfter(now, back, isFirst ? policy : undefined, account => isMember(view, account))
    if (back.length === 0 && samePolicy(now, next)) return succeed(undefined)
    if (tried && back.length === 0) return succeed(undefined)
    tried = true
    const removes: Proposal[] = seatsOf(member.public)
      .filter(({ account }) => back.some(one => equal(one, account)))
      .map(({ index }) => ({ kind: "remove", removed: index }))
    return createCommit(home.mls, member, {
      signer: identity.signer,
      proposals: [...removes, policyProposal(member.public, next)],
      references: pendingReferences(member.public),
      forcePath: true,
      ...(await withPath(home, identity, view, back.length > 0 ? "removePerson" : "policy")),
    })
  })
  if (!changed.ok) return changed
  await oweInvitations(home, conversation, changed.value.state.public)
  return succeed()
}

function policyAfter(
  now: ColombeGroup,
  back: readonly AccountId[],
  before: ColombeGroup | undefined,
  isThere: (account: AccountId) => boolean,
): ColombeGroup {
  const stays = (account: AccountId) => isThere(account) && !back.some(one => equal(one, account))
  const roles: readonly RoleEntry[] =
    before === undefined
      ? [...without(now.roles, back), ...back.map(account => ({ account, role: "banned" as const }))]
      : before.roles.filter(({ account, role }) => role === "banned" || stays(account))
  const rules = before ?? now
  return {
    ...now,
    history: rules.history,
    historyDays: rules.historyDays,
    ttlSeconds: rules.ttlSeconds,
    links: rules.links,
    roles: now.seed.kind === "group" ? sorted(roles) : now.roles,
    dormant: without(now.dormant, back),
    chains: without(now.chains, back),
  }
}

function samePolicy(left: ColombeGroup, right: ColombeGroup): boolean {
  return equal(encode(colombeGroup, left), encode(colombeGroup, right))
}

async function alert(home: Home, conversation: ConversationId, code: string | undefined): Promise<void> {
  await transact(home, async transaction => {
    const view = await loadView(home, transaction, conversation)
    const before = view?.record.alert
    const isOurs = before === undefined || before === "member-back"
    if (view !== undefined && isOurs && before !== code)
      saveRecord(home, transaction, { ...view.record, alert: code })
    return succeed()
  })
}
