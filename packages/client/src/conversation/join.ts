import { equal, fail, type Result, succeed } from "@colombe/base"
import { externalCommit, type PublicGroup, publicGroupFromGroupInfo } from "@colombe/mls"
import {
  type CommitData,
  type ConversationId,
  headOf,
  inviteProofOf,
  isActive,
  raiseTo,
  type VerifiedChain,
} from "@colombe/rules"
import { inviteSigner } from "@colombe/seal"
import { chainFor } from "../account/chains.ts"
import { leafInput } from "../account/leaf.ts"
import { leadsThroughKnownHead } from "../devices/known-heads.ts"
import { type Home, type Identity, transact, wireOf } from "../home/home.ts"
import { guestTable } from "../invites/records.ts"
import { readRecord } from "../records/table.ts"
import { commitChange, dataOf } from "./commit.ts"
import { epochRoster } from "./epoch.ts"
import { factsOf, incarnationOf, policyOf, type Seat, sameContext, seatOfDevice, seatsOf } from "./facts.ts"
import { isDormant } from "./membership.ts"
import { oweInvitations } from "./owed-invitations.ts"
import type { View } from "./view.ts"

/**
 * Joins by an external commit, spec Y40: an invited person who accepts, and a device whose secrets are missing. The
 * server's GroupInfo is taken only where it is of the very state to which this device has replayed the log, so a stale
 * one, of whoever was a member once, leads nowhere.
 */
export async function joinConversation(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
): Promise<Result<View>> {
  let tried = false
  const joined = await commitChange(home, identity, conversation, async view => {
    if (view.state.member !== undefined) return succeed(undefined)
    tried = true
    return planJoin(home, identity, view)
  })
  // A new epoch, whose key those who have not answered yet can have from nobody else.
  if (joined.ok && tried) await oweInvitations(home, conversation, joined.value.state.public)
  return joined
}

async function planJoin(home: Home, { me, signer }: Identity, view: View) {
  const { conversation } = view.record
  const group = view.state.public
  const vouched = await leadsThroughKnownHead(home.store, view)
  if (!vouched.ok) return vouched
  const answer = await wireOf(home).call("pullGroup", { conversation })
  if (!answer.ok) return answer
  const { groupInfo, ratchetTree } = answer.value
  const offered = await publicGroupFromGroupInfo(home.mls, groupInfo, ratchetTree)
  if (!offered.ok) return fail("group-unproven", "never", offered)
  if (!samePlace(offered.value.group, group)) return fail("stale-epoch", "after-refresh")
  const { externalPub } = offered.value
  if (!sameContext(offered.value.group, group) || externalPub === undefined) return fail("group-unproven")
  const own = await transact(home, transaction => chainFor(home, transaction, me.account))
  if (!own.ok) return own
  const { chain } = own.value
  const arrival = await arrivalOf(home, { me, signer }, view)
  if (!arrival.ok) return arrival
  const before = seatOfDevice(group, me.account, me.device)
  const replaced = before ?? goneSeatOf(group, chain)
  const raise = raiseTo(factsOf(group), chain)
  return externalCommit(home.mls, {
    ...leafInput(me.account, me.device, headOf(chain)),
    group,
    externalPub,
    signer,
    ...(replaced === undefined ? {} : { remove: replaced.index }),
    authenticatedData: dataOf(
      view,
      arrival.value.invite !== undefined ? "link" : before === undefined ? "join" : "resync",
      raise === undefined ? [] : [raise],
      arrival.value.invite,
    ),
  })
}

/**
 * By what right this account comes in: as a member, or by a link, where the log leads through the state that its maker saw
 * (spec C22, Y222).
 */
async function arrivalOf(
  home: Home,
  { me, signer }: Identity,
  { record, state }: View,
): Promise<Result<{ readonly invite: CommitData["invite"] }>> {
  const group = state.public
  const isIn = seatsOf(group).some(({ account }) => equal(account, me.account))
  if (isIn || isDormant(policyOf(group), me.account)) return succeed({ invite: undefined })
  const { conversation } = record
  const guest = await readRecord(home.store, guestTable, conversation)
  if (guest === undefined) return fail("conversation-unknown")
  const { incarnation, epoch, ctx } = guest.floor
  const seen = await epochRoster(home.store, { conversation, incarnation, epoch })
  if (seen === undefined || !equal(seen.ctx, ctx)) return fail("group-unproven")
  const key = await inviteSigner(home.crypto, guest)
  const leaf = { account: me.account, dsk: signer.publicKey }
  return succeed({ invite: await inviteProofOf(key, factsOf(group), leaf) })
}

function samePlace(left: PublicGroup, right: PublicGroup): boolean {
  return incarnationOf(left) === incarnationOf(right) && left.context.epoch === right.context.epoch
}

/** A leaf of this account whose device was removed: whoever comes in takes one such out with them. */
function goneSeatOf(group: PublicGroup, chain: VerifiedChain): Seat | undefined {
  return seatsOf(group).find(
    ({ account, device }) => equal(account, chain.account) && !isActive(chain, headOf(chain), device),
  )
}
