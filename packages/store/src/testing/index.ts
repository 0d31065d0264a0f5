export * from "./contract.ts"
export * from "./fixtures.ts"
export { expectChain } from "./log-chain.ts"
