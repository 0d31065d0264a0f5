export * from "./markup.ts"
export type { Run } from "./runs.ts"
export type { Style } from "./tokens.ts"
