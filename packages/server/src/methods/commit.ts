import { type Bytes, keyOf } from "@colombe/base"
import { applyCommit, type CommitEffects, checkGroupInfo, type PublicGroup } from "@colombe/mls/public"
import {
  commitBytesMax,
  commitFactsOf,
  type GroupFacts,
  groupFactsOf,
  judgeCommit,
  kinds,
} from "@colombe/rules"
import type { NewWelcome } from "@colombe/store"
import { type CommitRequest, type Delivery, groupInfoBytesMax, refuse } from "@colombe/wire"
import { takeToken } from "../buckets.ts"
import { placeOf, repeatedCommit } from "../commit-place.ts"
import type { ServerContext } from "../context.ts"
import { entryWithoutBody } from "../entries.ts"
import { stateAfter } from "../group-log.ts"
import { sizeFault } from "../group-size.ts"
import { accountsOf, comparePlaces, type KnownGroup, keepGroup, leafOf, loadGroup } from "../groups.ts"
import type { DeviceCaller, Handler, Outcome } from "../handler.ts"
import { linkFault, newLinks, outsiderFault } from "../invites.ts"
import { settle } from "../judging.ts"
import { changeMembers } from "../members.ts"
import { splitWelcome } from "../welcomes.ts"
import { write } from "../writes.ts"

/**
 * One at a time in a conversation: whoever lost the race is told so by its place, before anything is checked at
 * cost. What a commit does is judged in public as members will judge it; only then it is compared and set.
 */
export const commit: Handler<typeof Delivery.method.commit, DeviceCaller> = async (
  server,
  caller,
  request,
) => {
  if (request.commit.length > commitBytesMax) return refuse("entry-too-large")
  if (request.groupInfo.length > groupInfoBytesMax) return refuse("group-info-invalid")
  const { conversation } = request
  const outside = await outsiderFault(server, caller, conversation)
  if (outside) return outside
  const limited = takeToken(server, "commits", keyOf(caller.account))
  if (limited) return limited
  return server.lanes.run(keyOf(conversation), () => commitNext(server, caller, request))
}

async function commitNext(
  server: ServerContext,
  caller: DeviceCaller,
  request: CommitRequest,
): ReturnType<typeof commit> {
  const { conversation } = request
  const known = await loadGroup(server, conversation)
  const place = placeOf(request.commit, conversation)
  if (!known || !place) return refuse("commit-invalid")
  if (comparePlaces(place, known) !== 0) return repeatedCommit(server, caller, request, place)
  const made = await checkCommit(server, caller, request, known)
  if (!made.ok) return made
  const { next, facts, welcomes, linkUsed } = made.value
  const members = accountsOf(facts)
  const { state, log } = stateAfter(known, next)
  const stored = await write(
    server,
    {
      conversation,
      type: kinds.commit,
      body: request.commit,
      author: caller.account,
      sendKey: undefined,
      at: server.clock.now(),
      incarnation: known.incarnation,
      epoch: known.epoch,
      next: {
        incarnation: known.incarnation,
        epoch: facts.epoch,
        state,
        groupInfo: request.groupInfo,
        members,
        welcomes,
        links: newLinks(known.facts, facts, caller.account, request.inviteLimits),
        ...(linkUsed === undefined ? {} : { linkUsed }),
      },
    },
    entry => {
      keepGroup(server.groups, conversation, entry, next, log)
      changeMembers(server, conversation, accountsOf(known.facts), members)
    },
  )
  return stored.ok ? { ok: true, value: { entry: entryWithoutBody(stored.value) } } : stored
}

interface CheckedCommit {
  readonly next: PublicGroup
  readonly facts: GroupFacts
  readonly welcomes: readonly NewWelcome[]
  /** The join link by which it brings somebody in. */
  readonly linkUsed: Bytes | undefined
}

async function checkCommit(
  server: ServerContext,
  caller: DeviceCaller,
  request: CommitRequest,
  known: KnownGroup,
): Promise<Outcome<CheckedCommit>> {
  const applied = await applyCommit(server, known.group, request.commit)
  if (!applied.ok) return refuse("commit-invalid", { cause: applied })
  const { next, effects } = applied.value
  const facts = groupFactsOf(next)
  const commitFacts = commitFactsOf(effects)
  if (!facts.ok || !commitFacts.ok) return refuse("commit-invalid", { cause: facts.ok ? commitFacts : facts })
  if (leafOf(facts.value, caller.account, caller.device) !== effects.committer.leafIndex)
    return refuse("commit-forbidden", { cause: "not the session's device" })
  if (!carriesPending(known.group, effects)) return refuse("commit-invalid", { cause: "leaves who left" })
  // Silence has to be vouched for by the server, which does not count it yet.
  if (commitFacts.value.data.reason === "silent") return refuse("commit-forbidden")
  const refused = await settle(server, pathOf =>
    judgeCommit(server.crypto, known.facts, commitFacts.value, pathOf),
  )
  if (refused) return refused
  const linkUsed = commitFacts.value.data.invite?.key.bytes
  const ended = linkUsed && (await linkFault(server, request.conversation, known.facts, linkUsed))
  if (ended) return ended
  const tooLarge = sizeFault(facts.value)
  if (tooLarge) return tooLarge
  const welcomes = splitWelcome(server, next, effects, request.welcome)
  if (!welcomes.ok) return welcomes
  const info = await checkGroupInfo(server, next, request.groupInfo)
  if (!info.ok || info.value.signer !== effects.committer.leafIndex)
    return refuse("group-info-invalid", { cause: info })
  return { ok: true, value: { next, facts: facts.value, welcomes: welcomes.value, linkUsed } }
}

/** Members do not judge omissions, so that the server sees to it that nobody who left is kept. */
function carriesPending({ pending }: PublicGroup, { removed }: CommitEffects): boolean {
  return pending.every(
    ({ sender }) =>
      sender.kind === "member" &&
      removed.some(({ leafIndex, bySelf }) => bySelf && leafIndex === sender.leafIndex),
  )
}
