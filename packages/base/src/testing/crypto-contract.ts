import type { Crypto } from "../crypto/index.ts"
import type { Check } from "./check.ts"
import { knownAnswerChecks } from "./crypto-known-answers.ts"
import { refusalChecks } from "./crypto-refusals.ts"
import { cryptoVectorChecks, type Vectors } from "./crypto-vectors.ts"
import { ed25519Checks } from "./ed25519-checks.ts"
import { hpkeChecks } from "./hpke-checks.ts"
import { xwingChecks } from "./xwing-checks.ts"

export { cryptoVectorFiles, type Vectors } from "./crypto-vectors.ts"

/** What every adapter of the crypto port has to pass, wherever it runs. */
export function cryptoContract(crypto: Crypto, vectors: Vectors): readonly Check[] {
  return [
    ...knownAnswerChecks(crypto),
    ...refusalChecks(crypto),
    ...ed25519Checks(crypto),
    ...xwingChecks(crypto),
    ...hpkeChecks(crypto),
    ...cryptoVectorChecks(crypto, vectors),
  ]
}
