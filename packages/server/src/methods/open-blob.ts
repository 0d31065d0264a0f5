import { keyOf } from "@colombe/base"
import { blobBytesMax, blobIdBytes, type Delivery, refuse, whole } from "@colombe/wire"
import { makeTicket, ticketMilliseconds } from "../blobs/tickets.ts"
import { takeToken } from "../buckets.ts"
import type { DeviceCaller, Handler } from "../handler.ts"

/** A place for a file's bytes, or the one that is half full already. */
export const openBlob: Handler<typeof Delivery.method.openBlob, DeviceCaller> = async (
  server,
  { account },
  { blob, size: said },
) => {
  const size = whole(said)
  if (blob.length !== blobIdBytes || size === undefined || size === 0) return refuse("request-invalid")
  if (size > blobBytesMax) return refuse("blob-too-large")
  const limited = takeToken(server, "blobs", keyOf(account))
  if (limited) return limited
  const now = server.clock.now()
  const opened = await server.store.blobs.open({ blob, account, size, at: now }, server.limits.blobQuotaBytes)
  if (!opened.ok) return refuse(opened.code)
  const ticket = makeTicket(server.crypto, server.ticketKey, "upload", blob, now + ticketMilliseconds)
  return { ok: true, value: { length: BigInt(opened.value.length), ticket } }
}
