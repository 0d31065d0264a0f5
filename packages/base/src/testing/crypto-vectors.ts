import { type Bytes, concat, toHex } from "../bytes.ts"
import {
  type AeadName,
  type Crypto,
  type HashName,
  type HpkeSuite,
  hkdfExpand,
  hkdfExtract,
  hpkeExportReceive,
  hpkeExportSend,
  hpkeOpen,
  hpkeSeal,
  type KemName,
  kemDecapsulate,
  kemDeriveKeyPair,
  kemEncapsulate,
  kemPublicKey,
  mlkem,
} from "../crypto/index.ts"
import { type Check, check, expectBytes, expectRejection, expectSame, hex } from "./check.ts"

/** Published vectors by their path below the vectors' folder; a file that is absent has no entry. */
export type Vectors = Readonly<Record<string, unknown>>

type Case = Readonly<Record<string, string>> & { readonly tcId: number; readonly flags?: readonly string[] }

interface Group {
  readonly tests: readonly Case[]
  readonly [property: string]: unknown
}

type Runner = (crypto: Crypto, group: Group, one: Case) => Promise<void>

/** Every file, and how one of its cases runs. */
const wycheproof: Readonly<Record<string, Runner>> = {
  "wycheproof/aes_gcm_test.json": aesGcm,
  "wycheproof/ed25519_test.json": ed25519,
  "wycheproof/x25519_test.json": x25519,
  "wycheproof/mlkem_768_test.json": mlkemCase,
  "wycheproof/hkdf_sha256_test.json": hkdf("SHA-256"),
  "wycheproof/hkdf_sha384_test.json": hkdf("SHA-384"),
  "wycheproof/hkdf_sha512_test.json": hkdf("SHA-512"),
  "wycheproof/hmac_sha256_test.json": hmac("SHA-256"),
  "wycheproof/hmac_sha512_test.json": hmac("SHA-512"),
}
const xwingFile = "xwing/test-vectors.json"
const hpkeFile = "hpke/hpke-pq.json"

export const cryptoVectorFiles: readonly string[] = [...Object.keys(wycheproof), xwingFile, hpkeFile]

/** One check a file that is present. */
export function cryptoVectorChecks(crypto: Crypto, vectors: Vectors): readonly Check[] {
  const checks: Check[] = []
  for (const [path, runner] of Object.entries(wycheproof))
    if (path in vectors) checks.push(check(path, () => runGroups(crypto, vectors[path], runner)))
  if (xwingFile in vectors) checks.push(check(xwingFile, () => xwing(crypto, vectors[xwingFile])))
  if (hpkeFile in vectors) checks.push(check(hpkeFile, () => hpke(crypto, vectors[hpkeFile])))
  return checks
}

/** The KEMs of the same file that an adapter has once it went through `withWideCurves`. */
export function wideVectorChecks(crypto: Crypto, vectors: Vectors): readonly Check[] {
  if (!(hpkeFile in vectors)) return []
  return [
    check(`${hpkeFile}, wide curves`, async () => {
      const { keys } = await hpkeOf(crypto, vectors[hpkeFile], wideHpkeKems)
      expectSame(keys, Object.keys(wideHpkeKems).length, "vectors that ran")
    }),
  ]
}

async function runGroups(crypto: Crypto, file: unknown, runner: Runner): Promise<void> {
  let cases = 0
  for (const group of (file as { testGroups: Group[] }).testGroups)
    for (const one of group.tests) {
      await runner(crypto, group, one)
      cases++
    }
  expectSame(cases > 0, true, "a vector file has cases")
}

function field(one: Readonly<Record<string, unknown>>, name: string): Bytes {
  return hex(String(one[name]))
}

async function aesGcm(crypto: Crypto, group: Group, one: Case): Promise<void> {
  // Other nonce, key and tag sizes exist in the file; the port has one nonce size and two key sizes.
  if (group.ivSize !== 96 || group.tagSize !== 128 || group.keySize === 192) return
  const name: AeadName = group.keySize === 128 ? "AES-128-GCM" : "AES-256-GCM"
  const input = [name, field(one, "key"), field(one, "iv"), field(one, "aad")] as const
  const sealed = concat(field(one, "ct"), field(one, "tag"))
  const valid = one.result === "valid"
  expectBytes(await crypto.aeadOpen(...input, sealed), valid ? one.msg : undefined, `case ${one.tcId} opens`)
  if (valid) expectBytes(await crypto.aeadSeal(...input, field(one, "msg")), sealed, `case ${one.tcId} seals`)
}

async function ed25519(crypto: Crypto, group: Group, one: Case): Promise<void> {
  const publicKey = field(group.publicKey as Record<string, unknown>, "pk")
  const verdict = await crypto.verify("Ed25519", publicKey, field(one, "msg"), field(one, "sig"))
  expectSame(verdict, one.result === "valid", `case ${one.tcId}`)
}

async function x25519(crypto: Crypto, _group: Group, one: Case): Promise<void> {
  const shared = await crypto.agree("X25519", field(one, "private"), field(one, "public"))
  const zero = /^0*$/.test(one.shared ?? "")
  expectBytes(shared, zero ? undefined : one.shared, `case ${one.tcId}`)
}

async function mlkemCase(crypto: Crypto, _group: Group, one: Case): Promise<void> {
  const what = `case ${one.tcId}`
  const valid = one.result === "valid"
  const seed = field(one, "seed")
  if (seed.length !== mlkem.seed) {
    await expectRejection(() => crypto.mlkemPublicKey(seed), what)
    return
  }
  expectBytes(await crypto.mlkemPublicKey(seed), one.ek, `${what} key`)
  expectBytes(await crypto.mlkemDecapsulate(seed, field(one, "c")), valid ? one.K : undefined, what)
}

