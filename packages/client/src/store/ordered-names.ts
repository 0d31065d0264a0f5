/** Index of the first name that is not before the given one, among names in their order. */
export function placeOf(names: readonly string[], name: string): number {
  let [low, high] = [0, names.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((names[middle] ?? name) < name) low = middle + 1
    else high = middle
  }
  return low
}

/** Names that come in any order, each once, and are asked for in ranges between. */
export interface OrderedNames {
  add(name: string): void
  /** From `from` on, up to and without `to`. */
  between(from: string, to: string): readonly string[]
  clear(): void
}

/** So many new ones are put in their places one by one; of more, all are sorted. */
const placedMax = 64

export function orderedNames(): OrderedNames {
  const ordered: string[] = []
  const added: string[] = []
  const settle = (): void => {
    if (added.length > placedMax) {
      for (const name of added) ordered.push(name)
      ordered.sort()
    } else {
      for (const name of added) ordered.splice(placeOf(ordered, name), 0, name)
    }
    added.length = 0
  }
  return {
    add: name => void added.push(name),
    between(from, to) {
      settle()
      return ordered.slice(placeOf(ordered, from), placeOf(ordered, to))
    },
    clear() {
      ordered.length = 0
      added.length = 0
    },
  }
}
