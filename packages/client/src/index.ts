export type * from "./api.ts"
export * from "./store/memory.ts"
export * from "./store/port.ts"
