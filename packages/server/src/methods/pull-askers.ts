import type { ConversationId } from "@colombe/rules"
import { type Delivery, type Refused, refuse } from "@colombe/wire"
import type { ServerContext } from "../context.ts"
import { loadGroup } from "../groups.ts"
import type { DeviceCaller, Handler } from "../handler.ts"
import { mayAdd } from "../invites.ts"

export const pullAskers: Handler<typeof Delivery.method.pullAskers, DeviceCaller> = async (
  server,
  caller,
  { conversation },
) => {
  const refused = await adderFault(server, caller, conversation)
  if (refused) return refused
  const asks = await server.store.conversations.asks(conversation)
  return { ok: true, value: { askers: asks.map(({ at, ...ask }) => ({ ...ask, atMs: BigInt(at) })) } }
}

export const declineAsker: Handler<typeof Delivery.method.declineAsker, DeviceCaller> = async (
  server,
  caller,
  { conversation, account },
) => {
  const refused = await adderFault(server, caller, conversation)
  if (refused) return refused
  await server.store.conversations.dropAsk(conversation, account)
  return { ok: true, value: {} }
}

async function adderFault(
  server: ServerContext,
  { account }: DeviceCaller,
  conversation: ConversationId,
): Promise<Refused | undefined> {
  if (!(await server.store.conversations.isMember(conversation, account)))
    return refuse("conversation-unknown")
  const known = await loadGroup(server, conversation)
  return known && mayAdd(known.facts, account) ? undefined : refuse("commit-forbidden")
}
