import type { Bytes } from "../index.ts"
import {
  type Crypto,
  type HpkeSuite,
  hpkeOpen,
  hpkeSeal,
  kemDecapsulate,
  kemEncapsulate,
  kemGenerateKeyPair,
} from "./index.ts"

/** One operation, set up: `run` does it once. */
export interface Operation {
  readonly name: string
  run(): Promise<unknown>
}

/** A stored message of the second padding step. */
const messageBytes = 512
const fileBytes = 64 * 1024
const hybrid: HpkeSuite = { kem: "X-Wing", kdf: "SHA-384", aead: "AES-256-GCM" }
const empty: Bytes = new Uint8Array()

export async function operations(crypto: Crypto): Promise<readonly Operation[]> {
  return [
    ...symmetric(crypto),
    ...(await signatures(crypto)),
    ...(await agreements(crypto)),
    ...(await kems(crypto)),
  ]
}

function symmetric(crypto: Crypto): Operation[] {
  const key = crypto.random(32)
  const nonce = crypto.random(12)
  const sizes = [messageBytes, fileBytes].map(size => ({ size, data: new Uint8Array(size) }))
  return sizes.flatMap(({ size, data }) => [
    { name: `SHA-256, ${size} B`, run: async () => crypto.hash("SHA-256", data) },
    { name: `HMAC-SHA-256, ${size} B`, run: async () => crypto.hmac("SHA-256", key, data) },
    {
      name: `AES-256-GCM seal, ${size} B`,
      run: () => crypto.aeadSeal("AES-256-GCM", key, nonce, empty, data),
    },
    {
      name: `ChaCha20-Poly1305 seal, ${size} B`,
      run: () => crypto.aeadSeal("ChaCha20-Poly1305", key, nonce, empty, data),
    },
  ])
}

async function signatures(crypto: Crypto): Promise<Operation[]> {
  const message = crypto.random(messageBytes)
  const made: Operation[] = []
  for (const scheme of ["Ed25519", "ECDSA-P256-SHA256"] as const) {
    const { publicKey, privateKey } = await crypto.signatureKeyPair(scheme, crypto.random(32))
    const signature = await crypto.sign(scheme, privateKey, message)
    made.push(
      { name: `${scheme} public key`, run: () => crypto.signatureKeyPair(scheme, privateKey) },
      { name: `${scheme} sign`, run: () => crypto.sign(scheme, privateKey, message) },
      { name: `${scheme} verify`, run: () => crypto.verify(scheme, publicKey, message, signature) },
    )
  }
  return made
}

async function agreements(crypto: Crypto): Promise<Operation[]> {
  const made: Operation[] = []
  for (const curve of ["X25519", "P-256"] as const) {
    const { publicKey, privateKey } = await kemGenerateKeyPair(crypto, curve)
    made.push(
      { name: `${curve} public key`, run: () => crypto.agreementPublicKey(curve, privateKey) },
      { name: `${curve} agree`, run: () => crypto.agree(curve, privateKey, publicKey) },
    )
  }
  return made
}

async function kems(crypto: Crypto): Promise<Operation[]> {
  const seed = crypto.random(64)
  const mlkemKey = await crypto.mlkemPublicKey(seed)
  const mlkem = await crypto.mlkemEncapsulate(mlkemKey)
  const { publicKey, privateKey } = await kemGenerateKeyPair(crypto, "X-Wing")
  const xwing = await kemEncapsulate(crypto, "X-Wing", publicKey)
  const sealed = await hpkeSeal(crypto, hybrid, publicKey, empty, empty, new Uint8Array(messageBytes))
  if (!mlkem || !xwing || !sealed) throw new Error("own keys are accepted")
  return [
    { name: "ML-KEM-768 public key", run: () => crypto.mlkemPublicKey(seed) },
    { name: "ML-KEM-768 encapsulate", run: () => crypto.mlkemEncapsulate(mlkemKey) },
    { name: "ML-KEM-768 decapsulate", run: () => crypto.mlkemDecapsulate(seed, mlkem.ciphertext) },
    { name: "X-Wing key pair", run: () => kemGenerateKeyPair(crypto, "X-Wing") },
    { name: "X-Wing encapsulate", run: () => kemEncapsulate(crypto, "X-Wing", publicKey) },
    {
      name: "X-Wing encapsulate, given randomness",
      run: () => kemEncapsulate(crypto, "X-Wing", publicKey, seed),
    },
    { name: "X-Wing decapsulate", run: () => kemDecapsulate(crypto, "X-Wing", privateKey, xwing.enc) },
    {
      name: `HPKE hybrid seal, ${messageBytes} B`,
      run: () => hpkeSeal(crypto, hybrid, publicKey, empty, empty, new Uint8Array(messageBytes)),
    },
    {
      name: `HPKE hybrid open, ${messageBytes} B`,
      run: () => hpkeOpen(crypto, hybrid, privateKey, sealed.enc, empty, empty, sealed.ciphertext),
    },
  ]
}
