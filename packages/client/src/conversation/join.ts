import { equal, fail, type Result, succeed } from "@colombe/base"
import { externalCommit, type PublicGroup, publicGroupFromGroupInfo } from "@colombe/mls"
import { type ConversationId, headOf, isActive, raiseTo, type VerifiedChain } from "@colombe/rules"
import { chainFor } from "../account/chains.ts"
import { leafInput } from "../account/leaf.ts"
import { leadsThroughKnownHead } from "../devices/known-heads.ts"
import { type Home, type Identity, transact, wireOf } from "../home/home.ts"
import { commitChange, dataOf } from "./commit.ts"
import { factsOf, incarnationOf, type Seat, sameContext, seatOfDevice, seatsOf } from "./facts.ts"
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
      before === undefined ? "join" : "resync",
      raise === undefined ? [] : [raise],
    ),
  })
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
