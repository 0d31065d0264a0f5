import {
  type Check,
  cryptoAgreement,
  cryptoContract,
  cryptoVectorFiles,
  type Outcome,
  runChecks,
} from "../testing/index.ts"
import { deterministicCrypto } from "./deterministic.ts"
import { platformCrypto } from "./platform.ts"
import { platformProbes } from "./probes.ts"

/** The contract of both adapters where most of Colombe runs: in a worker of a browser. */
export async function run(): Promise<Outcome> {
  const vectors: Record<string, unknown> = {}
  const skipped: string[] = []
  for (const path of cryptoVectorFiles) {
    const response = await fetch(`/vectors/${path}`)
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
  const probes = platformProbes(crypto.subtle)
  for (const [name, probe] of Object.entries(probes))
    checks.push({
      name: `CA2 ${name} of this browser passes its probe`,
      run: async () => {
        if (!(await probe())) throw new Error("software does the work")
      },
    })
  return runChecks(checks, skipped)
}
