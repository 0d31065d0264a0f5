import { type Delivery, readsPageMax, refuse, whole } from "@colombe/wire"
import type { DeviceCaller, Handler } from "../handler.ts"
import { pageLimit } from "../page.ts"

/** Of the members of the caller's conversations: who was away learns how far the others have read. */
export const pullReads: Handler<typeof Delivery.method.pullReads, DeviceCaller> = async (
  server,
  { account },
  request,
) => {
  const after = whole(request.after)
  if (after === undefined) return refuse("request-invalid")
  const limit = pageLimit(request.limit, readsPageMax)
  const found = await server.store.conversations.reads(account, after, limit + 1)
  const positions = found.slice(0, limit).map(({ number, ...read }) => ({ ...read, number: BigInt(number) }))
  return { ok: true, value: { positions, more: found.length > limit } }
}
