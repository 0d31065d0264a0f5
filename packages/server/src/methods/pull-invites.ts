import { equal } from "@colombe/base"
import { leads } from "@colombe/rules"
import type { Delivery } from "@colombe/wire"
import type { DeviceCaller, Handler } from "../handler.ts"
import { groupFor } from "../invites.ts"

/** How often each link that stands was used, which nobody but the server counts. */
export const pullInvites: Handler<typeof Delivery.method.pullInvites, DeviceCaller> = async (
  server,
  caller,
  { conversation },
) => {
  const known = await groupFor(server, caller, conversation, ({ extension }, account) =>
    leads(extension.roles, account),
  )
  if (!known.ok) return known
  const { links } = known.value.facts.extension
  const counted = await server.store.conversations.joinLinks(conversation)
  const invites = counted
    .filter(({ key }) => links.some(link => equal(link.key.bytes, key)))
    .map(({ key, usesMax, used }) => ({ key, uses: usesMax, used }))
  return { ok: true, value: { invites } }
}
