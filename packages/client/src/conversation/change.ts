import { equal, keyOf } from "@colombe/base"
import type { CommitEffects, PublicGroup } from "@colombe/mls"
import { type AccountId, type ColombeGroup, readColombeGroup } from "@colombe/rules"
import type { Shown } from "../records/conversation-records.ts"
import { policyOf, seatOf, seatOfDevice, seatsOf } from "./facts.ts"
import { sameHistory } from "./history-policy.ts"

/**
 * The line that a commit leaves between the messages: what it did to people, or else to what people who come later can
 * read, or else to devices.
 */
export function changeOf(before: PublicGroup, effects: CommitEffects): Shown {
  const by = committerOf(effects)
  if (by === undefined) return { shows: "nothing" }
  const was = accountsIn(policyOf(before), seatsOf(before))
  const policy = readColombeGroup(effects.extensions.after)
  const removedIndices = new Set(effects.removed.map(({ leafIndex }) => leafIndex))
  const stay = seatsOf(before).filter(({ index }) => !removedIndices.has(index))
  const added = effects.added.flatMap(({ leafIndex, leaf }) => seatOf(leafIndex, leaf) ?? [])
  const joined = joinerOf(effects)
  const leaves = [...stay, ...added, ...(joined === undefined ? [] : [{ account: joined }])]
  const is = accountsIn(policy.ok ? policy.value : policyOf(before), leaves)
  const came = [...is.values()].filter(account => !was.has(keyOf(account)))
  const went = [...was.values()].filter(account => !is.has(keyOf(account)))
  const left = effects.removed.find(({ bySelf }) => bySelf)
  const leaver = left && seatOf(left.leafIndex, left.leaf)?.account
  if (leaver !== undefined) return { shows: "change", by: leaver, change: { type: "left" } }
  if (joined !== undefined && !hasSeat(before, joined))
    return { shows: "change", by: joined, change: { type: "joined" } }
  const entered = added.map(({ account }) => account).filter(account => !hasSeat(before, account))
  const people = distinct([...came, ...entered])
  if (people.length > 0) return { shows: "change", by, change: { type: "added", people } }
  if (went.length > 0) return { shows: "change", by, change: { type: "removed", people: went } }
  if (policy.ok && !sameHistory(policyOf(before), policy.value)) {
    const { history, historyDays } = policy.value
    return { shows: "change", by, change: { type: "history", history, historyDays } }
  }
  if (policy.ok && policyOf(before).ttlSeconds !== policy.value.ttlSeconds) {
    const { ttlSeconds } = policy.value
    return { shows: "change", by, change: { type: "timer", ttlSeconds } }
  }
  const entersBeside = joined !== undefined && !hasDevice(before, effects)
  if (added.length > 0 || entersBeside) return { shows: "change", by, change: { type: "device-added" } }
  if (effects.removed.length > 0 && joined === undefined)
    return { shows: "change", by, change: { type: "device-removed" } }
  return { shows: "nothing" }
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
