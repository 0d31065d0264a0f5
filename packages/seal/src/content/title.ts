import { type Bytes, type Result, succeed } from "@colombe/base"
import { mediaTypes } from "./compose.ts"
import { dispositions } from "./mimi.ts"
import { decodeMimi } from "./mimi-decode.ts"
import { readLine, type TextCode, titleBytesMax } from "./text.ts"

export type TitleCode = "content-malformed" | "content-not-canonical" | "line-has-controls" | TextCode

/** The content of state slot 0. Undefined: of a form that this version does not know. */
export function readTitle(bytes: Bytes): Result<string | undefined, TitleCode> {
  const decoded = decodeMimi(bytes)
  if (!decoded.ok) return decoded
  const { part } = decoded.value
  const known =
    part.cardinality === "single" &&
    part.disposition === dispositions.profile &&
    part.contentType === mediaTypes.plain
  return known ? readLine(part.content, titleBytesMax) : succeed(undefined)
}
