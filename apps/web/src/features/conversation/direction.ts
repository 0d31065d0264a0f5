const rightToLeft = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** Which way a paragraph of `dir="auto"` runs: as its first letter does. */
export function directionOf(text: string): "ltr" | "rtl" {
  const [letter = ""] = /[\p{L}\u200e\u200f]/u.exec(text) ?? []
  return rightToLeft.test(letter) ? "rtl" : "ltr"
}

const embeddings = /[\u202a\u202b\u202d\u202e]/
const isolates = /[\u2066-\u2068]/
const endOfEmbedding = "\u202c"
const endOfIsolate = "\u2069"

/**
 * Ends every change of direction that a text begins and leaves open, in the reverse order, so that it does not turn what
 * stands behind the text: the rules of Unicode's bidirectional algorithm (UAX #9, X1 to X8).
 */
export function closersFor(text: string): string {
  const open: string[] = []
  for (const [character] of text.matchAll(/[\u202a-\u202e\u2066-\u2069]/g)) {
    if (embeddings.test(character)) open.push(endOfEmbedding)
    else if (isolates.test(character)) open.push(endOfIsolate)
    else if (character === endOfEmbedding && open.at(-1) === endOfEmbedding) open.pop()
    else if (character === endOfIsolate && open.includes(endOfIsolate))
      open.length = open.lastIndexOf(endOfIsolate)
  }
  return open.reverse().join("")
}
