export * from "./held-secrets.ts"
export * from "./store-contract.ts"
