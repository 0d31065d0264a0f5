export * from "./manual-clock.ts"
export * from "./memory-network.ts"
export * from "./test-client.ts"
export * from "./world.ts"
