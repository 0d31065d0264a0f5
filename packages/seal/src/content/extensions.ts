import { type Bytes, toUtf8 } from "@colombe/base"
import type { AccountId } from "@colombe/rules"
import type { CborValue } from "./cbor.ts"
import type { MimiContent } from "./mimi.ts"
import { isPicture } from "./picture.ts"
import { answeredPartBytesMax, displayNameBytesMax, readLine, textBytes } from "./text.ts"

/** Registered by the draft; left out here, since sender and conversation are signed beside the content. */
export const senderUri = 1
export const roomUri = 2

/** Ours are negative, the draft's range for private use. Text: the display name of whoever sent it. */
export const senderName = -1

/** Text: the part of what is answered that is meant (spec N30). */
export const answeredPart = -2

/** `[account id, name]`: who said it first, as whoever forwards it claims (spec N50). */
export const forwardedFrom = -3

/** True: nobody is to be called by it (spec N32). */
export const silent = -4

/** Bytes: the picture of whoever sent it, none to take it away; in a message of disposition profile (spec N80). */
export const senderPicture = -5

/** Arrays, one a file of the message: width and height in pixels, or nothing (spec F5). */
export const fileBoxes = -10

/** Arrays, one a file of the message: bytes of a preview, or none (spec F14). */
export const filePreviews = -11

/** `[milliseconds, bars]`: the one file of the message is a voice note (spec F15). */
export const voiceNote = -12

/** Undefined where there is none, or none that may be shown. */
export function readSenderName(content: MimiContent): string | undefined {
  return readName(content.extensions.get(senderName))
}

/** Undefined where all of it is answered, nothing is, or no part is said that could be shown. */
export function readAnsweredPart({ extensions, inReplyTo }: MimiContent): string | undefined {
  const part = extensions.get(answeredPart)
  if (typeof part !== "string" || inReplyTo === undefined) return undefined
  return textBytes(part, answeredPartBytesMax).ok ? part : undefined
}

export function isSilent({ extensions }: MimiContent): boolean {
  return extensions.get(silent) === true
}

/** "none": they have none any more. Undefined where nothing is said of it, or nothing that may be shown. */
export function readSenderPicture({ extensions }: MimiContent): Bytes | "none" | undefined {
  const picture = extensions.get(senderPicture)
  if (!(picture instanceof Uint8Array)) return undefined
  if (picture.length === 0) return "none"
  return isPicture(picture) ? picture : undefined
}

/** Whom somebody names as the author of what they forward. */
export interface ForwardedFrom {
  readonly account: AccountId
  readonly name: string
}

const accountBytes = 32

/** Undefined where nobody is named, or in no form that may be shown. */
export function readForwardedFrom(content: MimiContent): ForwardedFrom | undefined {
  const claim = content.extensions.get(forwardedFrom)
  if (!Array.isArray(claim) || claim.length !== 2) return undefined
  const [account, said] = claim as readonly CborValue[]
  const name = readName(said)
  return isAccount(account) && name !== undefined ? { account, name } : undefined
}

function readName(said: CborValue | undefined): string | undefined {
  if (typeof said !== "string") return undefined
  const checked = readLine(toUtf8(said), displayNameBytesMax)
  return checked.ok ? checked.value : undefined
}

function isAccount(value: CborValue | undefined): value is Bytes {
  return value instanceof Uint8Array && value.length === accountBytes
}
