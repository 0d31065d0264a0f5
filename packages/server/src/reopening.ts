import { type Bytes, concat, encode, equal, keyOf } from "@colombe/base"
import { groupContext, type PublicGroup } from "@colombe/mls/public"
import { type ConversationId, contextHash, judgeReopening, kinds, type OpeningFacts } from "@colombe/rules"
import { refuse } from "@colombe/wire"
import { takeToken } from "./buckets.ts"
import type { ServerContext } from "./context.ts"
import { answerEntry, type EntryAnswer } from "./entries.ts"
import { wholeState } from "./group-log.ts"
import { accountsOf, type KnownGroup, keepGroup, loadGroup } from "./groups.ts"
import type { DeviceCaller } from "./handler.ts"
import { settleOpening } from "./judging.ts"
import { changeMembers } from "./members.ts"
import { write } from "./writes.ts"

export interface CheckedOpening {
  readonly facts: OpeningFacts
  readonly group: PublicGroup
  readonly groupInfo: Bytes
}

/**
 * The next incarnation of a conversation, from its newest epoch: what heals a commit that was right in public and
 * that members cannot process. The log goes on; everybody keeps place, role and position, and comes in again.
 */
export async function reopen(
  server: ServerContext,
  caller: DeviceCaller,
  conversation: ConversationId,
  opening: CheckedOpening,
): Promise<EntryAnswer> {
  if (!(await server.store.conversations.isMember(conversation, caller.account)))
    return refuse("conversation-unknown")
  return server.lanes.run(keyOf(conversation), () => reopenNext(server, caller, conversation, opening))
}

async function reopenNext(
  server: ServerContext,
  caller: DeviceCaller,
  conversation: ConversationId,
  opening: CheckedOpening,
): Promise<EntryAnswer> {
  const { facts, group, groupInfo } = opening
  const known = await loadGroup(server, conversation)
  if (!known) return refuse("conversation-unknown")
  const incarnation = known.incarnation + 1
  if (facts.id.incarnation < incarnation) return repeated(server, caller, conversation, opening)
  if (facts.id.incarnation > incarnation) return refuse("conversation-invalid")
  const refused = await judge(server, conversation, known, facts)
  if (refused) return refused
  const limited =
    takeToken(server, "reopens", keyOf(conversation)) ??
    takeToken(server, "reopensOfAccount", keyOf(concat(conversation, caller.account)))
  if (limited) return limited
  const members = accountsOf(facts)
  const { state, log } = wholeState(group)
  const stored = await write(
    server,
    {
      conversation,
      type: kinds.open,
      body: groupInfo,
      author: caller.account,
      sendKey: undefined,
      at: server.clock.now(),
      incarnation: known.incarnation,
      epoch: known.epoch,
      next: { incarnation, epoch: 0, state, groupInfo, members, welcomes: [] },
    },
    entry => {
      keepGroup(server.groups, conversation, entry, group, log)
      changeMembers(server, conversation, accountsOf(known.facts), members)
    },
  )
  return stored.ok ? answerEntry(stored.value) : stored
}

/** `previous` names the newest epoch (else it is stale) and a place of the log as it is kept here. */
async function judge(
  server: ServerContext,
  conversation: ConversationId,
  known: KnownGroup,
  facts: OpeningFacts,
) {
  const { previous } = facts.extension
  if (previous === undefined) return refuse("conversation-invalid")
  const { incarnation, epoch } = known
  const ctx = contextHash(server.crypto, encode(groupContext, known.group.context))
  if (previous.state.incarnation !== incarnation || previous.state.epoch !== epoch)
    return refuse("stale-epoch")
  const [entry] = await server.store.conversations.entries(conversation, Math.max(0, previous.seq - 1), 1)
  if (!entry || entry.seq !== previous.seq || !equal(entry.hash, previous.log))
    return refuse("conversation-invalid", { cause: "another log" })
  const state = { incarnation, epoch, ctx }
  return settleOpening(server, pathOf => judgeReopening(server.crypto, known.facts, state, facts, pathOf))
}

/** The incarnation that stands may be the very same one, whose first answer was lost. */
async function repeated(
  { store }: ServerContext,
  { account }: DeviceCaller,
  conversation: ConversationId,
  { facts, groupInfo }: CheckedOpening,
): Promise<EntryAnswer> {
  const made = await store.conversations.group(conversation, { incarnation: facts.id.incarnation, epoch: 0 })
  const [entry] = made ? await store.conversations.entries(conversation, made.seq - 1, 1) : []
  const same = entry?.body && equal(entry.body, groupInfo) && equal(entry.author, account)
  return same ? answerEntry(entry) : refuse("stale-epoch")
}
