import { equal, keyOf, type Result, succeed } from "@colombe/base"
import { createCommit, type Proposal, type PublicGroup } from "@colombe/mls"
import {
  type AccountView,
  type ColombeGroup,
  type CommitData,
  type ConversationId,
  headOf,
  isActive,
  membershipOf,
  missingPaths,
  pathsIn,
  raiseTo,
  type VerifiedChain,
  viewOf,
} from "@colombe/rules"
import { fetchChain, heldChain } from "../account/chains.ts"
import { commitChange } from "../conversation/commit.ts"
import { pendingReferences } from "../conversation/commit-pending.ts"
import { factsOf, policyOf, type Seat, seatsOf } from "../conversation/facts.ts"
import { oweInvitations } from "../conversation/owed-invitations.ts"
import { withPath } from "../conversation/own-leaf.ts"
import { policyProposal, sorted, without } from "../conversation/policy.ts"
import type { View } from "../conversation/view.ts"
import { type Home, type Identity, transact } from "../home/home.ts"
import type { RecordReader } from "../home/transaction.ts"

/** One account whose chain, as it is followed here, no longer has some of its leaves' devices. */
interface GoneDevices {
  readonly chain: VerifiedChain
  readonly seats: readonly Seat[]
  /** None of the account's leaves is left afterwards. */
  readonly last: boolean
}

/** What a group records of one account that has leaves in it. */
interface Seated {
  readonly view: AccountView
  readonly seats: readonly Seat[]
}

function seatedIn(group: PublicGroup): readonly Seated[] {
  const { leaves, extension } = factsOf(group)
  const members = membershipOf(leaves.values(), extension)
  const byAccount = Map.groupBy(seatsOf(group), ({ account }) => keyOf(account))
  return [...byAccount.values()].flatMap(seats =>
    seats[0] === undefined ? [] : [{ view: viewOf(members, seats[0].account), seats }],
  )
}

/** Whether every position that the group records of the account is on its chain. */
function reaches(chain: VerifiedChain, { view }: Seated): boolean {
  return missingPaths(view, pathsIn([chain])).length === 0
}

/**
 * Fetches the chains of which the group records more than this device holds: a commit brings the links that it cites to
 * whoever judges it, and not into what is held here.
 */
async function reachRecorded(home: Home, group: PublicGroup): Promise<Result<void>> {
  for (const seated of seatedIn(group)) {
    const { account } = seated.view
    const following = await heldChain(home, home.store, account)
    if (following !== undefined && reaches(following.chain, seated)) continue
    const fetched = await transact(home, transaction => fetchChain(home, transaction, account))
    if (!fetched.ok) return fetched
  }
  return succeed()
}

/**
 * What this device knows of a removal and the group does not yet. Of an account of which the group knows more nothing
 * is said here: its newest device would look like one that is gone. A forked account's devices stay until it is settled.
 */
export async function goneDevicesIn(
  home: Home,
  reader: RecordReader,
  group: PublicGroup,
): Promise<readonly GoneDevices[]> {
  const gone: GoneDevices[] = []
  for (const seated of seatedIn(group)) {
    const { view, seats } = seated
    const following = await heldChain(home, reader, view.account)
    if (following?.at !== "followed" || !reaches(following.chain, seated)) continue
    const { chain } = following
    const left = seats.filter(({ device }) => !isActive(chain, headOf(chain), device))
    if (left.length > 0) gone.push({ chain, seats: left, last: left.length === seats.length })
  }
  return gone
}

/** Before something is said: whoever was removed is out of the group first. */
export async function withoutGoneDevices(home: Home, identity: Identity, view: View): Promise<Result<View>> {
  const reached = await reachRecorded(home, view.state.public)
  if (!reached.ok) return reached
  const gone = await goneDevicesIn(home, home.store, view.state.public)
  return gone.length > 0 ? removeGoneDevices(home, identity, view.record.conversation) : succeed(view)
}

/**
 * Takes out the leaves of devices that their accounts have removed, spec Y48: with the links that show it, and with
 * the position written down, so that no such device comes back at a position of before. Somebody may have been faster.
 */
export async function removeGoneDevices(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
): Promise<Result<View>> {
  let tried = false
  const changed = await commitChange(home, identity, conversation, async view => {
    const { member } = view.state
    if (member === undefined) return succeed(undefined)
    const reached = await reachRecorded(home, member.public)
    if (!reached.ok) return reached
    const all = await goneDevicesIn(home, home.store, member.public)
    // Nobody commits their own removal.
    const gone = all.filter(({ seats }) => !seats.some(({ device }) => equal(device, identity.me.device)))
    if (gone.length === 0) return succeed(undefined)
    tried = true
    const removes = gone.flatMap(({ seats }) =>
      seats.map(({ index }): Proposal => ({ kind: "remove", removed: index })),
    )
    return createCommit(home.mls, member, {
      signer: identity.signer,
      proposals: [...removes, policyProposal(member.public, policyWithout(member.public, gone))],
      references: pendingReferences(member.public),
      forcePath: true,
      ...(await withPath(home, identity, view, "removeDevice", raisesFor(member.public, gone))),
    })
  })
  if (changed.ok && tried) await oweInvitations(home, conversation, changed.value.state.public)
  return changed
}

/** Whoever keeps a leaf has the position in `chains`; whoever keeps none falls asleep there. */
function policyWithout(group: PublicGroup, gone: readonly GoneDevices[]): ColombeGroup {
  const policy = policyOf(group)
  const entries = (last: boolean) =>
    gone
      .filter(one => one.last === last)
      .map(({ chain }) => ({ account: chain.account, position: headOf(chain) }))
  const [awake, asleep] = [entries(false), entries(true)]
  const accounts = gone.map(({ chain }) => chain.account)
  return {
    ...policy,
    chains: sorted([...without(policy.chains, accounts), ...awake]),
    dormant: sorted([
      ...without(
        policy.dormant,
        asleep.map(({ account }) => account),
      ),
      ...asleep,
    ]),
  }
}

function raisesFor(group: PublicGroup, gone: readonly GoneDevices[]): CommitData["raises"] {
  return gone.flatMap(({ chain }) => raiseTo(factsOf(group), chain) ?? [])
}
