import type { Bytes } from "../bytes.ts"
import type { Crypto, SignatureName, Signer } from "./port.ts"

/** A signer over a private key in memory: on disk homes, in simulations, and for keys made of recovery words. */
export async function signerFromPrivateKey(
  crypto: Crypto,
  scheme: SignatureName,
  privateKey: Bytes,
): Promise<Signer> {
  const { publicKey } = await crypto.signatureKeyPair(scheme, privateKey)
  return { scheme, publicKey, sign: message => crypto.sign(scheme, privateKey, message) }
}
