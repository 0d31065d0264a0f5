export * from "./hkdf.ts"
export * from "./port.ts"
