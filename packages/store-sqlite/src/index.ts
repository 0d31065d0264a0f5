export type { OpenCode } from "./failure.ts"
export * from "./open.ts"
