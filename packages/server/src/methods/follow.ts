import { changedPageMax, type Delivery, refuse, whole } from "@colombe/wire"
import type { Connection } from "../connection.ts"
import type { ServerContext } from "../context.ts"
import type { DeviceCaller, Handler } from "../handler.ts"
import { topicOf } from "../live.ts"
import { pageLimit } from "../page.ts"

/**
 * Subscribes first, then reads what the index has once it has everything that was told before: what comes between is
 * told and read, and never missed.
 */
export const follow: Handler<typeof Delivery.method.follow, DeviceCaller> = async (
  server,
  { connection, account, device },
  request,
) => {
  const after = whole(request.accountSeq)
  if (after === undefined) return refuse("request-invalid")
  if (connection.following.at === "none") await subscribe(server, connection, account)
  await server.fanOut.caughtUp()
  const limit = pageLimit(request.limit, changedPageMax)
  const accountSeq = await server.store.accounts.accountSeq(account)
  const rows = await server.store.accounts.changed(account, after, limit + 1)
  const { head } = await server.store.accounts.mailbox(account, device)
  return {
    ok: true,
    value: {
      changed: rows.slice(0, limit).map(row => ({
        conversation: row.conversation,
        accountSeq: BigInt(row.accountSeq),
        head: BigInt(row.head),
      })),
      accountSeq: BigInt(accountSeq),
      more: rows.length > limit,
      mailHead: BigInt(head),
    },
  }
}

async function subscribe(server: ServerContext, connection: Connection, account: Uint8Array): Promise<void> {
  const lost = new Set<string>()
  connection.following = { at: "loading", lost }
  const conversations = await server.store.conversations.memberships(account)
  for (const topic of conversations.map(topicOf)) if (!lost.has(topic)) connection.subscribe(topic)
  connection.following = { at: "live" }
}
