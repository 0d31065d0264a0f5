import type { Delivery } from "@colombe/wire"
import type { DeviceCaller, Handler } from "../handler.ts"
import { groupFor, mayAdd } from "../invites.ts"

export const pullAskers: Handler<typeof Delivery.method.pullAskers, DeviceCaller> = async (
  server,
  caller,
  { conversation },
) => {
  const known = await groupFor(server, caller, conversation, mayAdd)
  if (!known.ok) return known
  const asks = await server.store.conversations.asks(conversation)
  return { ok: true, value: { askers: asks.map(({ at, ...ask }) => ({ ...ask, atMs: BigInt(at) })) } }
}

export const declineAsker: Handler<typeof Delivery.method.declineAsker, DeviceCaller> = async (
  server,
  caller,
  { conversation, account },
) => {
  const known = await groupFor(server, caller, conversation, mayAdd)
  if (!known.ok) return known
  await server.store.conversations.dropAsk(conversation, account)
  return { ok: true, value: {} }
}
