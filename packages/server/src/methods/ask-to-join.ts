import { encode, equal, keyOf } from "@colombe/base"
import {
  askersMax,
  type ConversationId,
  headOf,
  hostBytes,
  inviteReading,
  isActive,
  labelledVerify,
  stateOf,
} from "@colombe/rules"
import { type AskToJoinRequest, type Delivery, encodeEvent, refuse } from "@colombe/wire"
import { loadAccount } from "../chains.ts"
import type { ServerContext } from "../context.ts"
import { accountsOf, type KnownGroup } from "../groups.ts"
import type { DeviceCaller, Handler } from "../handler.ts"
import { asks, mayAdd } from "../invites.ts"
import { tell } from "../live.ts"
import { showLink } from "./open-invite.ts"

/** What admins are shown is signed by the asker's own device, too, so that no server asks for anybody (spec D222). */
export const askToJoin: Handler<typeof Delivery.method.askToJoin, DeviceCaller> = async (
  server,
  caller,
  request,
) => {
  const { account, device } = caller
  const { conversation, key, signature, deviceSignature } = request
  const shown = await showLink(server, caller, request)
  if (!shown.ok) return shown
  const { facts, members } = shown.value
  if (members.has(keyOf(account))) return refuse("conversation-exists")
  if (!asks(facts, key)) return refuse("invite-link-unknown")
  if (!(await isSigned(server, caller, request))) return refuse("request-invalid")
  const { conversations } = server.store
  const waiting = await conversations.asks(conversation)
  const isFull = waiting.length >= askersMax && !waiting.some(one => equal(one.account, account))
  if (isFull) return refuse("invite-asks-full")
  const at = server.clock.now()
  await conversations.putAsk(conversation, { account, device, key, signature, deviceSignature, at })
  tellThose(server, conversation, shown.value)
  return { ok: true, value: {} }
}

async function isSigned(
  server: ServerContext,
  { account, device }: DeviceCaller,
  { conversation, deviceSignature }: AskToJoinRequest,
): Promise<boolean> {
  const known = await loadAccount(server, account)
  if (!known || !isActive(known.chain, headOf(known.chain), device)) return false
  const key = stateOf(known.chain).devices.find(({ id }) => equal(id, device))?.dsk.bytes
  const asking = encode(inviteReading, { host: hostBytes(server.host), conversation, account, device })
  return key !== undefined && labelledVerify(server.crypto, key, "invite asking", asking, deviceSignature)
}

function tellThose({ live }: ServerContext, conversation: ConversationId, { facts }: KnownGroup): void {
  const frame = encodeEvent({ case: "joinAsked", value: { conversation } })
  for (const account of accountsOf(facts)) if (mayAdd(facts, account)) tell(live, account, frame)
}
