import { type Bytes, equal, fail, keyOf, type Result, succeed } from "@colombe/base"
import {
  createCommit,
  isInLifetime,
  isLastResort,
  type Proposal,
  type VerifiedKeyPackage,
} from "@colombe/mls"
import {
  type AccountId,
  type AccountPosition,
  type ConversationId,
  type DeviceId,
  stateOf,
  type VerifiedChain,
} from "@colombe/rules"
import { fetchChain } from "../account/chains.ts"
import { mayReach } from "../account/find-person.ts"
import { suite } from "../account/leaf.ts"
import { readOwnKeyPackage } from "../account/own-key-package.ts"
import { type Home, type Identity, transact, wireOf } from "../home/home.ts"
import { repeatPins } from "../messages/pins.ts"
import { repeatGroupPicture } from "../profile/group-picture.ts"
import { isAcquainted } from "./acquainted.ts"
import { commitChange, dataOf } from "./commit.ts"
import { pendingReferences } from "./commit-pending.ts"
import { positionOf } from "./create.ts"
import { policyOf, seatsOf } from "./facts.ts"
import { oweInvitations } from "./owed-invitations.ts"
import { withPath } from "./own-leaf.ts"
import { policyProposal, sorted, without } from "./policy.ts"
import { repeatTitle } from "./titles.ts"
import type { View } from "./view.ts"

/** How somebody comes in: with a key package of each device, or dormant, with an invitation. */
interface Newcomer {
  readonly at: AccountPosition
  /** One of each device. */
  readonly keyPackages: readonly VerifiedKeyPackage[]
}

/** Devices that one commit adds: their key packages are a third of what a commit may weigh, and a frame. */
const addedDevicesMax = 128

/**
 * Adds people to a group, spec Y41: those with whom this side has talked, and those who asked for it, come in at once;
 * others are asked, and can read meanwhile. Many come in by several commits, each whole. Keys are claimed once, however
 * many races one loses.
 */
export async function addMembers(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  accounts: readonly AccountId[],
  asked: "invited" | "asked" = "invited",
): Promise<Result<void>> {
  const met = new Map<string, Newcomer>()
  let reached: View | undefined
  for (;;) {
    let isLast = true
    const changed = await commitChange(home, identity, conversation, async view => {
      const missing = accounts.filter(account => !isMember(view, account))
      if (missing.length < accounts.length && met.size === 0) return fail("member-already")
      const coming = await nextNewcomers(home, identity, missing, met, asked)
      if (!coming.ok) return coming
      isLast = coming.value.length === missing.length
      return missing.length === 0 ? succeed(undefined) : planAdd(home, identity, view, coming.value)
    })
    if (changed.ok) {
      reached = changed.value
      // A new epoch: whoever is invited gets its keys.
      await oweInvitations(home, conversation, reached.state.public, accounts)
      if (!isLast) continue
    }
    if (reached === undefined) return changed.ok ? succeed() : changed
    const greeted = await greet(home, identity, reached, accounts)
    return changed.ok ? greeted : changed
  }
}

/** What those who came before know. */
async function greet(
  home: Home,
  identity: Identity,
  view: View,
  newcomers: readonly AccountId[],
): Promise<Result<void>> {
  const titled = await repeatTitle(home, identity, view, newcomers)
  if (!titled.ok) return titled
  const pictured = await repeatGroupPicture(home, identity, view)
  return pictured.ok ? repeatPins(home, identity, view) : pictured
}

/** As many as one commit takes, at least one; those who were met and did not fit are there for the next. */
async function nextNewcomers(
  home: Home,
  identity: Identity,
  missing: readonly AccountId[],
  met: Map<string, Newcomer>,
  asked: "invited" | "asked",
): Promise<Result<readonly Newcomer[]>> {
  const coming: Newcomer[] = []
  let devices = 0
  for (const account of missing) {
    const known = met.get(keyOf(account))
    const newcomer = known === undefined ? await meet(home, identity, account, asked) : succeed(known)
    // Whoever has to wait for more keys brings those in first for whom there are some.
    if (!newcomer.ok)
      return coming.length > 0 && newcomer.retry === "after-delay" ? succeed(coming) : newcomer
    met.set(keyOf(account), newcomer.value)
    devices += newcomer.value.keyPackages.length
    if (coming.length > 0 && devices > addedDevicesMax) break
    coming.push(newcomer.value)
  }
  return succeed(coming)
}

