import { equal } from "@colombe/base"
import { type Delivery, refuse } from "@colombe/wire"
import { loadGroup } from "../groups.ts"
import type { DeviceCaller, Handler } from "../handler.ts"
import { leads } from "../invites.ts"

/** How often each link that stands was used, which nobody but the server counts. */
export const pullInvites: Handler<typeof Delivery.method.pullInvites, DeviceCaller> = async (
  server,
  { account },
  { conversation },
) => {
  if (!(await server.store.conversations.isMember(conversation, account)))
    return refuse("conversation-unknown")
  const known = await loadGroup(server, conversation)
  if (!known || !leads(known.facts.extension.roles, account)) return refuse("commit-forbidden")
  const { links } = known.facts.extension
  const counted = await server.store.conversations.joinLinks(conversation)
  const invites = counted
    .filter(({ key }) => links.some(link => equal(link.key.bytes, key)))
    .map(({ key, usesMax, used }) => ({ key, uses: usesMax, used }))
  return { ok: true, value: { invites } }
}
