import { equal, keyOf } from "@colombe/base"
import { type OfferedGroup, publicGroupFromGroupInfo } from "@colombe/mls/public"
import {
  type ConversationId,
  hostBytes,
  judgeOpening,
  kinds,
  type OpeningFacts,
  openingFactsOf,
} from "@colombe/rules"
import { type Delivery, groupInfoBytesMax, refuse } from "@colombe/wire"
import { takeToken } from "../buckets.ts"
import type { ServerContext } from "../context.ts"
import { answerEntry, type EntryAnswer } from "../entries.ts"
import { wholeState } from "../group-log.ts"
import { sizeFault } from "../group-size.ts"
import { accountsOf, keepGroup, leafOf } from "../groups.ts"
import type { DeviceCaller, Handler, Outcome } from "../handler.ts"
import { newLinks } from "../invites.ts"
import { settleOpening } from "../judging.ts"
import { changeMembers } from "../members.ts"
import { type CheckedOpening, reopen } from "../reopening.ts"
import { isSelf } from "../self.ts"
import { tellEntry } from "../writes.ts"

/** The first entry of a log. Whoever repeats it gets the first answer; whoever comes second learns that it exists. */
export const openConversation: Handler<typeof Delivery.method.openConversation, DeviceCaller> = async (
  server,
  caller,
  { conversation, groupInfo },
) => {
  if (groupInfo.length > groupInfoBytesMax) return refuse("group-info-invalid")
  const limited = takeToken(server, "commits", keyOf(caller.account))
  if (limited) return limited
  const offered = await publicGroupFromGroupInfo(server, groupInfo)
  if (!offered.ok) return refuse("group-info-invalid", { cause: offered })
  const facts = checkForm(server, caller, conversation, offered.value)
  if (!facts.ok) return facts
  const opening = { facts: facts.value, group: offered.value.group, groupInfo }
  return facts.value.id.incarnation > 0
    ? reopen(server, caller, conversation, opening)
    : openFirst(server, caller, conversation, opening)
}

async function openFirst(
  server: ServerContext,
  caller: DeviceCaller,
  conversation: ConversationId,
  { facts, group, groupInfo }: CheckedOpening,
): Promise<EntryAnswer> {
  const isKnown = (await server.store.conversations.head(conversation)) !== undefined
  const isDirect = facts.extension.seed.kind === "direct"
  const limited = isDirect && !isKnown && takeToken(server, "firstContacts", keyOf(caller.account))
  if (limited) return limited
  const refused = await settleOpening(server, pathOf => judgeOpening(server.crypto, facts, pathOf))
  if (refused) return refused
  const members = accountsOf(facts)
  const place = { incarnation: 0, epoch: 0 }
  const { state, log } = wholeState(group)
  const opened = await server.store.conversations.open({
    conversation,
    type: kinds.open,
    body: groupInfo,
    author: caller.account,
    sendKey: undefined,
    at: server.clock.now(),
    ...place,
    next: {
      ...place,
      state,
      groupInfo,
      members,
      welcomes: [],
      links: newLinks(undefined, facts, caller.account),
    },
  })
  if (!opened.ok) return repeated(server, caller, conversation, groupInfo)
  keepGroup(server.groups, conversation, opened.value, group, log)
  changeMembers(server, conversation, [], members)
  tellEntry(server, conversation, opened.value)
  server.fanOut.kick()
  return answerEntry(opened.value)
}

/** What every incarnation has to be before the rules are asked: this device's, this host's, of this conversation. */
function checkForm(
  server: ServerContext,
  { account, device }: DeviceCaller,
  conversation: ConversationId,
  { group, signer, externalPub }: OfferedGroup,
): Outcome<OpeningFacts> {
  const facts = openingFactsOf(group)
  if (!facts.ok) return refuse("conversation-invalid", { cause: facts })
  const { id, extension } = facts.value
  const isOwn = signer === 0 && leafOf(facts.value, account, device) === 0
  const isHere = equal(extension.host, hostBytes(server.host)) && equal(id.conversation, conversation)
  if (!isOwn || !isHere || isSelf(server, account, conversation) || externalPub === undefined)
    return refuse("conversation-invalid")
  return sizeFault(facts.value) ?? facts
}

async function repeated(
  { store }: ServerContext,
  { account }: DeviceCaller,
  conversation: ConversationId,
  groupInfo: Uint8Array,
): Promise<EntryAnswer> {
  const [first] = await store.conversations.entries(conversation, 0, 1)
  const same = first?.body && equal(first.body, groupInfo) && equal(first.author, account)
  return same ? answerEntry(first) : refuse("conversation-exists")
}
