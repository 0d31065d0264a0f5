import { concat, decode, keyOf } from "@colombe/base"
import { type PendingProposal, type PublicGroup, receiveProposal } from "@colombe/mls/public"
import { commitData, judgeSelfRemove, kinds } from "@colombe/rules"
import { type Delivery, type ProposeRequest, proposalBytesMax, type Refused, refuse } from "@colombe/wire"
import { takeToken } from "../buckets.ts"
import { placeOf } from "../commit-place.ts"
import type { ServerContext } from "../context.ts"
import { entryWithoutBody } from "../entries.ts"
import { stateAfter } from "../group-log.ts"
import { comparePlaces, type KnownGroup, keepGroup, leafOf, loadGroup } from "../groups.ts"
import type { DeviceCaller, Handler } from "../handler.ts"
import { write } from "../writes.ts"

/** Leaving: the proposal waits in the group's state, and the next commit has to carry it. */
export const propose: Handler<typeof Delivery.method.propose, DeviceCaller> = async (
  server,
  caller,
  request,
) => {
  if (request.proposal.length > proposalBytesMax) return refuse("entry-too-large")
  const { conversation } = request
  if (!(await server.store.conversations.isMember(conversation, caller.account)))
    return refuse("conversation-unknown")
  const limited = takeToken(server, "commits", keyOf(caller.account))
  if (limited) return limited
  return server.lanes.run(keyOf(conversation), () => proposeNext(server, caller, request))
}

async function proposeNext(
  server: ServerContext,
  caller: DeviceCaller,
  { conversation, proposal }: ProposeRequest,
): ReturnType<typeof propose> {
  const known = await loadGroup(server, conversation)
  const place = placeOf(proposal, conversation)
  if (!known || !place) return refuse("commit-invalid")
  if (comparePlaces(place, known) !== 0) return refuse("stale-epoch")
  const received = await receiveProposal(server, known.group, proposal)
  if (!received.ok) return refuse("commit-invalid", { cause: received })
  const { next, proposal: pending } = received.value
  // A repeat is known to the state already; the store gives its first answer.
  const refused = next === known.group ? undefined : checkProposal(caller, known, pending)
  if (refused) return refused
  const { incarnation, epoch } = known
  const { state, log } = stateAfter(known, next)
  const stored = await write(
    server,
    {
      conversation,
      type: kinds.proposal,
      body: proposal,
      author: caller.account,
      sendKey: concat(caller.device, server.crypto.hash("SHA-256", proposal).slice(0, sendIdBytes)),
      at: server.clock.now(),
      incarnation,
      epoch,
      state,
    },
    () => keepGroup(server.groups, conversation, known, next, log),
  )
  return stored.ok ? { ok: true, value: { entry: entryWithoutBody(stored.value) } } : stored
}

const sendIdBytes = 16

/** The session's device asks for its own leaf, and may. */
function checkProposal(
  caller: DeviceCaller,
  { facts, group }: KnownGroup,
  pending: PendingProposal,
): Refused | undefined {
  const { proposal, sender, authenticatedData } = pending
  const data = decode(commitData, authenticatedData)
  if (proposal.kind !== "selfRemove" || sender.kind !== "member" || !data.ok) return refuse("commit-invalid")
  const leaf = leafOf(facts, caller.account, caller.device)
  if (leaf !== sender.leafIndex || data.value.reason !== "leave") return refuse("commit-forbidden")
  const verdict = judgeSelfRemove(facts, leaf, leavers(group))
  return verdict.at === "valid" ? undefined : refuse("commit-forbidden", { cause: verdict })
}

function leavers({ pending }: PublicGroup): readonly number[] {
  return pending.flatMap(({ sender }) => (sender.kind === "member" ? [sender.leafIndex] : []))
}
