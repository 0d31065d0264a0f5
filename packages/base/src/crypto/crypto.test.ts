import { describe, test } from "bun:test"
import { cryptoAgreement, cryptoContract, cryptoVectorFiles } from "../testing/index.ts"
import { readVectors } from "../testing/vector-folder.ts"
import { deterministicCrypto } from "./deterministic.ts"
import { platformCrypto } from "./platform.ts"

const vectors = readVectors(cryptoVectorFiles)
const adapters = {
  platform: platformCrypto(globalThis.crypto),
  deterministic: deterministicCrypto(Uint8Array.of(1)),
}

for (const [name, adapter] of Object.entries(adapters))
  describe(name, () => {
    for (const { name, run } of cryptoContract(adapter, vectors)) test(name, run)
  })

describe("the adapters agree", () => {
  for (const { name, run } of cryptoAgreement(adapters.platform, adapters.deterministic)) test(name, run)
})
