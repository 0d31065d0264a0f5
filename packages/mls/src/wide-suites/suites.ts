import { withWideCurves } from "@colombe/base/crypto/wide-curves"
import type { PublicContext } from "../public/context.ts"
import type { Suite } from "../public/suite.ts"

/** The suites of RFC 9420 §17.1 with 192 and 256 bits of security, by their IANA names. */
export const wideSuiteIds = {
  MLS_256_DHKEMX448_AES256GCM_SHA512_Ed448: 0x0004,
  MLS_256_DHKEMP521_AES256GCM_SHA512_P521: 0x0005,
  MLS_256_DHKEMX448_CHACHA20POLY1305_SHA512_Ed448: 0x0006,
  MLS_256_DHKEMP384_AES256GCM_SHA384_P384: 0x0007,
} as const

const sha512 = { hash: "SHA-512", secretBytes: 64, aeadKeyBytes: 32 } as const
const curve448 = { ...sha512, signature: "Ed448", encryptionKeyBytes: 56, signatureKeyBytes: 57 } as const

/** What each of them is made of. */
export const wideSuites: readonly Suite[] = [
  {
    id: wideSuiteIds.MLS_256_DHKEMX448_AES256GCM_SHA512_Ed448,
    name: "MLS_256_DHKEMX448_AES256GCM_SHA512_Ed448",
    hpke: { kem: "X448", kdf: "SHA-512", aead: "AES-256-GCM" },
    aead: "AES-256-GCM",
    ...curve448,
  },
  {
    id: wideSuiteIds.MLS_256_DHKEMP521_AES256GCM_SHA512_P521,
    name: "MLS_256_DHKEMP521_AES256GCM_SHA512_P521",
    hpke: { kem: "P-521", kdf: "SHA-512", aead: "AES-256-GCM" },
    aead: "AES-256-GCM",
    signature: "ECDSA-P521-SHA512",
    encryptionKeyBytes: 133,
    signatureKeyBytes: 133,
    ...sha512,
  },
  {
    id: wideSuiteIds.MLS_256_DHKEMX448_CHACHA20POLY1305_SHA512_Ed448,
    name: "MLS_256_DHKEMX448_CHACHA20POLY1305_SHA512_Ed448",
    hpke: { kem: "X448", kdf: "SHA-512", aead: "ChaCha20-Poly1305" },
    aead: "ChaCha20-Poly1305",
    ...curve448,
  },
  {
    id: wideSuiteIds.MLS_256_DHKEMP384_AES256GCM_SHA384_P384,
    name: "MLS_256_DHKEMP384_AES256GCM_SHA384_P384",
    hpke: { kem: "P-384", kdf: "SHA-384", aead: "AES-256-GCM" },
    hash: "SHA-384",
    aead: "AES-256-GCM",
    signature: "ECDSA-P384-SHA384",
    secretBytes: 48,
    aeadKeyBytes: 32,
    encryptionKeyBytes: 97,
    signatureKeyBytes: 97,
  },
]

/**
 * The context with these suites and their primitives besides those that it has. In an entry of its own: who does not
 * import it, bundles none of their curves, and refuses their groups as `unsupported-suite`.
 */
export function withWideSuites<Context extends PublicContext>(
  ctx: Context,
): Context & Required<Pick<PublicContext, "suites">> {
  return { ...ctx, crypto: withWideCurves(ctx.crypto), suites: [...(ctx.suites ?? []), ...wideSuites] }
}
