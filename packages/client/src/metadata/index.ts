export * from "./clean.ts"
export type { FileBytes } from "./file-bytes.ts"
export type { Part } from "./parts.ts"
