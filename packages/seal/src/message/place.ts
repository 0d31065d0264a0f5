import { type Bytes, decode, equal, fail, type Result, succeed } from "@colombe/base"
import {
  type ConversationId,
  type Header,
  headerBytes,
  header as headerCodec,
  kindClass,
} from "@colombe/rules"

/** Where bytes were found. A log entry has exactly one place; what is relayed only has to be of now or before. */
export type Place =
  | {
      readonly in: "log"
      readonly conversation: ConversationId
      readonly incarnation: number
      readonly epoch: number
      /** The log's word for what it is. */
      readonly type: number
      readonly seq: number
    }
  | {
      readonly in: "relay"
      readonly conversation: ConversationId
      /** The newest state of this device. */
      readonly incarnation: number
      readonly epoch: number
    }

/** Bytes that claim to belong where they were found. Nothing in them is known to be true. */
export interface Sealed {
  readonly place: Place
  readonly header: Header
  /** As received: what the seal binds. */
  readonly headerBytes: Bytes
  readonly ciphertext: Bytes
}

/** First step of opening, spec S8: the header says the place at which it was found, and its kind may be there. */
export function readSealed(place: Place, bytes: Bytes): Result<Sealed, "header-malformed" | "place-wrong"> {
  const read = decode(headerCodec, bytes.subarray(0, headerBytes))
  if (!read.ok) return fail("header-malformed", "never", read.cause)
  const header = read.value
  if (!belongs(place, header)) return fail("place-wrong")
  return succeed({
    place,
    header,
    headerBytes: bytes.slice(0, headerBytes),
    ciphertext: bytes.subarray(headerBytes),
  })
}

function belongs(place: Place, { prefix }: Header): boolean {
  if (!equal(place.conversation, prefix.conversation)) return false
  const kind = kindClass(prefix.kind)
  if (place.in === "relay")
    return (
      kind === "relayed" &&
      (prefix.incarnation < place.incarnation ||
        (prefix.incarnation === place.incarnation && prefix.epoch <= place.epoch))
    )
  return (
    (kind === "stored" || kind === "slot") &&
    prefix.kind === place.type &&
    prefix.incarnation === place.incarnation &&
    prefix.epoch === place.epoch
  )
}
