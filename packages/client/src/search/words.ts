import { searchWordMax } from "../store/port.ts"
import { fold } from "./fold.ts"

/** A word as the index has it, and where in the text it stands: UTF-16 units, the end not included. */
export interface Word {
  readonly word: string
  readonly start: number
  readonly end: number
}

/** Words of a text that share one place: what is written without blanks is known by its pairs of letters. */
export interface Run {
  readonly words: readonly Word[]
  /** Written without blanks: where a word of people's begins and ends is not to be seen. */
  readonly isSolid: boolean
}

/** Words of one text that are indexed; what is longer is a listing rather than a message. */
export const wordsMax = 4096

/** Every run of a text, in order. Signs and punctuation are none; an emoji is one. */
export function runsOf(text: string): readonly Run[] {
  const runs: Run[] = []
  for (const match of text.matchAll(pieces)) {
    const [piece] = match
    if (solid.test(piece)) for (const run of splitSolid(piece, match.index)) runs.push(run)
    else {
      const word = foldWord(piece)
      const place = { start: match.index, end: match.index + piece.length }
      if (word !== "") runs.push({ words: [{ word, ...place }], isSolid: false })
    }
  }
  return runs
}

/** What the index keeps of a text: the last letter of a solid run too, so that it is found alone. */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = []
  for (const { words: run, isSolid } of runsOf(text)) {
    for (const { word } of run) words.push(word)
    const last = run.at(-1)?.word
    if (isSolid && last !== undefined && [...last].length > 1) words.push([...last].slice(-1).join(""))
    if (words.length >= wordsMax) break
  }
  return words.slice(0, wordsMax)
}

/** Chinese, Japanese, and the scripts of South-East Asia that leave no blanks between words. */
const solidScripts = ["Han", "Hiragana", "Katakana", "Bopomofo", "Thai", "Lao", "Khmer", "Myanmar", "Tibetan"]
const solidLetter = solidScripts.map(script => `\\p{Script_Extensions=${script}}`).join("")
const solid = new RegExp(`[${solidLetter}]`, "u")
const solidOrNot = new RegExp(
  `(?:(?=[\\p{L}\\p{N}])[${solidLetter}]\\p{M}*)+|(?:(?![${solidLetter}])[\\p{L}\\p{N}]\\p{M}*)+`,
  "gu",
)

/** Letters with their signs and digits; one emoji, without its tone and what is joined to it; a flag. */
const pieces =
  /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*|\p{Regional_Indicator}{2}|(?![\p{N}])\p{Extended_Pictographic}/gu

/** ㈠ becomes (一), whose signs are no part of a word. */
function foldWord(piece: string): string {
  return fold(piece).replace(signs, "").slice(0, searchWordMax)
}

const signs = /[^a-z0-9\u0080-\uffff]/g

function splitSolid(piece: string, offset: number): readonly Run[] {
  return [...piece.matchAll(solidOrNot)].map(({ 0: part, index }) => {
    const at = offset + index
    if (solid.test(part)) return { words: pairsOf(part, at), isSolid: true }
    const word = foldWord(part)
    return { words: word === "" ? [] : [{ word, start: at, end: at + part.length }], isSolid: false }
  })
}

/** 東京都: 東京, 京都. A letter that stands alone is a word. */
function pairsOf(part: string, offset: number): readonly Word[] {
  const letters = [...part.matchAll(/\P{M}\p{M}*/gu)]
    .map(({ 0: letter, index }) => ({
      word: foldWord(letter),
      start: offset + index,
      end: offset + index + letter.length,
    }))
    .filter(({ word }) => word !== "")
  const [first] = letters
  if (first === undefined || letters.length === 1) return letters
  return letters.slice(1).map((letter, place) => {
    const before = letters[place] ?? first
    return { word: before.word + letter.word, start: before.start, end: letter.end }
  })
}
