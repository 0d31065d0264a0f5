import type { Bytes } from "@colombe/base"
import type { BlobId, StoredBlob } from "@colombe/store"
import { refuse } from "@colombe/wire"
import type { ServerContext } from "../context.ts"
import { refuseFault } from "../fault.ts"
import type { Outcome } from "../handler.ts"
import { type BlobRight, holdsTicket } from "./tickets.ts"

/** Blobs for whoever carries their bytes over HTTP: everything by ticket, nothing by account. */
export interface BlobAccess {
  /** How much of an upload is there. */
  uploaded(blob: BlobId, ticket: Bytes): Promise<Outcome<StoredBlob>>
  append(blob: BlobId, ticket: Bytes, offset: number, bytes: Bytes): Promise<Outcome<StoredBlob>>
  /** `to` is not included. */
  read(
    blob: BlobId,
    ticket: Bytes,
    from: number,
    to: number,
  ): Promise<Outcome<{ bytes: Bytes; size: number }>>
}

export function blobAccess(server: ServerContext): BlobAccess {
  const holds = (right: BlobRight, blob: BlobId, ticket: Bytes): boolean =>
    holdsTicket(server.crypto, server.ticketKey, right, blob, { ticket, now: server.clock.now() })
  const guarded = async <Value>(work: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> => {
    try {
      return await work()
    } catch (cause) {
      server.log({ event: "blob-failed", cause })
      return refuseFault(cause)
    }
  }
  const { blobs } = server.store
  return {
    uploaded: (blob, ticket) =>
      guarded(async () => {
        if (!holds("upload", blob, ticket)) return refuse("ticket-refused")
        const found = await blobs.get(blob)
        return found ? { ok: true, value: found } : refuse("blob-unknown")
      }),
    append: (blob, ticket, offset, bytes) =>
      guarded(async () => {
        if (!holds("upload", blob, ticket)) return refuse("ticket-refused")
        const added = await blobs.append(blob, offset, bytes)
        return added.ok ? added : refuse(added.code)
      }),
    read: (blob, ticket, from, to) =>
      guarded(async () => {
        if (!holds("fetch", blob, ticket)) return refuse("ticket-refused")
        const found = await blobs.get(blob)
        const bytes = found && (await blobs.read(blob, from, Math.min(to, found.length)))
        return found && bytes ? { ok: true, value: { bytes, size: found.size } } : refuse("blob-unknown")
      }),
  }
}
