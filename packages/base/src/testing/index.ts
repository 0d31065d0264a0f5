export * from "./check.ts"
export * from "./crypto-agreement.ts"
export * from "./crypto-contract.ts"
export * from "./outcome.ts"
