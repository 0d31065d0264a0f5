export * from "./memory/disk.ts"
export * from "./memory/store.ts"
export * from "./next-entry.ts"
export * from "./port.ts"
