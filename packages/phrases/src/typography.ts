/** A space that no line breaks at, narrower than a word space (U+202F). */
const narrow = "\u202f"

/**
 * French spacing, so that sentences can be written with ordinary spaces: a narrow no-break space before ; : ! ? » and
 * after «.
 */
export function typesetFrench(text: string): string {
  return text.replace(/ ([;:!?»])/g, `${narrow}$1`).replace(/« /g, `«${narrow}`)
}
