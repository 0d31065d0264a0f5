const emojiIn = (picker: HTMLElement) => [...picker.querySelectorAll<HTMLElement>("[data-emoji]")]

/** One tab stop for all of them: arrows move by what is seen, down from the field to the first; a letter goes back to it. */
export function moveInGrid(event: KeyboardEvent, picker: HTMLElement | null): void {
  const { target, key } = event
  if (picker === null || !(target instanceof HTMLElement)) return
  const isField = target instanceof HTMLInputElement
  if (isField && (key === "ArrowDown" || key === "Enter")) {
    event.preventDefault()
    const [first] = emojiIn(picker)
    if (key === "Enter") first?.click()
    else first?.focus()
    return
  }
  if (isField || !target.matches("[data-emoji]")) return
  const next = nextOf(emojiIn(picker), target, key)
  if (next === undefined) {
    if (key.length === 1 && !event.ctrlKey && !event.metaKey) picker.querySelector("input")?.focus()
    return
  }
  event.preventDefault()
  if (next === target && key === "ArrowUp") picker.querySelector("input")?.focus()
  else next.focus()
}

function nextOf(all: readonly HTMLElement[], from: HTMLElement, key: string): HTMLElement | undefined {
  const at = all.indexOf(from)
  const isRtl = getComputedStyle(from).direction === "rtl"
  switch (key) {
    case "ArrowRight":
      return all[at + (isRtl ? -1 : 1)] ?? from
    case "ArrowLeft":
      return all[at + (isRtl ? 1 : -1)] ?? from
    case "ArrowDown":
      return rowBeside(all.slice(at + 1), from) ?? from
    case "ArrowUp":
      return rowBeside(all.slice(0, at).reverse(), from) ?? from
    case "Home":
      return all[0]
    case "End":
      return all.at(-1)
    default:
      return undefined
  }
}

/** Of the nearest row in that direction, the one that stands nearest. */
function rowBeside(onward: readonly HTMLElement[], from: HTMLElement): HTMLElement | undefined {
  const { top, left } = from.getBoundingClientRect()
  const first = onward.findIndex(one => Math.abs(one.getBoundingClientRect().top - top) > 1)
  const row = onward[first]?.getBoundingClientRect().top ?? 0
  let nearest: HTMLElement | undefined
  let distance = Number.POSITIVE_INFINITY
  for (const one of onward.slice(first < 0 ? onward.length : first)) {
    const box = one.getBoundingClientRect()
    if (Math.abs(box.top - row) > 1) break
    if (Math.abs(box.left - left) < distance) {
      distance = Math.abs(box.left - left)
      nearest = one
    }
  }
  return nearest
}
