import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { storeContract } from "../testing/index.ts"
import { memoryDisk } from "./disk.ts"
import { memoryStore } from "./store.ts"

const crypto = deterministicCrypto(Uint8Array.of(1))

storeContract("memory store", crypto, async () => {
  const disk = memoryDisk(crypto.random(16))
  return {
    store: memoryStore(crypto, disk),
    reopen: async () => memoryStore(crypto, disk),
    dispose: async () => {},
  }
})
