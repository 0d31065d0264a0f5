import type { SearchTerm } from "../store/port.ts"
import { type Run, runsOf, wordsOf } from "./words.ts"

/** Terms of one search; what people type beyond that changes nothing any more. */
const termsMax = 16

/**
 * What somebody types: every word has to be there, each perhaps only begun, since people type on; what stands in quotes
 * has to be there as it is written. No sign has a meaning besides, so that nothing that is typed can be wrong.
 */
export function termsOf(typed: string): readonly SearchTerm[] {
  return typed
    .split(quotes)
    .flatMap((part, place) => (place % 2 === 1 ? quoted(runsOf(part)) : runsOf(part).flatMap(begun)))
    .slice(0, termsMax)
}

/** English, French, German; Chinese and Japanese. */
const quotes = /["\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d]/u

function begun({ words, isSolid }: Run): readonly SearchTerm[] {
  if (words.length === 0) return []
  // Pairs of letters are whole; one letter alone begins a pair.
  return [{ words: words.map(({ word }) => word), begun: !isSolid || words.length === 1 }]
}

function quoted(runs: readonly Run[]): readonly SearchTerm[] {
  if (runs.some(({ isSolid }) => isSolid)) return runs.flatMap(begun)
  const words = runs.flatMap(run => run.words.map(({ word }) => word))
  return words.length === 0 ? [] : [{ words, begun: false }]
}

/** Whether a text that is in no index, such as a title, would be found. */
export function matches(text: string, terms: readonly SearchTerm[]): boolean {
  const words = wordsOf(text)
  return terms.every(term => words.some((_, place) => standsAt(words, place, term)))
}

/** Whether the words of a term stand from a place on. */
export function standsAt(words: readonly string[], place: number, term: SearchTerm): boolean {
  const last = term.words.length - 1
  return term.words.every((wanted, offset) => {
    const word = words[place + offset]
    return word === wanted || (term.begun && offset === last && word?.startsWith(wanted) === true)
  })
}
