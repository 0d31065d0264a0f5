import { keyOf } from "@colombe/base"
import type { AccountId, ConversationId } from "@colombe/rules"
import type { ServerContext } from "./context.ts"
import { joinTopic, leaveTopic } from "./live.ts"

/** The members of a new epoch: who is none any more hears nothing that follows, who came in hears everything. */
export function changeMembers(
  server: ServerContext,
  conversation: ConversationId,
  before: readonly AccountId[],
  after: readonly AccountId[],
): void {
  const had = new Set(before.map(keyOf))
  const have = new Set(after.map(keyOf))
  const came = after.filter(account => !had.has(keyOf(account)))
  for (const account of before) if (!have.has(keyOf(account))) leaveTopic(server.live, account, conversation)
  for (const account of came) joinTopic(server.live, account, conversation)
  server.fanOut.introduce(conversation, came)
}
