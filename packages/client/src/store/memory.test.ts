import { test } from "bun:test"
import { localStoreContract } from "../testing/index.ts"
import { type MemoryRecords, memoryLocalStore } from "./memory.ts"

localStoreContract(test, async () => {
  const records: MemoryRecords = new Map()
  return {
    open: async () => memoryLocalStore(records),
    crash: async () => {},
    dispose: async () => {},
  }
})
