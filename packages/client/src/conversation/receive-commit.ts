import { type Bytes, decode, equal, fail, type Result, succeed } from "@colombe/base"
import { applyCommit, type CommitEffects, type Group, type PublicGroup, processMessage } from "@colombe/mls"
import { commitData, stateOf } from "@colombe/rules"
import { chainFor, heldChain } from "../account/chains.ts"
import { keepMakers, makerOf, titleOnArrival } from "../invites/records.ts"
import { reviveRows } from "../outbox/rows.ts"
import { changesIn, ownCommitTable, type Shown } from "../records/conversation-records.ts"
import { oweErrand } from "../records/send-records.ts"
import { deleteRecord, putRecord, readRecord } from "../records/table.ts"
import { untoldReadTable } from "../relay/records.ts"
import { keepBringer } from "../strangers/blocked.ts"
import { changeOf, committerOf } from "./change.ts"
import { closeHistory } from "./close-history.ts"
import { enterEpoch, keepRoster } from "./epoch.ts"
import { policyOf, type Seat, sameContext, seatOfDevice, seatsOf } from "./facts.ts"
import { enterState, type GroupState, inPublic, stateOfMember } from "./group-state.ts"
import { judge } from "./judge.ts"
import { leafChange, noteAge } from "./leaf-age.ts"
import { isDormant, membershipIn } from "./membership.ts"
import { withoutDamage } from "./receive-reopening.ts"
import type { Receiving } from "./receiving.ts"
import { oweReport } from "./reports.ts"
import { type PlacedEntry, putEntry, type View } from "./view.ts"
import { joinByWelcome } from "./welcome.ts"

/**
 * The next epoch, spec Y28 to Y31: the commit is applied in public and judged by the rules; then, where this device has
 * a leaf, its secrets follow, and must arrive at the same state byte for byte.
 */
export async function receiveCommit(
  receiving: Receiving,
  view: View,
  entry: PlacedEntry,
): Promise<Result<View>> {
  const { home, transaction } = receiving
  const { record, state } = view
  if (entry.body === undefined) return fail("group-unproven")
  if (entry.epoch !== state.public.context.epoch + 1) return fail("log-broken")
  const applied = await applyCommit(home.mls, state.public, entry.body)
  if (!applied.ok) return fail("log-broken", "never", applied)
  const { next, effects } = applied.value
  const judged = await judge(home, transaction, state.public, effects)
  if (!judged.ok) return judged.retry === "never" ? fail("log-broken", "never", judged) : judged
  const met = await meet(receiving, effects, next)
  if (!met.ok) return met
  const place = { conversation: record.conversation, incarnation: entry.incarnation, epoch: entry.epoch }
  const followed = await follow(receiving, view, entry, next, effects)
  if (!followed.ok) return followed
  keepRoster(home, transaction, place, next)
  const { member } = followed.value
  const entered = member && stateOfMember(await enterEpoch(home, transaction, place, member))
  if (entered?.member !== undefined) {
    const { leafIndex } = entered.member.secrets
    const change = leafChange(effects, leafIndex, state.member !== undefined)
    await noteAge(receiving, record.conversation, entry.atMs, change)
  }
  const membership = standing(receiving, view, effects, next)
  const { account, device } = receiving.identity.me
  if (!isInside(record.membership) && isInside(membership))
    keepBringer(transaction, record.conversation, bringerOf(receiving, effects), entry.atMs)
  await closeHistory(receiving, record.conversation, [state.public, next], entry.atMs)
  const hasLeaf = seatOfDevice(next, account, device) !== undefined
  if (hasLeaf && member === undefined) oweRejoin(receiving, record.conversation)
  const hasNewcomer = effects.added.length > 0 || effects.committer.external
  if (hasNewcomer) await oweRemovals(receiving, record.conversation, next)
  // It had the secrets of the epoch before, and this commit gave it none: that is the committer's doing.
  const isDamaging = hasLeaf && member === undefined && state.member !== undefined
  if (isDamaging) await oweReport(receiving, record.conversation, place)
  const shown = changeOf(state.public, effects)
  await noteLinks(receiving, view, effects, next, shown)
  if (changesIn(shown).some(({ change }) => change.type === "joined"))
    await reviveRows(transaction, record.conversation, "first-contact-limit")
  putEntry(transaction, record.conversation, entry, shown)
  if (membership === "member" && record.membership !== "member" && entered?.member !== undefined)
    owePosition(receiving, record)
  return succeed({
    record: {
      ...record,
      membership,
      title: membership === "member" ? await titleOnArrival(transaction, record) : record.title,
      alert: alertAfter(record.alert, isDamaging, state.member === undefined && member !== undefined),
      lastSeq: shown.shows === "nothing" ? record.lastSeq : entry.seq,
    },
    state: entered ?? followed.value,
  })
}

const isInside = (membership: View["record"]["membership"]): boolean =>
  membership === "member" || membership === "invited" || membership === "request"

function bringerOf({ identity }: Receiving, effects: CommitEffects): Bytes | undefined {
  const by = committerOf(effects)
  return by !== undefined && equal(by, identity.me.account) ? undefined : by
}

function alertAfter(before: string | undefined, isDamaging: boolean, isBack: boolean): string | undefined {
  if (isDamaging) return "group-damaged"
  return isBack ? withoutDamage(before) : before
}

/** What was read before this device accepted was told to nobody (spec Y67). */
function owePosition({ transaction }: Receiving, { conversation, readUpTo }: View["record"]): void {
  if (readUpTo > 0) putRecord(transaction, untoldReadTable, [conversation], readUpTo)
}

