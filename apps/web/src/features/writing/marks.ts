/** A change of what is typed: `insert` takes the place of what stands from `from` to `to`; then that is selected. */
export interface TextChange {
  readonly from: number
  readonly to: number
  readonly insert: string
  readonly select: readonly [number, number]
}

type Selected = Pick<HTMLTextAreaElement, "value" | "selectionStart" | "selectionEnd">

export type Format = "bold" | "italic" | "strike" | "code" | "spoiler" | "quote" | "link"

const around = { bold: "**", italic: "*", strike: "~~", code: "`", spoiler: "||" } as const

/** By the key pressed with Ctrl or Command. */
const shortcuts: Readonly<Record<string, Format>> = {
  b: "bold",
  i: "italic",
  e: "code",
  "shift+x": "strike",
  "shift+p": "spoiler",
  "shift+.": "quote",
  "shift+:": "quote",
  "shift+l": "link",
}

/** Undefined where the keys are no shortcut. */
export function formatOfKeys(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">,
): Format | undefined {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined
  return shortcuts[`${event.shiftKey ? "shift+" : ""}${event.key.toLowerCase()}`]
}

/** Puts the marks around what is selected; done again, it takes them away. */
export function formatted(format: Format, selected: Selected): TextChange {
  const { value, selectionStart: from, selectionEnd: to } = selected
  const said = value.slice(from, to)
  switch (format) {
    case "quote":
      return quoted(selected)
    case "link": {
      const insert = `[${said}](https://)`
      const end = from + insert.length - 1
      return { from, to, insert, select: [end, end] }
    }
    case "code":
      return said.includes("\n") ? fenced(selected) : marked(selected, around.code)
    default:
      return marked(selected, around[format])
  }
}

function marked({ value, selectionStart: from, selectionEnd: to }: Selected, mark: string): TextChange {
  const said = value.slice(from, to)
  const width = mark.length
  if (value.slice(0, from).endsWith(mark) && value.slice(to).startsWith(mark))
    return { from: from - width, to: to + width, insert: said, select: [from - width, to - width] }
  return { from, to, insert: mark + said + mark, select: [from + width, to + width] }
}

/** Whole lines. */
function quoted({ value, selectionStart, selectionEnd: to }: Selected): TextChange {
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1
  const lines = value.slice(from, to).split("\n")
  const isQuoted = lines.every(line => line.startsWith("> "))
  const insert = lines.map(line => (isQuoted ? line.slice(2) : `> ${line}`)).join("\n")
  return { from, to, insert, select: [from, from + insert.length] }
}

function fenced({ value, selectionStart: from, selectionEnd: to }: Selected): TextChange {
  const before = from === 0 || value[from - 1] === "\n" ? "```\n" : "\n```\n"
  const insert = `${before}${value.slice(from, to)}\n\`\`\`\n`
  return { from, to, insert, select: [from + before.length, from + before.length + to - from] }
}
