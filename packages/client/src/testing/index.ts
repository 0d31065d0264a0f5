export * from "./held-secrets.ts"
export * from "./second-device.ts"
export * from "./store-contract.ts"
export * from "./vault-state.ts"
