import type { Crypto } from "../crypto/index.ts"
import type { Check } from "./check.ts"
import { cryptoVectorChecks, type Vectors } from "./crypto-vectors.ts"

export { cryptoVectorFiles, type Vectors } from "./crypto-vectors.ts"

/** What every adapter of the crypto port has to pass, wherever it runs. */
export function cryptoContract(crypto: Crypto, vectors: Vectors): readonly Check[] {
  return [...cryptoVectorChecks(crypto, vectors)]
}
