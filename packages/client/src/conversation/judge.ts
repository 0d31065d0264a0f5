import { type Bytes, decode, equal, fail, type Result, succeed } from "@colombe/base"
import type { CommitEffects, CommittedProposal, PublicGroup } from "@colombe/mls"
import {
  type CommitFacts,
  colombeGroupExtension,
  commitData,
  type GroupFacts,
  judgeCommit,
  type LeafFact,
  pathsIn,
  type VerifiedChain,
} from "@colombe/rules"
import { fetchChain, heldChain } from "../account/chains.ts"
import type { Home } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { groupIdOf, policyOf, readColombeGroup, seatOf, seatsOf } from "./facts.ts"

export function groupFacts(group: PublicGroup): Result<GroupFacts> {
  const id = groupIdOf(group)
  if (!id.ok) return id
  return succeed({
    id: id.value,
    epoch: group.context.epoch,
    extension: policyOf(group),
    leaves: new Map(seatsOf(group).map(seat => [seat.index, seat])),
  })
}

/** What the commit does, in the terms of the rules. */
export function commitFacts(effects: CommitEffects): Result<CommitFacts> {
  const data = decode(commitData, effects.authenticatedData)
  const path = effects.committer.after && seatOf(effects.committer.leafIndex, effects.committer.after)
  const added = effects.added.map(({ leafIndex, leaf }) => seatOf(leafIndex, leaf))
  const extension = changedExtension(effects)
  const malformed = effects.committer.after !== undefined && path === undefined
  if (!data.ok || malformed || added.includes(undefined) || !extension.ok) return fail("commit-invalid")
  return succeed({
    committer: effects.committer.external ? undefined : effects.committer.leafIndex,
    path,
    added: added.filter((leaf): leaf is LeafFact & { index: number } => leaf !== undefined),
    removed: effects.removed.map(({ leafIndex, bySelf }) => ({ index: leafIndex, bySelf })),
    extension: extension.value,
    foreign: isForeign(effects),
    data: data.value,
  })
}

function changedExtension({ extensions }: CommitEffects): Result<CommitFacts["extension"]> {
  return extensions.before === extensions.after ? succeed(undefined) : readColombeGroup(extensions.after)
}

function isForeign(effects: CommitEffects): boolean {
  const { before, after } = effects.extensions
  const others = (list: typeof before) => list.filter(({ type }) => type !== colombeGroupExtension)
  const same =
    others(before).length === others(after).length &&
    others(before).every(({ type, data }, index) => {
      const other = others(after)[index]
      return other !== undefined && other.type === type && equal(other.data, data)
    })
  const odd = effects.updated.length > 0 || effects.preSharedKeys.length > 0 || effects.reInit !== undefined
  return odd || !same || effects.proposals.some(one => !isUsed(one))
}

/** By value, but SelfRemove, which comes by reference. */
function isUsed({ proposal, byReference }: CommittedProposal): boolean {
  if (proposal.kind === "selfRemove") return byReference
  return !byReference && ["add", "remove", "groupContextExtensions", "externalInit"].includes(proposal.kind)
}

/** How often missing links are asked for before a commit is left for later. */
const fetchesMax = 2

/**
 * Whether the commit may follow, spec Y30: by the rules that the server applies too. Links that are missing are
 * fetched; without them there is no verdict, and the entry waits.
 */
export async function judge(
  home: Home,
  transaction: Transaction,
  before: PublicGroup,
  effects: CommitEffects,
): Promise<Result<void>> {
  const group = groupFacts(before)
  const commit = commitFacts(effects)
  if (!group.ok) return group
  if (!commit.ok) return commit
  const accounts = [
    ...group.value.leaves.values(),
    ...commit.value.added,
    ...(commit.value.path ? [commit.value.path] : []),
  ]
    .map(({ account }) => account)
    .concat(group.value.extension.dormant.map(({ account }) => account))
    .concat(commit.value.extension?.dormant.map(({ account }) => account) ?? [])
  for (let fetches = 0; fetches <= fetchesMax; fetches++) {
    const paths = pathsIn(await heldChains(home, transaction, accounts))
    const verdict = await judgeCommit(home.crypto, group.value, commit.value, paths)
    if (verdict.at === "valid") return succeed()
    if (verdict.at === "invalid") return fail("commit-invalid", "never", verdict.code)
    for (const { account } of verdict.missing) {
      const fetched = await fetchChain(home, transaction, account)
      if (!fetched.ok) return fetched
    }
  }
  return fail("account-unknown", "after-refresh")
}

async function heldChains(
  home: Home,
  transaction: Transaction,
  accounts: readonly Bytes[],
): Promise<readonly VerifiedChain[]> {
  const chains: VerifiedChain[] = []
  for (const account of accounts) {
    const following = await heldChain(home, transaction, account)
    if (following === undefined) continue
    chains.push(following.chain)
    if (following.at === "forked") chains.push(following.other)
  }
  return chains
}
