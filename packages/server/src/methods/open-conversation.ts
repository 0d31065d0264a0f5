import { equal, keyOf } from "@colombe/base"
import { encodePublicGroup, type OfferedGroup, publicGroupFromGroupInfo } from "@colombe/mls/public"
import {
  type ConversationId,
  hostBytes,
  judgeOpening,
  kinds,
  type OpeningFacts,
  openingFactsOf,
} from "@colombe/rules"
import type { StoredEntry } from "@colombe/store"
import { type Delivery, groupInfoBytesMax, refuse } from "@colombe/wire"
import { takeToken } from "../buckets.ts"
import type { ServerContext } from "../context.ts"
import { entryWithoutBody } from "../entries.ts"
import { sizeFault } from "../group-size.ts"
import { accountsOf, keepGroup, leafOf } from "../groups.ts"
import type { DeviceCaller, Handler, Outcome } from "../handler.ts"
import { settle } from "../judging.ts"
import { changeMembers } from "../members.ts"
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
  const facts = await checkOpening(server, caller, conversation, offered.value)
  if (!facts.ok) return facts
  const members = accountsOf(facts.value)
  const opened = await server.store.conversations.open({
    conversation,
    type: kinds.open,
    body: groupInfo,
    author: caller.account,
    sendKey: undefined,
    at: server.clock.now(),
    incarnation: 0,
    epoch: 0,
    next: {
      incarnation: 0,
      epoch: 0,
      state: encodePublicGroup(offered.value.group),
      groupInfo,
      members,
      welcomes: [],
    },
  })
  if (!opened.ok) return repeated(server, caller, conversation, groupInfo)
  keepGroup(server.groups, conversation, opened.value, offered.value.group)
  changeMembers(server, conversation, [], members)
  tellEntry(server, conversation, opened.value)
  server.fanOut.kick()
  return answer(opened.value)
}

const answer = (entry: StoredEntry) => ({ ok: true, value: { entry: entryWithoutBody(entry) } }) as const

async function checkOpening(
  server: ServerContext,
  { account, device }: DeviceCaller,
  conversation: ConversationId,
  { group, signer, externalPub }: OfferedGroup,
): Promise<Outcome<OpeningFacts>> {
  const facts = openingFactsOf(group)
  if (!facts.ok) return refuse("conversation-invalid", { cause: facts })
  const { id, extension } = facts.value
  const isOwn = signer === 0 && leafOf(facts.value, account, device) === 0
  const isHere = equal(extension.host, hostBytes(server.host)) && equal(id.conversation, conversation)
  if (!isOwn || !isHere || externalPub === undefined) return refuse("conversation-invalid")
  const fault = sizeFault(facts.value)
  if (fault) return fault
  const refused = await settle(server, pathOf => judgeOpening(server.crypto, facts.value, pathOf))
  if (!refused) return facts
  return refused.code === "commit-forbidden" ? refuse("conversation-invalid", { cause: refused }) : refused
}

async function repeated(
  { store }: ServerContext,
  { account }: DeviceCaller,
  conversation: ConversationId,
  groupInfo: Uint8Array,
): Promise<Outcome<{ entry: ReturnType<typeof entryWithoutBody> }>> {
  const [first] = await store.conversations.entries(conversation, 0, 1)
  const same = first?.body && equal(first.body, groupInfo) && equal(first.author, account)
  return same ? answer(first) : refuse("conversation-exists")
}
