/** The parts of the page that F6 leads through, in their order; the page has some of them. */
const regions = [".list", ".timeline", ".composer", "main"] as const

/** What takes the focus there, the first that is found. */
const stops = [
  "textarea, [contenteditable='true']",
  "[tabindex='0']",
  "input, a[href], button:not([disabled])",
] as const

/** Moves the focus to the next part of the page, or the one before. */
export function moveToRegion(by: 1 | -1): boolean {
  const found = regions.flatMap(selector => {
    const region = document.querySelector<HTMLElement>(selector)
    // What holds others is no place of its own, and on a phone some parts are not shown.
    const isShown = region !== null && region.offsetParent !== null
    return isShown && !(selector === "main" && region.querySelector(".timeline")) ? [region] : []
  })
  const at = found.findIndex(region => region.contains(document.activeElement))
  const next = found[at === -1 ? (by === 1 ? 0 : found.length - 1) : (at + by + found.length) % found.length]
  if (next === undefined) return false
  const stop = next.matches("[tabindex='0']") ? next : firstStop(next)
  stop?.focus()
  return true
}

function firstStop(region: HTMLElement): HTMLElement | undefined {
  // The list's rows come before its search field: that one has a key of its own.
  if (region.matches(".list")) {
    const row = region.querySelector<HTMLElement>(".rows [tabindex='0']")
    if (row !== null) return row
  }
  for (const selector of stops) {
    const stop = [...region.querySelectorAll<HTMLElement>(selector)].find(one => one.offsetParent !== null)
    if (stop !== undefined) return stop
  }
  return undefined
}
