import { expect, test } from "bun:test"
import { platformCrypto } from "@colombe/base/crypto/platform"
import { cryptoContract } from "@colombe/base/testing"
import fc from "fast-check"
import { nativeHashing } from "./native-hashing.ts"

const software = platformCrypto(globalThis.crypto)
const bytes = fc.uint8Array({ maxLength: 300 })
const names = fc.constantFrom("SHA-256" as const, "SHA-384" as const, "SHA-512" as const)

for (const { name, run } of cryptoContract({ ...software, ...nativeHashing }, {})) test(name, run)

test("the platform's hash and HMAC are the software's, of anything and under any key", () => {
  fc.assert(
    fc.property(names, bytes, bytes, (name, key, data) => {
      expect(nativeHashing.hash(name, data)).toEqual(software.hash(name, data))
      expect(nativeHashing.hmac(name, key, data)).toEqual(software.hmac(name, key, data))
    }),
  )
})
