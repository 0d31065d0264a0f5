import type { Delivery } from "@colombe/wire"
import type { Handler } from "../handler.ts"
import { linkPlace } from "../link-side.ts"
import { fitPage } from "../page.ts"
import type { Reader } from "../reader.ts"

export const pullLinkFrames: Handler<typeof Delivery.method.pullLinkFrames, Reader> = async (
  server,
  reader,
  request,
) => {
  const found = linkPlace(server, reader, request)
  if (!found.ok) return found
  const { box, side } = found.value
  const others = box.frames[side === "new" ? "old" : "new"].slice(request.after)
  return { ok: true, value: { frames: [...fitPage(others, frame => frame.length)] } }
}
