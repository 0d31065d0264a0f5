/** Words of the vocabulary; the commonest is in every second message, the rarest in a few of a million. */
const vocabulary = 30_000
const syllables = [
  "ba",
  "co",
  "du",
  "fe",
  "gi",
  "lo",
  "ma",
  "ne",
  "pi",
  "ro",
  "sa",
  "te",
  "vu",
  "zé",
  "chi",
  "lam",
]

/** Texts of 3 to 25 words whose frequencies fall as in a natural language; one in twenty is Chinese. The same every time. */
export function texts(): (number: number) => string {
  const words = Array.from({ length: vocabulary }, (_, rank) => wordOf(rank))
  let state = 1
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  return number => {
    const length = 3 + Math.floor(random() * 22)
    if (number % 20 === 7)
      return Array.from({ length }, () =>
        String.fromCodePoint(0x4e00 + Math.floor(random() ** 3 * 3000)),
      ).join("")
    return Array.from({ length }, () => words[Math.floor(vocabulary ** random()) - 1] ?? "").join(" ")
  }
}

/** Without repeats: the rank in another writing. */
function wordOf(rank: number): string {
  let word = ""
  for (let rest = rank + 16; rest > 0; rest = Math.floor(rest / 16)) word += syllables[rest % 16] ?? ""
  return word
}
