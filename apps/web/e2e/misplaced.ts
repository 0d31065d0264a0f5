import type { Page } from "@playwright/test"

/** Words under the time of their message, and words of an empty field under the button that stands in it. */
export function misplaced(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    /** Pixels by which the boxes of letters reach beyond what is seen of them. */
    const slack = 3
    const meets = (one: DOMRect, other: DOMRect) =>
      Math.min(one.right, other.right) - Math.max(one.left, other.left) > slack &&
      Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > slack
    const told: string[] = []
    for (const meta of document.querySelectorAll(".bubble > .meta")) {
      const time = meta.getBoundingClientRect()
      const bubble = meta.parentElement as Element
      const words = document.createTreeWalker(bubble, NodeFilter.SHOW_TEXT)
      for (let node = words.nextNode(); node !== null; node = words.nextNode()) {
        // What only a screen reader is told has a place on the page, and is not seen there.
        const isSeen =
          node.parentElement !== null && node.parentElement.closest(".visually-hidden, h2") === null
        if (meta.contains(node) || !isSeen) continue
        const range = document.createRange()
        range.selectNodeContents(node)
        if ([...range.getClientRects()].some(line => meets(time, line)))
          told.push(`${meta.textContent} over ${node.textContent?.slice(0, 60)}`)
      }
    }
    for (const field of document.querySelectorAll(".writing-box textarea")) {
      const button = document.querySelector(".emoji-button > svg")?.getBoundingClientRect()
      const { left, right, top, bottom } = field.getBoundingClientRect()
      const { paddingLeft, paddingRight } = getComputedStyle(field)
      const [from, to] = [left + Number.parseFloat(paddingLeft), right - Number.parseFloat(paddingRight)]
      if (button !== undefined && meets(button, new DOMRect(from, top, to - from, bottom - top)))
        told.push("the field reaches under its button")
    }
    return told
  })
}
