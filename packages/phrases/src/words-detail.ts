import type { Parameters } from "./phrase.ts"

/** What the sentence about wrong words has room for: how many, or which one and what it may have been. */
export function wordsDetail({
  code,
  cause,
}: {
  readonly code: string
  readonly cause?: unknown
}): Parameters {
  if (typeof cause !== "object" || cause === null) return {}
  if (code === "words-count-wrong" && "count" in cause) return { count: Number(cause.count) }
  if (code !== "word-unknown" || !("word" in cause && "suggestions" in cause)) return {}
  const suggestions = Array.isArray(cause.suggestions) ? cause.suggestions.map(String) : []
  const word = `"${String(cause.word)}"`
  return suggestions.length === 0 ? { word } : { word, suggestions: suggestions.join(", ") }
}
