import { type Delivery, mailPageMax, refuse, whole } from "@colombe/wire"
import type { DeviceCaller, Handler } from "../handler.ts"
import { mailOnWire } from "../mail.ts"
import { fitPage, pageLimit } from "../page.ts"

export const pullMail: Handler<typeof Delivery.method.pullMail, DeviceCaller> = async (
  server,
  { account, device },
  request,
) => {
  const after = whole(request.after)
  if (after === undefined) return refuse("request-invalid")
  const limit = pageLimit(request.limit, mailPageMax)
  const found = await server.store.accounts.mail(account, device, after, limit + 1)
  const page = fitPage(found.slice(0, limit), ({ body }) => body.length)
  return { ok: true, value: { mail: page.map(mailOnWire), more: page.length < found.length } }
}
