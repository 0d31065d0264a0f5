export * from "./markup.ts"
export { type Run, readPlainRuns } from "./runs.ts"
export type { Style } from "./tokens.ts"
