import { sourceBlocks } from "./markup.ts"
import { readRuns } from "./runs.ts"
import { readSpans, type Span } from "./spans.ts"

/** What the address of a mention begins with; the id of the account follows (spec N17). */
export const mentionPrefix = "colombe:account/"

/** A text as it is typed: people who are mentioned stand in it by name alone. */
export interface TypedText {
  readonly text: string
  /** In their order; none reaches into another. */
  readonly mentions: readonly TypedMention[]
}

export interface TypedMention {
  readonly from: number
  readonly to: number
  readonly account: string
}

/** The accounts that a formatted text mentions, each once. */
export function mentionedIn(text: string): readonly string[] {
  const found = new Set<string>()
  for (const { type, lines } of sourceBlocks(text))
    if (type !== "code")
      for (const { link } of readRuns(lines.join("\n")))
        if (link?.startsWith(mentionPrefix)) found.add(link.slice(mentionPrefix.length))
  return [...found]
}

const isMention = ({ link }: Span): boolean => link?.startsWith(mentionPrefix) === true

/** The spans of what is typed: those of the formatted text without the marks that make mentions. */
export function typedSpans(markdown: string): readonly Span[] {
  return readSpans(markdown).filter(span => !(span.isMark && isMention(span)))
}

export function readTyped(markdown: string): TypedText {
  let text = ""
  const mentions: TypedMention[] = []
  for (const span of typedSpans(markdown)) {
    const from = text.length
    text += span.text
    if (isMention(span) && span.link !== undefined)
      mentions.push({ from, to: text.length, account: span.link.slice(mentionPrefix.length) })
  }
  return { text, mentions }
}

export function writeTyped({ text, mentions }: TypedText): string {
  let written = ""
  let at = 0
  for (const { from, to, account } of mentions) {
    written += `${text.slice(at, from)}[${text.slice(from, to)}](${mentionPrefix}${account})`
    at = to
  }
  return written + text.slice(at)
}

/** After a change by whoever types, with the caret behind it: mentions that were changed are ordinary text. */
export function editTyped(before: TypedText, text: string, caret: number): TypedText {
  const old = before.text
  const tailMax = Math.min(text.length - caret, old.length)
  let tail = 0
  while (tail < tailMax && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail++
  const headMax = Math.min(old.length, text.length) - tail
  let head = 0
  while (head < headMax && old[head] === text[head]) head++
  const [end, moved] = [old.length - tail, text.length - old.length]
  const mentions = before.mentions.flatMap(({ from, to, account }) => {
    if (to <= head) return [{ from, to, account }]
    return from >= end ? [{ from: from + moved, to: to + moved, account }] : []
  })
  return { text, mentions }
}

/** A mention in place of what stands from `from` to `to`, and a blank behind it. Gives the place of the caret too. */
export function insertMention(
  before: TypedText,
  { from, to }: { readonly from: number; readonly to: number },
  { name, account }: { readonly name: string; readonly account: string },
): TypedText & { readonly caret: number } {
  const said = `@${name.replace(/[[\]\s]+/g, " ").trim()}`
  const after = before.text.slice(to)
  const text = `${before.text.slice(0, from)}${said}${after.startsWith(" ") ? "" : " "}${after}`
  const end = from + said.length
  const edited = editTyped(before, text, text.length - after.length)
  const mentions = [...edited.mentions, { from, to: end, account }].sort(
    (one, other) => one.from - other.from,
  )
  return { text, mentions, caret: end + 1 }
}
