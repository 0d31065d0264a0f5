import { folded } from "../../ui/folded.ts"

/** Where the words of a search begin words of a text, in its UTF-16 units; case and accents make no difference. */
export function rangesOf(
  text: string,
  typed: string,
): readonly { readonly start: number; readonly end: number }[] {
  const words = typed
    .split(/[\s"«»“”]+/u)
    .map(folded)
    .filter(word => word !== "")
  if (words.length === 0) return []
  const { plain, places } = foldedWithPlaces(text)
  const ranges: { start: number; end: number }[] = []
  for (const word of words)
    for (let at = plain.indexOf(word); at !== -1; at = plain.indexOf(word, at + word.length))
      if (beginsWord(plain, at, word))
        ranges.push({ start: places[at] ?? 0, end: places[at + word.length] ?? text.length })
  return ranges
}

const wordCharacter = /[\p{L}\p{N}]/u
/** Scripts that put no blanks between words: every place begins one. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

function beginsWord(plain: string, at: number, word: string): boolean {
  return at === 0 || unspaced.test(word) || !wordCharacter.test(plain.charAt(at - 1))
}

function foldedWithPlaces(text: string): { readonly plain: string; readonly places: readonly number[] } {
  let plain = ""
  const places: number[] = []
  let place = 0
  for (const character of text) {
    const one = folded(character)
    for (let unit = 0; unit < one.length; unit++) places.push(place)
    plain += one
    place += character.length
  }
  return { plain, places: [...places, place] }
}
