import { type Bytes, concat } from "../bytes.ts"
import { labelledExpand, labelledExtract } from "./hpke-labels.ts"
import { type HpkeSuite, hpkeSuiteId } from "./hpke-suite.ts"
import { kemDecapsulate, kemEncapsulate } from "./kem.ts"
import { aeadKeyLength, aeadNonceLength, hashLength } from "./lengths.ts"
import type { Crypto } from "./port.ts"

/** RFC 9180 §5.1.1: no pre-shared key, no authentication of the sender. */
const baseMode = Uint8Array.of(0)
const empty = new Uint8Array()

interface Context {
  readonly key: Bytes
  readonly nonce: Bytes
  readonly exporterSecret: Bytes
}

/** RFC 9180 §5.1, KeySchedule. A context here serves one message, so its nonce is the base nonce. */
function keySchedule(crypto: Crypto, suite: HpkeSuite, shared: Bytes, info: Bytes): Context {
  const suiteId = hpkeSuiteId(suite)
  const extract = (salt: Bytes, label: string, ikm: Bytes) =>
    labelledExtract(crypto, suite.kdf, suiteId, salt, label, ikm)
  const context = concat(baseMode, extract(empty, "psk_id_hash", empty), extract(empty, "info_hash", info))
  const secret = extract(shared, "secret", empty)
  const expand = (label: string, length: number) =>
    labelledExpand(crypto, suite.kdf, suiteId, secret, label, context, length)
  return {
    key: expand("key", aeadKeyLength[suite.aead]),
    nonce: expand("base_nonce", aeadNonceLength),
    exporterSecret: expand("exp", hashLength[suite.kdf]),
  }
}

/**
 * RFC 9180 §6.1, SealBase. Undefined where the public key is refused. With `randomness` (see `kemEncapsulate`) the
 * same input gives the same bytes; a caller that gives it must never give it for two plaintexts.
 */
export async function hpkeSeal(
  crypto: Crypto,
  suite: HpkeSuite,
  publicKey: Bytes,
  info: Bytes,
  aad: Bytes,
  plaintext: Bytes,
  randomness?: Bytes,
): Promise<{ enc: Bytes; ciphertext: Bytes } | undefined> {
  const made = await kemEncapsulate(crypto, suite.kem, publicKey, randomness)
  if (made === undefined) return undefined
  const { key, nonce } = keySchedule(crypto, suite, made.shared, info)
  return { enc: made.enc, ciphertext: await crypto.aeadSeal(suite.aead, key, nonce, aad, plaintext) }
}

/** RFC 9180 §6.1, OpenBase. Undefined for anything that was not sealed to this key with this info and aad. */
export async function hpkeOpen(
  crypto: Crypto,
  suite: HpkeSuite,
  privateKey: Bytes,
  enc: Bytes,
  info: Bytes,
  aad: Bytes,
  ciphertext: Bytes,
): Promise<Bytes | undefined> {
  const shared = await kemDecapsulate(crypto, suite.kem, privateKey, enc)
  if (shared === undefined) return undefined
  const { key, nonce } = keySchedule(crypto, suite, shared, info)
  return crypto.aeadOpen(suite.aead, key, nonce, aad, ciphertext)
}

/** RFC 9180 §6.2, SendExportBase: a secret of `length` bytes, and the `enc` with which the other side gets it. */
export async function hpkeExportSend(
  crypto: Crypto,
  suite: HpkeSuite,
  publicKey: Bytes,
  info: Bytes,
  exporterContext: Bytes,
  length: number,
  randomness?: Bytes,
): Promise<{ enc: Bytes; secret: Bytes } | undefined> {
  const made = await kemEncapsulate(crypto, suite.kem, publicKey, randomness)
  if (made === undefined) return undefined
  return { enc: made.enc, secret: exportSecret(crypto, suite, made.shared, info, exporterContext, length) }
}

/** RFC 9180 §6.2, ReceiveExportBase. Undefined for an `enc` that is refused. */
export async function hpkeExportReceive(
  crypto: Crypto,
  suite: HpkeSuite,
  privateKey: Bytes,
  enc: Bytes,
  info: Bytes,
  exporterContext: Bytes,
  length: number,
): Promise<Bytes | undefined> {
  const shared = await kemDecapsulate(crypto, suite.kem, privateKey, enc)
  return shared && exportSecret(crypto, suite, shared, info, exporterContext, length)
}

function exportSecret(
  crypto: Crypto,
  suite: HpkeSuite,
  shared: Bytes,
  info: Bytes,
  exporterContext: Bytes,
  length: number,
): Bytes {
  const { exporterSecret } = keySchedule(crypto, suite, shared, info)
  return labelledExpand(crypto, suite.kdf, hpkeSuiteId(suite), exporterSecret, "sec", exporterContext, length)
}
