/**
 * One spelling for all that people take for the same when they search: upper and lower case, accents, Hebrew and Arabic
 * vowel signs, full and half width, ligatures.
 */
export function fold(text: string): string {
  if (plain.test(text)) return text.toLowerCase()
  return text
    .normalize("NFKD")
    .replace(signs, "")
    .normalize("NFKC")
    .toUpperCase()
    .toLowerCase()
    .replace(others, letter => spellings.get(letter) ?? "")
}

const plain = /^[\u0020-\u007e]*$/

/** Combining accents, Hebrew points, Arabic signs and the stroke that stretches a word, variation selectors. */
const signs =
  /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]|\u0640|[\ufe00-\ufe0f]/g

/** Letters that Unicode does not take apart. */
const spellings: ReadonlyMap<string, string> = new Map([
  ["æ", "ae"],
  ["œ", "oe"],
  ["ø", "o"],
  ["đ", "d"],
  ["ð", "d"],
  ["ł", "l"],
  ["ħ", "h"],
  ["ı", "i"],
  ["þ", "th"],
  ["ς", "σ"],
  ["ى", "ي"],
  ["ة", "ه"],
])
const others = new RegExp(`[${[...spellings.keys()].join("")}]`, "g")
