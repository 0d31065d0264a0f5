import type { MessageItem } from "@colombe/client"
import { plainText } from "@colombe/client/markup"

/** What a message says, in one line and without marks: of files without a word, their names. */
export function saidIn({ text, format, files }: MessageItem): string {
  if (text === "") return files.map(({ name }) => name).join(", ")
  return format === "markdown" ? plainText(text) : text
}
