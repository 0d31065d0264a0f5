import {
  type Bytes,
  type Decoded,
  decode,
  encode,
  fail,
  fixed,
  optional,
  type Result,
  refine,
  struct,
  succeed,
  toHex,
  vector,
} from "@colombe/base"
import { dispositions, messageIdBytes, type Part } from "./mimi.ts"
import { decodeMimi } from "./mimi-decode.ts"

/** Messages that one conversation may have pinned at one time. */
export const pinsMax = 100

const pinsType = "application/vnd.colombe.pins"

const pinsContent = struct({
  /** What this entry pins or unpins, for the line that says so; absent where it only repeats. */
  changed: optional(fixed(messageIdBytes)),
  /** MessageIds, the first pinned first. */
  pins: refine(vector(fixed(messageIdBytes)), pins => (arePins(pins) ? pins : undefined)),
})
export type Pins = Decoded<typeof pinsContent>

function arePins(pins: readonly Bytes[]): boolean {
  return pins.length <= pinsMax && new Set(pins.map(toHex)).size === pins.length
}

/** For state slot 2 (spec N52). */
export function pinsPart(pins: Pins): Part {
  return {
    disposition: dispositions.profile,
    language: "",
    cardinality: "single",
    contentType: pinsType,
    content: encode(pinsContent, pins),
  }
}

export type PinsCode = "content-malformed" | "content-not-canonical"

/** The content of state slot 2. Undefined: of a form that this version does not know. */
export function readPins(bytes: Bytes): Result<Pins | undefined, PinsCode> {
  const decoded = decodeMimi(bytes)
  if (!decoded.ok) return decoded
  const { part } = decoded.value
  if (part.cardinality !== "single" || part.contentType !== pinsType) return succeed(undefined)
  const pins = decode(pinsContent, part.content)
  return pins.ok ? pins : fail("content-malformed")
}
