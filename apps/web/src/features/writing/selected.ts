/** UTF-8 bytes of a part that is answered. */
const partBytesMax = 1024

/** What is selected of a message's text, where that is within one message alone and no longer than may be quoted. */
export function selectedPart():
  | { readonly id: string; readonly part: string; readonly box: DOMRect }
  | undefined {
  const selection = getSelection()
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return undefined
  const [from, to] = [selection.anchorNode, selection.focusNode].map(bodyOf)
  const id = from?.closest<HTMLElement>("[data-id]")?.dataset.id
  const part = selection.toString().trim()
  if (id === undefined || from !== to || part === "") return undefined
  if (new TextEncoder().encode(part).length > partBytesMax) return undefined
  return { id, part, box: selection.getRangeAt(0).getBoundingClientRect() }
}

/** Of the message with this id. */
export function selectedIn(id: string): string | undefined {
  const selected = selectedPart()
  return selected?.id === id ? selected.part : undefined
}

function bodyOf(node: Node | null): Element | undefined {
  const element = node instanceof Element ? node : node?.parentElement
  return element?.closest(".message .body") ?? undefined
}