/** Who made which link, and whom a link of this account brought in: they read no title before somebody repeats it. */
async function noteLinks(
  { transaction, identity }: Receiving,
  { record, state }: View,
  effects: CommitEffects,
  next: PublicGroup,
  shown: Shown,
): Promise<void> {
  const { conversation } = record
  const by = committerOf(effects)
  if (by !== undefined) keepMakers(transaction, conversation, state.public, next, by)
  if (!changesIn(shown).some(({ change }) => change.type === "joined-by-link")) return
  const data = decode(commitData, effects.authenticatedData)
  const key = data.ok ? data.value.invite?.key.bytes : undefined
  const maker = key && (await makerOf(transaction, conversation, key))
  if (maker !== undefined && equal(maker, identity.me.account))
    oweErrand(transaction, conversation, "repeatTitle", identity.me.account)
}

/** The leaf is there and its secrets are not: joining anew mends that. */
function oweRejoin({ transaction, identity }: Receiving, conversation: Bytes): void {
  oweErrand(transaction, conversation, "rejoin", identity.me.account)
}

/**
 * Whoever added a device that this account removed did not know it: its removal is owed here, too. And whoever comes in
 * by words takes out one of those that were removed on the way in, and owes the others (spec Y48).
 */
async function oweRemovals(
  { home, transaction, identity }: Receiving,
  conversation: Bytes,
  next: PublicGroup,
): Promise<void> {
  const { account } = identity.me
  const following = await heldChain(home, transaction, account)
  const removed = following === undefined ? [] : stateOf(following.chain).removed
  const isIn = removed.some(({ id }) => seatOfDevice(next, account, id) !== undefined)
  if (isIn) oweErrand(transaction, conversation, "removeDevices", account)
}

function standing(
  { identity }: Receiving,
  { record, state }: View,
  effects: CommitEffects,
  next: PublicGroup,
): View["record"]["membership"] {
  const { account, device } = identity.me
  const [seats, policy] = [seatsOf(state.public), policyOf(state.public)]
  const own = seatOfDevice(state.public, account, device)
  const left = effects.removed.some(({ leafIndex, bySelf }) => bySelf && leafIndex === own?.index)
  if (own !== undefined && leavesFrom(effects, own)) return "left"
  const before = left ? "left" : record.membership
  const wasIn = seats.some(seat => equal(seat.account, account)) || isDormant(policy, account)
  return membershipIn(policyOf(next), seatsOf(next), identity.me, before, wasIn)
}

/** Another device of this account takes this one out on its way out of the conversation (spec Y91). */
function leavesFrom(effects: CommitEffects, own: Seat): boolean {
  const by = committerOf(effects)
  const data = decode(commitData, effects.authenticatedData)
  if (by === undefined || !equal(by, own.account) || !data.ok || data.value.reason !== "leave") return false
  return effects.removed.some(({ leafIndex, bySelf }) => !bySelf && leafIndex === own.index)
}

/** Whoever comes in is known from here on: their chain is fetched once and followed. */
async function meet(
  { home, transaction }: Receiving,
  effects: CommitEffects,
  next: PublicGroup,
): Promise<Result<void>> {
  const seats = effects.committer.external ? seatsOf(next) : []
  const newcomers = seats.filter(({ index }) => index === effects.committer.leafIndex)
  for (const { account } of [...newcomers, ...policyOf(next).dormant]) {
    const chain = await chainFor(home, transaction, account)
    if (!chain.ok) return fail(chain.code, "after-delay", chain)
  }
  return succeed()
}

/** The secrets of the new epoch, by whichever way this device has to them; none where it has no leaf. */
async function follow(
  receiving: Receiving,
  { record, state }: View,
  entry: PlacedEntry,
  next: PublicGroup,
  effects: CommitEffects,
): Promise<Result<GroupState>> {
  const { home, transaction, identity } = receiving
  const own = await readRecord(transaction, ownCommitTable, record.conversation)
  if (own !== undefined) {
    // Taken or overtaken: either way it is settled.
    deleteRecord(transaction, ownCommitTable, record.conversation)
    if (entry.body !== undefined && equal(own.commit, entry.body)) {
      const entered = enterState(home, next, own.secrets)
      return entered.ok ? entered : fail("log-broken")
    }
  }
  const seat = seatOfDevice(next, identity.me.account, identity.me.device)
  if (seat === undefined) return succeed(inPublic(next))
  if (state.member !== undefined && entry.body !== undefined)
    return succeed(await followAsMember(receiving, state.member, entry.body, next))
  // Only whoever is added is sent a Welcome.
  const isAdded = effects.added.some(({ leafIndex }) => leafIndex === seat.index)
  return isAdded ? joinByWelcome(receiving, record.conversation, entry, next) : succeed(inPublic(next))
}

/**
 * A commit that is right in public and cannot be processed by a member was made so by its author: this device goes on
 * in public, and joins again from there.
 */
async function followAsMember(
  { home }: Receiving,
  member: Group,
  body: Bytes,
  next: PublicGroup,
): Promise<GroupState> {
  const processed = await processMessage(home.mls, member, body)
  const follows =
    processed.ok &&
    processed.value.kind === "commit" &&
    processed.value.next !== undefined &&
    sameContext(processed.value.next.public, next)
  return follows && processed.value.next !== undefined ? stateOfMember(processed.value.next) : inPublic(next)
}
