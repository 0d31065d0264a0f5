import { equal, fail, type Result, succeed } from "@colombe/base"
import { proposeSelfRemove } from "@colombe/mls"
import type { ConversationId } from "@colombe/rules"
import { type Home, type Identity, wireOf } from "../home/home.ts"
import { dataOf, pauseBeforeRebase, rebasesMax } from "./commit.ts"
import { policyOf, seatOfDevice } from "./facts.ts"
import { dropPlan, plannedGroupOf } from "./planned-group.ts"
import { applyEntries, pullConversation } from "./pull.ts"
import { loadView, type View } from "./view.ts"

/**
 * Asks the others to take this device out. The last owner stays: somebody has to look after the group. One that was never
 * made is thrown away.
 */
export async function leaveConversation(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
): Promise<Result<void>> {
  if (await isOnlyPlanned(home, conversation)) return dropPlan(home, identity, conversation)
  for (let races = 0; races <= rebasesMax; races++) {
    await pauseBeforeRebase(home, races)
    const pulled = await pullConversation(home, identity, conversation)
    if (!pulled.ok) return pulled
    const asked = await askToLeave(home, identity, pulled.value)
    if (asked.ok || asked.retry !== "after-refresh") return asked
  }
  return fail("stale-epoch", "after-refresh")
}

async function isOnlyPlanned(home: Home, conversation: ConversationId): Promise<boolean> {
  if ((await plannedGroupOf(home.store, conversation)) === undefined) return false
  return (await loadView(home, home.store, conversation)) === undefined
}

async function askToLeave(home: Home, { me, signer }: Identity, view: View): Promise<Result<void>> {
  const { conversation } = view.record
  const { member } = view.state
  if (member === undefined) return fail("conversation-unknown")
  const policy = policyOf(member.public)
  if (policy.seed.kind !== "group") return fail("commit-forbidden")
  const owners = policy.roles.filter(({ role }) => role === "owner")
  if (owners.every(owner => equal(owner.account, me.account))) return fail("last-admin")
  const index = seatOfDevice(member.public, me.account, me.device)?.index
  const asked = member.public.pending.some(
    ({ sender }) => sender.kind === "member" && sender.leafIndex === index,
  )
  if (asked) return succeed()
  const proposed = await proposeSelfRemove(home.mls, member, {
    signer,
    authenticatedData: dataOf(view, "leave"),
  })
  if (!proposed.ok) return fail("commit-forbidden", "never", proposed)
  const proposal = proposed.value.message
  const answer = await wireOf(home).call("propose", { conversation, proposal })
  if (!answer.ok) return answer
  if (answer.value.entry === undefined) return fail("server-not-colombe")
  const entry = { ...answer.value.entry, body: proposal }
  const applied = await applyEntries(home, { me, signer }, conversation, [entry])
  // Somebody was faster: the pull brings it.
  return applied.ok || applied.retry !== "never" ? succeed() : applied
}
