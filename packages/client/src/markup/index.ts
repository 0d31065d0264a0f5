export { type Block, hasMarkup, plainText, readMarkup } from "./markup.ts"
export {
  editTyped,
  insertMention,
  mentionPrefix,
  readTyped,
  type TypedText,
  typedSpans,
  writeTyped,
} from "./mentions.ts"
export { type Run, readPlainRuns } from "./runs.ts"
export type { Span } from "./spans.ts"
export type { Style } from "./tokens.ts"
