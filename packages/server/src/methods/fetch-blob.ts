import { keyOf } from "@colombe/base"
import { blobIdBytes, type Delivery, refuse } from "@colombe/wire"
import { makeTicket, ticketMilliseconds } from "../blobs/tickets.ts"
import { takeToken } from "../buckets.ts"
import type { DeviceCaller, Handler } from "../handler.ts"

/** Whoever knows the name of a blob was told it in a sealed message: that is the right to fetch it. */
export const fetchBlob: Handler<typeof Delivery.method.fetchBlob, DeviceCaller> = async (
  server,
  { account },
  { blob },
) => {
  if (blob.length !== blobIdBytes) return refuse("request-invalid")
  const limited = takeToken(server, "blobs", keyOf(account))
  if (limited) return limited
  const found = await server.store.blobs.get(blob)
  if (!found || found.length !== found.size) return refuse("blob-unknown")
  const until = server.clock.now() + ticketMilliseconds
  const ticket = makeTicket(server.crypto, server.ticketKey, "fetch", blob, until)
  return { ok: true, value: { size: BigInt(found.size), ticket } }
}
