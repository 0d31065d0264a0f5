export type Style = "bold" | "italic" | "strike" | "spoiler" | "code"

export type Token =
  | { readonly type: "text"; readonly text: string }
  | {
      readonly type: "mark"
      readonly text: string
      readonly style: Style
      readonly canOpen: boolean
      readonly canClose: boolean
    }
  | { readonly type: "code"; readonly text: string }
  | { readonly type: "link"; readonly text: string; readonly link: string }

const styles: Readonly<Record<string, Style>> = {
  "**": "bold",
  "*": "italic",
  _: "italic",
  "~~": "strike",
  "||": "spoiler",
}

/** Characters of one address. */
const linkMax = 2048
/** Characters of the text of a link. */
const linkTextMax = 512

/** What may stand at a place, each form anchored there; every repetition is bounded or excludes its own end. */
const escaped = /\\([!-/:-@[-`{-~])/y
const code = /(`{1,2})(?!`)([^\n]{1,1024}?)\1(?!`)/y
const named = new RegExp(`\\[([^\\[\\]\\n]{1,${linkTextMax}})\\]\\(([^\\s()<>]{1,${linkMax}})\\)`, "y")
const bare = new RegExp(`https?://[^\\s<>"\`|*\\\\]{1,${linkMax}}`, "iy")
const plainAddress = new RegExp(`https?://[^\\s<>"\`]{1,${linkMax}}`, "gi")
const mark = /\*\*|\*|_|~~|\|\|/y
const plain = /[^\\`[*_~|hH]+|[hH](?!ttps?:\/\/)/y

const schemes = /^(?:https?:\/\/|mailto:|colombe:)/i
const blank = /^\s?$/u
const wordCharacter = /[\p{L}\p{N}]/u

/** The tokens of one block (spec N16, N17). */
export function readTokens(text: string): readonly Token[] {
  return readPlacedTokens(text).map(([token]) => token)
}

/** Each with the characters of the block that it takes. */
export function readPlacedTokens(text: string): readonly (readonly [Token, number])[] {
  const tokens: (readonly [Token, number])[] = []
  for (let at = 0; at < text.length; ) {
    const placed = tokenAt(text, at)
    tokens.push(placed)
    at += placed[1]
  }
  return tokens
}

function tokenAt(text: string, at: number): readonly [Token, number] {
  const ordinary = match(plain, text, at)
  if (ordinary !== undefined) return [{ type: "text", text: ordinary[0] }, ordinary[0].length]
  const literal = match(escaped, text, at)
  if (literal !== undefined) return [{ type: "text", text: literal[1] ?? "" }, 2]
  const inline = match(code, text, at)
  if (inline !== undefined) return [{ type: "code", text: inline[2] ?? "" }, inline[0].length]
  const link = linkAt(text, at)
  if (link !== undefined) return link
  const sign = match(mark, text, at)
  if (sign !== undefined) return [markAt(text, at, sign[0]), sign[0].length]
  return [{ type: "text", text: text.slice(at, at + 1) }, 1]
}

/** Plain text has addresses, and nothing else that leads anywhere; no sign in one is a mark there. */
export function readPlainTokens(text: string): readonly Token[] {
  const tokens: Token[] = []
  let end = 0
  for (const { 0: found, index } of text.matchAll(plainAddress)) {
    const link = withoutTail(found)
    tokens.push({ type: "text", text: text.slice(end, index) }, { type: "link", text: link, link })
    end = index + link.length
  }
  return [...tokens, { type: "text", text: text.slice(end) }]
}

function linkAt(text: string, at: number): readonly [Token, number] | undefined {
  const link = match(named, text, at)
  const [whole = "", said = "", address = ""] = link ?? []
  if (link !== undefined && schemes.test(address))
    return [{ type: "link", text: said, link: address }, whole.length]
  const found = match(bare, text, at)
  if (found === undefined || wordCharacter.test(text.charAt(at - 1))) return undefined
  const trimmed = withoutTail(found[0])
  return [{ type: "link", text: trimmed, link: trimmed }, trimmed.length]
}

/** Punctuation after an address belongs to the sentence, and so does a bracket that the address did not open. */
function withoutTail(address: string): string {
  const trimmed = address.replace(/[.,;:!?'"»…_~]+$/u, "")
  const unopened = trimmed.endsWith(")") && !trimmed.includes("(")
  return unopened ? trimmed.slice(0, -1) : trimmed
}

function markAt(text: string, at: number, sign: string): Token {
  const before = text.charAt(at - 1)
  const after = text.charAt(at + sign.length)
  const insideWord = sign === "_" && wordCharacter.test(before) && wordCharacter.test(after)
  return {
    type: "mark",
    text: sign,
    style: styles[sign] ?? "italic",
    canOpen: !blank.test(after) && !insideWord && !(sign === "_" && wordCharacter.test(before)),
    canClose: !blank.test(before) && !insideWord && !(sign === "_" && wordCharacter.test(after)),
  }
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(text) ?? undefined
}
