import { deterministicCrypto } from "./deterministic.ts"
import { measure, table } from "./measure.bench.ts"
import { platformCrypto } from "./platform.ts"

/** Milliseconds per operation of both adapters, as a table. Runs in browsers too. */
export async function run(): Promise<string> {
  const now = () => performance.now()
  return table({
    platform: await measure(platformCrypto(globalThis.crypto), now),
    deterministic: await measure(deterministicCrypto(new Uint8Array(32)), now),
  })
}

if (import.meta.main) console.log(await run())
