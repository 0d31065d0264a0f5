import { toUtf8 } from "@colombe/base"
import type { MimiContent } from "./mimi.ts"
import { displayNameBytesMax, readLine } from "./text.ts"

/** Registered by the draft; left out here, since sender and conversation are signed beside the content. */
export const senderUri = 1
export const roomUri = 2

/** Ours are negative, the draft's range for private use. Text: the display name of whoever sent it. */
export const senderName = -1

/** Arrays, one a file of the message: width and height in pixels, or nothing (spec F5). */
export const fileBoxes = -10

/** Undefined where there is none, or none that may be shown. */
export function readSenderName(content: MimiContent): string | undefined {
  const name = content.extensions.get(senderName)
  if (typeof name !== "string") return undefined
  const checked = readLine(toUtf8(name), displayNameBytesMax)
  return checked.ok ? checked.value : undefined
}
