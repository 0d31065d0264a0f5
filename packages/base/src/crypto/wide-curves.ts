import { ed448, x448 } from "@noble/curves/ed448.js"
import { p384, p521 } from "@noble/curves/nist.js"
import { assert } from "../assert.ts"
import type { Bytes } from "../bytes.ts"
import { attemptSync } from "./attempt.ts"
import type {
  CommonCurveName,
  CommonSignatureName,
  Crypto,
  CurveName,
  SignatureName,
  WideCurveName,
  WideSignatureName,
} from "./port.ts"

/** Bytes: of a scalar (a seed for Ed448), and of a public key, which for P curves is an uncompressed point. */
export const wideLengths = {
  X448: { privateKey: 56, publicKey: 56 },
  "P-384": { privateKey: 48, publicKey: 97 },
  "P-521": { privateKey: 66, publicKey: 133 },
  Ed448: { privateKey: 57, publicKey: 57 },
} as const

const uncompressedTag = 4
/** Strict DER, either half of the order, and the hash that belongs to the curve. */
const ecdsaForm = { format: "der", lowS: false, prehash: true } as const

const ecdsa = {
  "ECDSA-P384-SHA384": { curve: p384, lengths: wideLengths["P-384"] },
  "ECDSA-P521-SHA512": { curve: p521, lengths: wideLengths["P-521"] },
} as const
const nist = { "P-384": p384, "P-521": p521 } as const

/**
 * The adapter with the curves of RFC 9420's wider suites besides its own: P-384 and P-521 for agreement and ECDSA, X448
 * and Ed448. All of them are software. They stand apart so that only who asks for them pays for their code.
 */
export function withWideCurves(crypto: Crypto): Crypto {
  return {
    ...crypto,
    signatureKeyPair: async (name, privateKey) =>
      isWideSignature(name)
        ? { publicKey: signaturePublicKey(name, privateKey), privateKey }
        : crypto.signatureKeyPair(name, privateKey),
    sign: async (name, privateKey, message) =>
      isWideSignature(name) ? sign(name, privateKey, message) : crypto.sign(name, privateKey, message),
    verify: async (name, publicKey, message, signature) =>
      isWideSignature(name)
        ? verify(name, publicKey, message, signature)
        : crypto.verify(name, publicKey, message, signature),
    agreementPublicKey: async (curve, privateKey) =>
      isWideCurve(curve)
        ? agreementPublicKey(curve, privateKey)
        : crypto.agreementPublicKey(curve, privateKey),
    agree: async (curve, privateKey, publicKey) =>
      isWideCurve(curve) ? agree(curve, privateKey, publicKey) : crypto.agree(curve, privateKey, publicKey),
  }
}

const isWideSignature = (name: SignatureName): name is Exclude<SignatureName, CommonSignatureName> =>
  name === "Ed448" || name in ecdsa
const isWideCurve = (name: CurveName): name is Exclude<CurveName, CommonCurveName> =>
  name === "X448" || name in nist

function checkPrivateKey(name: WideSignatureName, privateKey: Bytes): void {
  const { length } = privateKey
  assert(
    length === (name === "Ed448" ? wideLengths.Ed448 : ecdsa[name].lengths).privateKey,
    "private key length",
  )
}

function signaturePublicKey(name: WideSignatureName, privateKey: Bytes): Bytes {
  checkPrivateKey(name, privateKey)
  return name === "Ed448" ? ed448.getPublicKey(privateKey) : ecdsa[name].curve.getPublicKey(privateKey, false)
}

function sign(name: WideSignatureName, privateKey: Bytes, message: Bytes): Bytes {
  checkPrivateKey(name, privateKey)
  return name === "Ed448"
    ? ed448.sign(message, privateKey)
    : ecdsa[name].curve.sign(message, privateKey, ecdsaForm)
}

/** Ed448: RFC 8032 §5.2.7 with the cofactor, which it allows, and without encodings beyond the field. */
function verify(name: WideSignatureName, publicKey: Bytes, message: Bytes, signature: Bytes): boolean {
  const verdict = attemptSync(() => {
    if (name === "Ed448") return ed448.verify(signature, message, publicKey, { zip215: false })
    const { curve, lengths } = ecdsa[name]
    return isPoint(publicKey, lengths.publicKey) && curve.verify(signature, message, publicKey, ecdsaForm)
  })
  return verdict ?? false
}

const isPoint = (publicKey: Bytes, length: number) =>
  publicKey.length === length && publicKey[0] === uncompressedTag

function agreementPublicKey(curve: WideCurveName, privateKey: Bytes): Bytes | undefined {
  return attemptSync(() =>
    curve === "X448" ? x448.getPublicKey(privateKey) : nist[curve].getPublicKey(privateKey, false),
  )
}

function agree(curve: WideCurveName, privateKey: Bytes, publicKey: Bytes): Bytes | undefined {
  // The library refuses an all-zero result itself.
  if (curve === "X448") return attemptSync(() => x448.getSharedSecret(privateKey, publicKey))
  if (!isPoint(publicKey, wideLengths[curve].publicKey)) return undefined
  return attemptSync(() => nist[curve].getSharedSecret(privateKey, publicKey).slice(1))
}
