import { equal } from "@colombe/base"
import {
  type Delivery,
  linkFramesMax,
  newLinkFrameBytesMax,
  oldLinkFrameBytesMax,
  refuse,
} from "@colombe/wire"
import type { Handler } from "../handler.ts"
import { linkPlace } from "../link-side.ts"
import type { Reader } from "../reader.ts"

/** What is in it is for the other device to judge. */
export const putLinkFrame: Handler<typeof Delivery.method.putLinkFrame, Reader> = async (
  server,
  reader,
  request,
) => {
  const found = linkPlace(server, reader, request)
  if (!found.ok) return found
  const { box, side } = found.value
  const { frame, place } = request
  const frames = box.frames[side]
  const repeated = frames[place]
  if (repeated !== undefined)
    return equal(repeated, frame) ? { ok: true, value: {} } : refuse("link-frame-refused")
  const bytesMax = side === "new" ? newLinkFrameBytesMax : oldLinkFrameBytesMax
  if (place !== frames.length || place >= linkFramesMax || frame.length > bytesMax)
    return refuse("link-frame-refused")
  frames.push(frame)
  return { ok: true, value: {} }
}
