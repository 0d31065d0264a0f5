export * from "./check.ts"
export * from "./crypto-contract.ts"
