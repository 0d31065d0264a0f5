import { type Bytes, equal, type Success } from "@colombe/base"
import { type Refused, refuse } from "@colombe/wire"
import { takeToken } from "./buckets.ts"
import type { ServerContext } from "./context.ts"
import { findBox, type LinkBox, type LinkSide } from "./link-boxes.ts"
import { type Reader, whoOf } from "./reader.ts"

export interface LinkPlace {
  readonly box: LinkBox
  readonly side: LinkSide
}

/**
 * Whose call it is. A name that leads nowhere costs a lookup, so that codes are not guessed; a box that another device
 * has found is as good as used.
 */
export function linkPlace(
  server: ServerContext,
  { connection }: Reader,
  { name, key }: { readonly name: Bytes; readonly key: Bytes },
): Success<LinkPlace> | Refused {
  const box = findBox(server.linkBoxes, name, server.clock.now())
  if (box === undefined)
    return takeToken(server, "lookups", whoOf({ connection })) ?? refuse("link-code-unknown")
  if (key.length > 0)
    return equal(key, box.key) ? { ok: true, value: { box, side: "new" } } : refuse("link-code-used")
  const { session } = connection
  if (session.at !== "signed-in" || session.signer.kind !== "device") return refuse("not-signed-in")
  const { account, signer } = session
  box.old ??= { account, device: signer.id }
  const own = equal(box.old.account, account) && equal(box.old.device, signer.id)
  return own ? { ok: true, value: { box, side: "old" } } : refuse("link-code-used")
}
