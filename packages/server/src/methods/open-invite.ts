import { encode, keyOf } from "@colombe/base"
import { hostBytes, inviteReading, labelledVerify } from "@colombe/rules"
import { type Delivery, refuse } from "@colombe/wire"
import { takeToken } from "../buckets.ts"
import { loadGroup } from "../groups.ts"
import type { DeviceCaller, Handler } from "../handler.ts"
import { isListed, letIn, linkFault } from "../invites.ts"

/** Only whoever proves to hold a listed link learns anything, even that there is such a conversation (spec D220). */
export const openInvite: Handler<typeof Delivery.method.openInvite, DeviceCaller> = async (
  server,
  caller,
  { conversation, key, signature },
) => {
  const { account, device } = caller
  const limited = takeToken(server, "lookups", keyOf(account))
  if (limited) return limited
  const known = await loadGroup(server, conversation)
  const reading = encode(inviteReading, { host: hostBytes(server.host), conversation, account, device })
  const holds = await labelledVerify(server.crypto, key, "invite reading", reading, signature)
  if (!known || !holds) return refuse("invite-link-unknown")
  const members = known.members.size
  if (known.members.has(keyOf(account))) return { ok: true, value: { members, member: true } }
  const fault = await linkFault(server, conversation, known.facts, key)
  if (fault) return fault
  if (isListed(known.facts, account)) return refuse("invite-link-banned")
  letIn(caller, conversation, key)
  return { ok: true, value: { members, member: false } }
}
