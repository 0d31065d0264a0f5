import {
  type Check,
  cryptoAgreement,
  cryptoContract,
  cryptoVectorFiles,
  type Outcome,
  runChecks,
  signerChecks,
  wideCurveChecks,
} from "../testing/index.ts"
import { deterministicCrypto } from "./deterministic.ts"
import { platformCrypto } from "./platform.ts"
import { withWideCurves } from "./wide-curves.ts"

/** The contract of both adapters, for any platform; `origin` serves the published vectors below `/vectors/`. */
export async function run(origin: string): Promise<Outcome> {
  const vectors: Record<string, unknown> = {}
  const skipped: string[] = []
  for (const path of cryptoVectorFiles) {
    const response = await fetch(`${origin}/vectors/${path}`)
    if (response.ok) vectors[path] = await response.json()
    else skipped.push(`no vectors at ${path}`)
  }
  const adapters = {
    platform: platformCrypto(crypto),
    deterministic: deterministicCrypto(Uint8Array.of(1)),
  }
  const checks: Check[] = []
  for (const [name, adapter] of Object.entries(adapters))
    for (const one of cryptoContract(adapter, vectors)) checks.push({ ...one, name: `${name}: ${one.name}` })
  checks.push(...cryptoAgreement(adapters.platform, adapters.deterministic))
  checks.push(...wideCurveChecks(withWideCurves(adapters.platform), vectors))
  checks.push(...signerChecks(crypto, adapters.deterministic))
  return runChecks(checks, skipped)
}
