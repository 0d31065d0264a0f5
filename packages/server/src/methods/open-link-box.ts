import { type Delivery, refuse } from "@colombe/wire"
import { takeToken } from "../buckets.ts"
import type { Handler } from "../handler.ts"
import { openBox } from "../link-boxes.ts"
import type { Reader } from "../reader.ts"

const nameBytesMin = 5
const nameBytesMax = 32
const keyBytes = 16

/** A new device has no account yet: it counts by where it comes from. */
export const openLinkBox: Handler<typeof Delivery.method.openLinkBox, Reader> = async (
  server,
  { connection },
  { name, key },
) => {
  if (name.length < nameBytesMin || name.length > nameBytesMax || key.length !== keyBytes)
    return refuse("request-invalid")
  const limited = takeToken(server, "linkBoxes", connection.peer.origin)
  if (limited) return limited
  const box = openBox(server.linkBoxes, name, key, server.clock.now())
  return box === undefined ? refuse("link-code-used") : { ok: true, value: { untilMs: BigInt(box.until) } }
}
