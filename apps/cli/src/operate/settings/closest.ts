/** Changes of one letter after which a word is no typing mistake any more. */
const changesMax = 3

/** The name that somebody may have meant, or undefined where none is near. */
export function closest(word: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map(name => ({ name, changes: changesBetween(word, name) }))
    .sort((left, right) => left.changes - right.changes)
  const best = ranked[0]
  return best !== undefined && best.changes <= changesMax ? best.name : undefined
}

/** Levenshtein distance: letters put in, taken out or exchanged. */
function changesBetween(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...left].entries()) {
    const next = [index + 1]
    for (const [at, other] of [...right].entries())
      next.push(
        Math.min((next[at] ?? 0) + 1, (row[at + 1] ?? 0) + 1, (row[at] ?? 0) + (letter === other ? 0 : 1)),
      )
    row = next
  }
  return row.at(-1) ?? 0
}
