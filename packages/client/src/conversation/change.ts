import { decode, equal, keyOf } from "@colombe/base"
import type { CommitEffects, PublicGroup } from "@colombe/mls"
import { type AccountId, type ColombeGroup, commitData, type Role, readColombeGroup } from "@colombe/rules"
import { linkChanges } from "../invites/join-link.ts"
import type { Shown, ShownChange } from "../records/conversation-records.ts"
import { policyOf, type Seat, seatOf, seatOfDevice, seatsOf } from "./facts.ts"
import { sameHistory } from "./history-policy.ts"

/**
 * The line that a commit leaves between the messages: all that it did to people, to their roles, to what holds for what
 * is said, and to devices (spec Y88).
 */
export function changeOf(before: PublicGroup, effects: CommitEffects): Shown {
  const by = committerOf(effects)
  if (by === undefined) return { shows: "nothing" }
  const read = readColombeGroup(effects.extensions.after)
  const [was, is] = [policyOf(before), read.ok ? read.value : policyOf(before)]
  const moves = movesOf(before, effects, was, is)
  const changes = [
    ...peopleChanges(by, moves, isByLink(effects) ? "joined-by-link" : "joined"),
    ...roleChanges(was, is, moves).map(change => ({ by, change })),
    ...ruleChanges(was, is).map(change => ({ by, change })),
    ...deviceChanges(before, effects, moves).map(change => ({ by, change })),
  ]
  const [first, ...more] = changes
  if (first === undefined) return { shows: "nothing" }
  return more.length === 0 ? { shows: "change", ...first } : { shows: "changes", changes }
}

type Change = ShownChange["change"]
type Accounts = ReadonlyMap<string, AccountId>

/** Who was in and who is, and how they came or went. */
interface Moves {
  readonly was: Accounts
  readonly is: Accounts
  readonly leavers: readonly AccountId[]
  readonly joined: AccountId | undefined
  /** Brought in by somebody else. */
  readonly added: readonly AccountId[]
  readonly removed: readonly AccountId[]
}

function movesOf(
  before: PublicGroup,
  effects: CommitEffects,
  policyBefore: ColombeGroup,
  policyAfter: ColombeGroup,
): Moves {
  const was = accountsIn(policyBefore, seatsOf(before))
  const removedIndices = new Set(effects.removed.map(({ leafIndex }) => leafIndex))
  const stay = seatsOf(before).filter(({ index }) => !removedIndices.has(index))
  const seats = addedSeats(effects)
  const joiner = joinerOf(effects)
  const is = accountsIn(policyAfter, [
    ...stay,
    ...seats,
    ...(joiner === undefined ? [] : [{ account: joiner }]),
  ])
  const leavers = effects.removed.flatMap(({ bySelf, leafIndex, leaf }) =>
    bySelf ? (seatOf(leafIndex, leaf)?.account ?? []) : [],
  )
  const joined = joiner === undefined || hasSeat(before, joiner) ? undefined : joiner
  const came = [...is.values()].filter(account => !was.has(keyOf(account)))
  const entered = seats.map(({ account }) => account).filter(account => !hasSeat(before, account))
  const except = (accounts: readonly AccountId[], some: readonly (AccountId | undefined)[]) =>
    accounts.filter(account => !some.some(one => one !== undefined && equal(one, account)))
  const went = [...was.values()].filter(account => !is.has(keyOf(account)))
  const added = except(distinct([...came, ...entered]), [joined])
  return { was, is, leavers, joined, added, removed: except(went, leavers) }
}

function peopleChanges(
  by: AccountId,
  { leavers, joined, added, removed }: Moves,
  howJoined: "joined" | "joined-by-link",
): readonly ShownChange[] {
  return [
    ...leavers.map(leaver => ({ by: leaver, change: { type: "left" } }) as const),
    ...(joined === undefined ? [] : [{ by: joined, change: { type: howJoined } } as const]),
    ...(added.length === 0 ? [] : [{ by, change: { type: "added", people: added } } as const]),
    ...(removed.length === 0 ? [] : [{ by, change: { type: "removed", people: removed } } as const]),
  ]
}

const roleOrder: readonly Role[] = ["owner", "admin", "moderator", "member"]

