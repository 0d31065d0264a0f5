import { type Bytes, fail, fromHex, type Result, succeed, toHex, toUtf8 } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { argon2id } from "@noble/hashes/argon2.js"

/** How a home's database key is kept; written to `home.json`, which holds nothing secret. */
export type KeyKeeping =
  | { readonly kind: "file" }
  | {
      readonly kind: "passphrase"
      readonly salt: string
      readonly memoryKiB: number
      readonly passes: number
    }

const keyBytes = 32
/** Argon2id (RFC 9106) cost for new homes: a guess takes this much memory and about a second of one core. */
const memoryKiB = 32_768
const passes = 3
const memoryKiBMax = 1_048_576
const passesMax = 64

export function newPassphraseKeeping(crypto: Pick<Crypto, "random">): KeyKeeping {
  return { kind: "passphrase", salt: toHex(crypto.random(16)), memoryKiB, passes }
}

/** The 32-byte database key from a passphrase; slow on purpose. */
export function keyFromPassphrase(
  keeping: KeyKeeping & { kind: "passphrase" },
  passphrase: string,
): Result<Bytes> {
  const salt = fromHex(keeping.salt)
  if (salt === undefined || keeping.memoryKiB > memoryKiBMax || keeping.passes > passesMax)
    return fail("storage-damaged")
  return succeed(
    argon2id(toUtf8(passphrase.normalize("NFKC")), salt, {
      m: keeping.memoryKiB,
      t: keeping.passes,
      p: 1,
      dkLen: keyBytes,
    }),
  )
}

export function parseKeyFile(text: string): Bytes | undefined {
  const key = fromHex(text.trim())
  return key?.length === keyBytes ? key : undefined
}

export function newKey(crypto: Pick<Crypto, "random">): Bytes {
  return crypto.random(keyBytes)
}
