import { type Delivery, refuse, whole } from "@colombe/wire"
import type { DeviceCaller, Handler } from "../handler.ts"

/** Rows of the index are one for each conversation whatever happens, so that only mail has anything to forget. */
export const acknowledge: Handler<typeof Delivery.method.acknowledge, DeviceCaller> = async (
  server,
  { account, device },
  request,
) => {
  const upTo = whole(request.mailSeq)
  if (upTo === undefined || whole(request.accountSeq) === undefined) return refuse("request-invalid")
  if (upTo > 0) await server.store.accounts.acknowledgeMail(account, device, upTo)
  return { ok: true, value: {} }
}
