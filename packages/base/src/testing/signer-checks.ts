import type { Crypto } from "../crypto/index.ts"
import { generateSigner, platformSigner, type WebCrypto } from "../crypto/platform.ts"
import { type Check, check, expectBytes, expectRejection, expectSame } from "./check.ts"

const message = Uint8Array.of(1, 2, 3)

/** Signing keys that the platform holds, against verification by `crypto`. */
export function signerChecks({ subtle }: WebCrypto, crypto: Crypto): readonly Check[] {
  return [
    check("CA4 a generated signer's key cannot be extracted, and its signatures are good", async () => {
      const { signer, keys } = await generateSigner(subtle)
      expectSame(keys.privateKey.extractable, false, "extractable")
      for (const format of ["pkcs8", "jwk"])
        await expectRejection(() => subtle.exportKey(format, keys.privateKey), `export as ${format}`)
      const signature = await signer.sign(message)
      expectSame(await crypto.verify(signer.scheme, signer.publicKey, message, signature), true, "verdict")
    }),
    check("CA4 a kept key pair gives the same signer again", async () => {
      const { signer, keys } = await generateSigner(subtle)
      const again = await platformSigner(subtle, structuredClone(keys))
      expectBytes(again.publicKey, signer.publicKey, "public key")
      expectBytes(await again.sign(message), await signer.sign(message), "signature")
    }),
  ]
}
