import { plainText } from "../markup/index.ts"
import type { ShownAs } from "../records/conversation-records.ts"

/** Line ends and blanks count alike: a part is taken from where it is shown, and not from how it is written. */
const folded = (text: string): string => text.replace(/\s+/gu, " ").trim()

/** The part, where the message says it as it stands (spec N30): nobody puts words into another's mouth. */
export function partOf(
  { text, format }: Pick<ShownAs<"message">, "text" | "format">,
  part: string | undefined,
): string | undefined {
  if (part === undefined) return undefined
  return folded(format === "markdown" ? plainText(text) : text).includes(folded(part)) ? part : undefined
}
