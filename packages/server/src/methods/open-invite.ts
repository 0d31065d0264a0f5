import { encode, equal, keyOf } from "@colombe/base"
import { hostBytes, inviteReading, labelledVerify } from "@colombe/rules"
import { type Delivery, type OpenInviteRequest, refuse } from "@colombe/wire"
import { takeToken } from "../buckets.ts"
import type { ServerContext } from "../context.ts"
import { type KnownGroup, loadGroup } from "../groups.ts"
import type { DeviceCaller, Handler, Outcome } from "../handler.ts"
import { asks, isListed, letIn, linkFault } from "../invites.ts"

const conversationBytes = 32

/** Only whoever proves to hold a listed link learns anything, even that there is such a conversation (spec D220). */
export const openInvite: Handler<typeof Delivery.method.openInvite, DeviceCaller> = async (
  server,
  caller,
  request,
) => {
  const { conversation, key } = request
  const shown = await showLink(server, caller, request)
  if (!shown.ok) return shown
  const { facts, members } = shown.value
  if (members.has(keyOf(caller.account))) return { ok: true, value: { members: members.size, member: true } }
  if (!asks(facts, key)) {
    letIn(caller, conversation, key)
    return { ok: true, value: { members: members.size } }
  }
  const waiting = await server.store.conversations.asks(conversation)
  const asked = waiting.some(({ account }) => equal(account, caller.account))
  return { ok: true, value: { members: members.size, asks: true, asked } }
}

/** The group, for its members and for whom a link lets in or lets ask. */
export async function showLink(
  server: ServerContext,
  { account, device }: DeviceCaller,
  { conversation, key, signature }: Pick<OpenInviteRequest, "conversation" | "key" | "signature">,
): Promise<Outcome<KnownGroup>> {
  if (conversation.length !== conversationBytes) return refuse("request-invalid")
  const limited = takeToken(server, "lookups", keyOf(account))
  if (limited) return limited
  const known = await loadGroup(server, conversation)
  const reading = encode(inviteReading, { host: hostBytes(server.host), conversation, account, device })
  const holds = await labelledVerify(server.crypto, key, "invite reading", reading, signature)
  if (!known || !holds) return refuse("invite-link-unknown")
  if (known.members.has(keyOf(account))) return { ok: true, value: known }
  const fault = await linkFault(server, conversation, known.facts, key)
  if (fault) return fault
  return isListed(known.facts, account) ? refuse("invite-link-banned") : { ok: true, value: known }
}
