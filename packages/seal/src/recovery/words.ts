import { type Bytes, type Failure, fail, type Success, succeed } from "@colombe/base"
import { entropyToMnemonic, mnemonicToEntropy } from "@scure/bip39"
import { wordlist } from "@scure/bip39/wordlists/english.js"
import { nearestWords } from "./nearest-words.ts"

/** 256 bits as BIP-39 words: the entropy itself is the root; there is no passphrase and nothing is stretched. */
export const rootBytes = 32
export const wordsCount = 24

/** Characters that are looked at: far above 24 words with numbers and line breaks. */
const textLengthMax = 4096

/** 24 words, separated by single blanks. */
export function wordsFromRoot(root: Bytes): string {
  return entropyToMnemonic(root, wordlist)
}

export type WordsFailure =
  | (Failure<"words-count-wrong"> & { readonly count: number })
  | (Failure<"word-unknown"> & {
      /** From 0. */
      readonly index: number
      readonly word: string
      /** Nearest first, at most three. */
      readonly suggestions: readonly string[]
    })
  | Failure<"words-checksum-wrong">

/** What somebody typed, in capitals or not, with any blanks, commas and numbers around the words. */
export function rootFromWords(text: string): Success<Bytes> | WordsFailure {
  const words = splitWords(text)
  if (words.length !== wordsCount) return { ...fail("words-count-wrong"), count: words.length }
  const index = words.findIndex(word => !wordlist.includes(word))
  const word = words[index]
  if (word !== undefined)
    return { ...fail("word-unknown"), index, word, suggestions: nearestWords(word, wordlist) }
  try {
    return succeed(mnemonicToEntropy(words.join(" "), wordlist))
  } catch {
    return fail("words-checksum-wrong")
  }
}

function splitWords(text: string): readonly string[] {
  const letters = text.slice(0, textLengthMax).normalize("NFKD").toLowerCase()
  return letters.split(/[\s\d.,;:()-]+/u).filter(word => word !== "")
}
