/** The shortcuts that put marks around what is selected, by the key pressed with Ctrl or Command. */
const marks: Readonly<Record<string, string>> = { b: "**", i: "*", e: "`", "shift+x": "~~", "shift+p": "||" }

/** The text and selection after a formatting shortcut; undefined where it is none. Pressed again, it takes them away. */
export function withMarks(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">,
  {
    value,
    selectionStart: from,
    selectionEnd: to,
  }: Pick<HTMLTextAreaElement, "value" | "selectionStart" | "selectionEnd">,
): { readonly text: string; readonly from: number; readonly to: number } | undefined {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return undefined
  const mark = marks[`${event.shiftKey ? "shift+" : ""}${event.key.toLowerCase()}`]
  if (mark === undefined) return undefined
  const [before, selected, after] = [value.slice(0, from), value.slice(from, to), value.slice(to)]
  if (before.endsWith(mark) && after.startsWith(mark))
    return {
      text: before.slice(0, -mark.length) + selected + after.slice(mark.length),
      from: from - mark.length,
      to: to - mark.length,
    }
  return { text: before + mark + selected + mark + after, from: from + mark.length, to: to + mark.length }
}
