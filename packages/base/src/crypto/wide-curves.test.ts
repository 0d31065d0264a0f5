import { describe, expect, test } from "bun:test"
import { cryptoVectorFiles, wideCurveChecks } from "../testing/index.ts"
import { readVectors } from "../testing/vector-folder.ts"
import { deterministicCrypto } from "./deterministic.ts"
import { platformCrypto } from "./platform.ts"
import { withWideCurves } from "./wide-curves.ts"

const vectors = readVectors(cryptoVectorFiles)
const adapters = {
  platform: platformCrypto(globalThis.crypto),
  deterministic: deterministicCrypto(Uint8Array.of(1)),
}

for (const [name, adapter] of Object.entries(adapters)) {
  describe(`${name}, with wide curves`, () => {
    for (const { name, run } of wideCurveChecks(withWideCurves(adapter), vectors)) test(name, run)
  })

  test(`${name} alone is never asked for a wide curve`, async () => {
    for (const attempt of [
      () => adapter.agreementPublicKey("P-384", new Uint8Array(48)),
      () => adapter.agree("X448", new Uint8Array(56), new Uint8Array(56)),
      () => adapter.signatureKeyPair("Ed448", new Uint8Array(57)),
      () => adapter.sign("ECDSA-P521-SHA512", new Uint8Array(66), new Uint8Array()),
      () => adapter.verify("ECDSA-P384-SHA384", new Uint8Array(97), new Uint8Array(), new Uint8Array()),
    ])
      expect(attempt()).rejects.toThrow("needs withWideCurves")
  })
}
