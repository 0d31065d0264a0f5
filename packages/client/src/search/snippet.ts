import type { Snippet } from "../api/index.ts"
import type { SearchTerm } from "../store/port.ts"
import { standsAt } from "./terms.ts"
import { runsOf, type Word } from "./words.ts"

/** UTF-16 units of a snippet, and how many of them stand before the first hit. */
const snippetMax = 160
const leadMax = 40

/** The part of a text around its first hit, in one line, with every hit in it. */
export function snippetOf(text: string, terms: readonly SearchTerm[]): Snippet {
  const hits = hitsOf(text, terms)
  const first = hits[0]?.start ?? 0
  const start = first <= leadMax ? 0 : boundary(text, first - leadMax)
  const end = start + snippetMax >= text.length ? text.length : boundary(text, start + snippetMax)
  const ranges = hits
    .filter(hit => hit.start >= start && hit.end <= end)
    .map(hit => ({ start: hit.start - start, end: hit.end - start }))
  return {
    text: text.slice(start, end).replace(/\s/g, " "),
    ranges: merged(ranges),
    cutBefore: start > 0,
    cutAfter: end < text.length,
  }
}

type Place = Pick<Word, "start" | "end">

function hitsOf(text: string, terms: readonly SearchTerm[]): readonly Place[] {
  const words = runsOf(text).flatMap(run => run.words)
  const hits: Place[] = []
  for (const [place, { start }] of words.entries())
    for (const term of terms) {
      const end = endOfTerm(words, place, term)
      if (end !== undefined) hits.push({ start, end })
    }
  return hits
}

function endOfTerm(words: readonly Word[], place: number, term: SearchTerm): number | undefined {
  const [wanted = ""] = term.words
  const isEnd = term.begun && term.words.length === 1 && isPairEnd(words[place]?.word ?? "", wanted)
  const spoken = words.slice(place, place + term.words.length).map(({ word }) => word)
  return isEnd || standsAt(spoken, 0, term) ? words[place + term.words.length - 1]?.end : undefined
}

/** One letter of a script without blanks is the end of a pair as well. */
const isPairEnd = (word: string, wanted: string): boolean =>
  wanted > "\u0e00" && [...wanted].length === 1 && [...word].length === 2 && word.endsWith(wanted)

/** Hits that touch or overlap are one. */
function merged(places: readonly Place[]): readonly Place[] {
  const whole: Place[] = []
  for (const place of places.toSorted((left, right) => left.start - right.start)) {
    const last = whole.at(-1)
    if (last !== undefined && place.start <= last.end)
      whole[whole.length - 1] = { start: last.start, end: Math.max(last.end, place.end) }
    else whole.push(place)
  }
  return whole
}

/** Not within a character of two units. */
function boundary(text: string, place: number): number {
  const code = text.charCodeAt(place)
  return code >= 0xdc00 && code <= 0xdfff ? place - 1 : place
}
