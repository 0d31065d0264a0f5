export { isKnownCode, type KnownCode, phrase } from "./catalogue.ts"
export type { Locale, Parameters } from "./phrase.ts"
export { wordsDetail } from "./words-detail.ts"