/** A role is worth something to members alone; a ban says something of those who are none. */
function roleChanges(before: ColombeGroup, after: ColombeGroup, { was, is }: Moves): readonly Change[] {
  const listed = ({ roles }: ColombeGroup) =>
    new Map(roles.map(({ account, role }) => [keyOf(account), role]))
  const [rolesBefore, rolesAfter] = [listed(before), listed(after)]
  const given = roleOrder.flatMap((role): readonly Change[] => {
    const people = [...is].flatMap(([key, account]) => {
      const from = was.has(key) ? (rolesBefore.get(key) ?? "member") : "member"
      return from !== role && (rolesAfter.get(key) ?? "member") === role ? [account] : []
    })
    return people.length === 0 ? [] : [{ type: "role", people, role }]
  })
  const isBanned = (roles: ReadonlyMap<string, Role>, account: AccountId) =>
    roles.get(keyOf(account)) === "banned"
  const strangers = distinct([...before.roles, ...after.roles].map(({ account }) => account)).filter(
    account => !was.has(keyOf(account)) && !is.has(keyOf(account)),
  )
  const banned = strangers.filter(one => isBanned(rolesAfter, one) && !isBanned(rolesBefore, one))
  const unbanned = strangers.filter(one => isBanned(rolesBefore, one) && !isBanned(rolesAfter, one))
  return [
    ...given,
    ...(banned.length === 0 ? [] : [{ type: "banned", people: banned } as const]),
    ...(unbanned.length === 0 ? [] : [{ type: "unbanned", people: unbanned } as const]),
  ]
}

function isByLink({ authenticatedData }: CommitEffects): boolean {
  const data = decode(commitData, authenticatedData)
  return data.ok && data.value.reason === "link"
}

function ruleChanges(before: ColombeGroup, after: ColombeGroup): readonly Change[] {
  const { history, historyDays, ttlSeconds } = after
  const links = linkChanges(before.links, after.links)
  return [
    ...(sameHistory(before, after) ? [] : [{ type: "history", history, historyDays } as const]),
    ...(before.ttlSeconds === ttlSeconds ? [] : [{ type: "timer", ttlSeconds } as const]),
    ...links.made.map(() => ({ type: "link-made" }) as const),
    ...links.ended.map(() => ({ type: "link-ended" }) as const),
  ]
}

/** Of people who were in and stay. */
function deviceChanges(
  before: PublicGroup,
  effects: CommitEffects,
  { is, joined }: Moves,
): readonly Change[] {
  const joiner = joinerOf(effects)
  const comes = addedSeats(effects).some(({ account }) => hasSeat(before, account))
  const entersBeside = joiner !== undefined && joined === undefined && !hasDevice(before, effects)
  const goes = effects.removed.some(({ leafIndex, leaf }) => {
    const account = seatOf(leafIndex, leaf)?.account
    return account !== undefined && is.has(keyOf(account))
  })
  return [
    ...(comes || entersBeside ? [{ type: "device-added" } as const] : []),
    ...(goes && joiner === undefined ? [{ type: "device-removed" } as const] : []),
  ]
}

function addedSeats(effects: CommitEffects): readonly Seat[] {
  return effects.added.flatMap(({ leafIndex, leaf }) => seatOf(leafIndex, leaf) ?? [])
}

export function committerOf({ committer }: CommitEffects): AccountId | undefined {
  if (committer.external) return committer.after && seatOf(committer.leafIndex, committer.after)?.account
  return committer.before === undefined ? undefined : seatOf(committer.leafIndex, committer.before)?.account
}

function joinerOf({ committer }: CommitEffects): AccountId | undefined {
  if (!committer.external || committer.after === undefined) return undefined
  return seatOf(committer.leafIndex, committer.after)?.account
}

function hasSeat(group: PublicGroup, account: AccountId): boolean {
  return seatsOf(group).some(seat => equal(seat.account, account))
}

/** Whether the device that joins from outside was there: then it only has new keys. */
function hasDevice(group: PublicGroup, { committer }: CommitEffects): boolean {
  const seat = committer.after && seatOf(committer.leafIndex, committer.after)
  return seat !== undefined && seatOfDevice(group, seat.account, seat.device) !== undefined
}

function accountsIn(
  policy: Pick<ColombeGroup, "dormant">,
  leaves: readonly { readonly account: AccountId }[],
): ReadonlyMap<string, AccountId> {
  return new Map([...leaves, ...policy.dormant].map(({ account }) => [keyOf(account), account]))
}

function distinct(accounts: readonly AccountId[]): AccountId[] {
  return [...new Map(accounts.map(account => [keyOf(account), account])).values()]
}
