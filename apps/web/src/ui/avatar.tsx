import type { JSX } from "preact"

/** Hues that stand well on paper and on ink; which one is decided by the id, so it is the same on every device. */
const hues = 8

export function Avatar({
  id,
  name,
  small = false,
}: {
  id: string
  name: string
  small?: boolean
}): JSX.Element {
  return (
    <span class={`avatar hue-${hueOf(id)}${small ? " avatar-small" : ""}`} aria-hidden="true">
      {initials(name)}
    </span>
  )
}

export function hueOf(id: string): number {
  let sum = 0
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973
  return sum % hues
}

/** First letters of the first two words; one grapheme each, so that emoji and combining marks stay whole. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/).slice(0, 2)
  return words.map(word => [...new Intl.Segmenter().segment(word)][0]?.segment.toUpperCase() ?? "").join("")
}
