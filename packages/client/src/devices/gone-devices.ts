import { equal, keyOf, type Result, succeed } from "@colombe/base"
import { createCommit, type Proposal, type PublicGroup } from "@colombe/mls"
import {
  type ColombeGroup,
  type CommitData,
  type ConversationId,
  headOf,
  isActive,
  raiseTo,
  type VerifiedChain,
} from "@colombe/rules"
import { heldChain } from "../account/chains.ts"
import { commitChange } from "../conversation/commit.ts"
import { pendingReferences } from "../conversation/commit-pending.ts"
import { factsOf, policyOf, type Seat, seatsOf } from "../conversation/facts.ts"
import { oweInvitations } from "../conversation/owed-invitations.ts"
import { withPath } from "../conversation/own-leaf.ts"
import { policyProposal, sorted, without } from "../conversation/policy.ts"
import type { View } from "../conversation/view.ts"
import type { Home, Identity } from "../home/home.ts"
import type { RecordReader } from "../home/transaction.ts"

/** One account whose chain, as it is followed here, no longer has some of its leaves' devices. */
interface GoneDevices {
  readonly chain: VerifiedChain
  readonly seats: readonly Seat[]
  /** None of the account's leaves is left afterwards. */
  readonly last: boolean
}

/** What others know of a removal and this group does not yet. A forked account's devices stay until it is settled. */
export async function goneDevicesIn(
  home: Home,
  reader: RecordReader,
  group: PublicGroup,
): Promise<readonly GoneDevices[]> {
  const seats = seatsOf(group)
  const gone: GoneDevices[] = []
  for (const account of new Map(seats.map(seat => [keyOf(seat.account), seat.account])).values()) {
    const following = await heldChain(home, reader, account)
    if (following?.at !== "followed") continue
    const { chain } = following
    const own = seats.filter(seat => equal(seat.account, account))
    const left = own.filter(({ device }) => !isActive(chain, headOf(chain), device))
    if (left.length > 0) gone.push({ chain, seats: left, last: left.length === own.length })
  }
  return gone
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
    const all = await goneDevicesIn(home, home.store, member.public)
    // Nobody commits their own removal.
    const gone = all.filter(({ seats }) => !seats.some(({ device }) => equal(device, identity.me.device)))
    if (gone.length === 0) return succeed(undefined)
    tried = true
    const removes = gone.flatMap(({ seats }) =>
      seats.map(({ index }): Proposal => ({ kind: "remove", removed: index })),
    )
    const made = await createCommit(home.mls, member, {
      signer: identity.signer,
      proposals: [...removes, policyProposal(member.public, policyWithout(member.public, gone))],
      references: pendingReferences(member.public),
      forcePath: true,
      ...(await withPath(home, identity, view, "removeDevice", raisesFor(member.public, gone))),
    })
    return made.ok ? succeed({ ...made.value, welcomes: [] }) : made
  })
  if (changed.ok && tried)
    await oweInvitations(home, conversation, policyOf(changed.value.state.public).dormant)
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