function hkdf(hash: HashName): Runner {
  return async (crypto, _group, one) => {
    if (one.result !== "valid") return // lengths above 255 digests: a bug of the caller, which throws
    const prk = hkdfExtract(crypto, hash, field(one, "salt"), field(one, "ikm"))
    expectBytes(
      hkdfExpand(crypto, hash, prk, field(one, "info"), Number(one.size)),
      one.okm,
      `case ${one.tcId}`,
    )
  }
}

function hmac(hash: HashName): Runner {
  return async (crypto, group, one) => {
    const tag = crypto.hmac(hash, field(one, "key"), field(one, "msg"))
    const cut = toHex(tag.slice(0, Number(group.tagSize) / 8))
    expectSame(cut === one.tag, one.result === "valid", `case ${one.tcId}`)
  }
}

async function xwing(crypto: Crypto, file: unknown): Promise<void> {
  for (const one of file as readonly Record<string, string>[]) {
    const privateKey = field(one, "sk")
    const publicKey = field(one, "pk")
    expectBytes(await kemPublicKey(crypto, "X-Wing", privateKey), publicKey, "public key")
    const made = await kemEncapsulate(crypto, "X-Wing", publicKey, field(one, "eseed"))
    expectBytes(made?.enc, one.ct, "ciphertext")
    expectBytes(made?.shared, one.ss, "secret")
    expectBytes(await kemDecapsulate(crypto, "X-Wing", privateKey, field(one, "ct")), one.ss, "decapsulated")
  }
}

const hpkeKems: Readonly<Record<number, KemName>> = { 16: "P-256", 32: "X25519", 25722: "X-Wing" }
const wideHpkeKems: Readonly<Record<number, KemName>> = { 17: "P-384", 33: "X448" }
const hpkeKdfs: Readonly<Record<number, HashName>> = { 1: "SHA-256", 2: "SHA-384", 3: "SHA-512" }
const hpkeAeads: Readonly<Record<number, AeadName>> = {
  1: "AES-128-GCM",
  2: "AES-256-GCM",
  3: "ChaCha20-Poly1305",
}

interface HpkeVector {
  readonly kem_id: number
  readonly kdf_id: number
  readonly aead_id: number
  readonly encryptions: readonly Record<string, string>[]
  readonly exports: readonly Record<string, string | number>[]
  readonly [name: string]: unknown
}

/** Vectors of other KEMs are left out; of other KDFs, the KEM's part still runs. */
async function hpke(crypto: Crypto, file: unknown): Promise<void> {
  const { whole } = await hpkeOf(crypto, file, hpkeKems)
  expectSame(whole > 0, true, "at least one vector runs whole")
}

async function hpkeOf(
  crypto: Crypto,
  file: unknown,
  kems: Readonly<Record<number, KemName>>,
): Promise<{ readonly keys: number; readonly whole: number }> {
  let keys = 0
  let whole = 0
  for (const one of file as readonly HpkeVector[]) {
    const kem = kems[one.kem_id]
    if (kem === undefined) continue
    await hpkeKem(crypto, kem, one)
    keys++
    const kdf = hpkeKdfs[one.kdf_id]
    const aead = hpkeAeads[one.aead_id]
    if (kdf === undefined || aead === undefined) continue
    await hpkeContext(crypto, { kem, kdf, aead }, one)
    whole++
  }
  return { keys, whole }
}

async function hpkeKem(crypto: Crypto, kem: KemName, one: HpkeVector): Promise<void> {
  const what = `KEM ${one.kem_id}, KDF ${one.kdf_id}`
  const pair = await kemDeriveKeyPair(crypto, kem, field(one, "ikmR"))
  // The file has the scalar of X448 clamped, which changes no answer; the public key is the same.
  if (kem !== "X448") expectBytes(pair.privateKey, field(one, "skRm"), `${what}: private key`)
  expectBytes(pair.publicKey, field(one, "pkRm"), `${what}: public key`)
  const made = await kemEncapsulate(crypto, kem, pair.publicKey, field(one, "ikmE"))
  expectBytes(made?.enc, field(one, "enc"), `${what}: enc`)
  expectBytes(made?.shared, field(one, "shared_secret"), `${what}: secret`)
  const opened = await kemDecapsulate(crypto, kem, pair.privateKey, field(one, "enc"))
  expectBytes(opened, field(one, "shared_secret"), `${what}: decapsulated`)
}

async function hpkeContext(crypto: Crypto, suite: HpkeSuite, one: HpkeVector): Promise<void> {
  const [enc, info, publicKey, privateKey] = [
    field(one, "enc"),
    field(one, "info"),
    field(one, "pkRm"),
    field(one, "skRm"),
  ]
  const [first] = one.encryptions
  if (first === undefined) throw new Error("a vector has encryptions")
  const [aad, plaintext, ciphertext] = [field(first, "aad"), field(first, "pt"), field(first, "ct")]
  const sealed = await hpkeSeal(crypto, suite, publicKey, info, aad, plaintext, field(one, "ikmE"))
  expectBytes(sealed?.ciphertext, ciphertext, "ciphertext")
  expectBytes(await hpkeOpen(crypto, suite, privateKey, enc, info, aad, ciphertext), plaintext, "opened")
  for (const exported of one.exports) {
    const input = [info, field(exported, "exporter_context"), Number(exported.L)] as const
    const secret = await hpkeExportReceive(crypto, suite, privateKey, enc, ...input)
    expectBytes(secret, field(exported, "exported_value"), "exported")
    const sent = await hpkeExportSend(crypto, suite, publicKey, ...input, field(one, "ikmE"))
    expectBytes(sent?.secret, field(exported, "exported_value"), "exported by the sender")
  }
}
