import { deterministicCrypto } from "./deterministic.ts"
import { measure, table } from "./measure.bench.ts"
import { platformCrypto } from "./platform.ts"

const now = () => performance.now()
console.log(
  table({
    platform: await measure(platformCrypto(globalThis.crypto), now),
    deterministic: await measure(deterministicCrypto(new Uint8Array(32)), now),
  }),
)