export function isMember({ state }: View, account: AccountId): boolean {
  const entries = [...seatsOf(state.public), ...policyOf(state.public).dormant]
  return entries.some(entry => equal(entry.account, account))
}

async function meet(
  home: Home,
  identity: Identity,
  account: AccountId,
  asked: "invited" | "asked",
): Promise<Result<Newcomer>> {
  const reachable = await mayReach(home.store, account)
  if (!reachable.ok) return reachable
  const at = await positionOf(home, account)
  if (!at.ok) return at
  const mayBringIn = asked === "asked" || (await isAcquainted(home, identity, account))
  if (!mayBringIn) return succeed({ at: at.value, keyPackages: [] })
  const following = await transact(home, transaction => fetchChain(home, transaction, account))
  if (!following.ok) return following
  const claimed = await wireOf(home).call("claimKeyPackages", { account })
  if (!claimed.ok)
    return claimed.code === "key-packages-exhausted" ? succeed({ at: at.value, keyPackages: [] }) : claimed
  const keyPackages: VerifiedKeyPackage[] = []
  for (const { device, keyPackage } of claimed.value.keyPackages) {
    const read = await usable(home, following.value.chain, account, device, keyPackage)
    if (read !== undefined) keyPackages.push(read)
  }
  return succeed({ at: at.value, keyPackages })
}

/** The server may hand out anything: it has to be the device's own, of this suite, and valid now. */
async function usable(
  home: Home,
  chain: VerifiedChain,
  account: AccountId,
  device: DeviceId,
  bytes: Bytes,
): Promise<VerifiedKeyPackage | undefined> {
  const own = await readOwnKeyPackage(home, stateOf(chain), account, device, bytes)
  if (own === undefined || own.suite !== suite) return undefined
  const now = BigInt(Math.floor(home.clock.now() / 1000))
  return isInLifetime(own, now) ? own : undefined
}

async function planAdd(home: Home, identity: Identity, view: View, newcomers: readonly Newcomer[]) {
  const { member } = view.state
  if (member === undefined) return fail("conversation-unknown")
  const policy = policyOf(member.public)
  // With disappearing messages nobody is added under a key that lives for months.
  const joining = newcomers.map(({ at, keyPackages }) => ({
    at,
    keyPackages: keyPackages.filter(one => policy.ttlSeconds === 0 || !isLastResort(one)),
  }))
  const asked = joining.filter(({ keyPackages }) => keyPackages.length === 0).map(({ at }) => at)
  const accounts = joining.map(({ at }) => at.account)
  const adds: Proposal[] = joining.flatMap(({ keyPackages }) =>
    keyPackages.map(keyPackage => ({ kind: "add", keyPackage }) as const),
  )
  const next = {
    ...policy,
    dormant: sorted([...without(policy.dormant, accounts), ...asked]),
    // Neither a ban nor a role that somebody left behind comes in with them.
    roles: without(policy.roles, accounts),
  }
  const changes = asked.length > 0 || next.roles.length < policy.roles.length
  const references = pendingReferences(member.public)
  // Newcomers alone need no new keys of who adds them; anything besides does, and then the leaf goes out too.
  const hasPath = changes || references.length > 0
  return createCommit(home.mls, member, {
    signer: identity.signer,
    proposals: changes ? [...adds, policyProposal(member.public, next)] : adds,
    references,
    ...(hasPath ? await withPath(home, identity, view, "add") : { authenticatedData: dataOf(view, "add") }),
  })
}
