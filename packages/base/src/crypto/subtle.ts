import type { Bytes } from "../bytes.ts"

/** Bytes that no other thread can change, which is what WebCrypto asks for. */
export type OwnedBytes = Uint8Array<ArrayBuffer>

/** A key that the platform holds. */
export interface PlatformKey {
  readonly type: string
  readonly extractable: boolean
}

export interface PlatformKeyPair {
  readonly publicKey: PlatformKey
  readonly privateKey: PlatformKey
}

interface Algorithm {
  readonly name: string
  readonly [parameter: string]: unknown
}

/** As much of WebCrypto's SubtleCrypto as is used here; `crypto.subtle` of any platform fits. */
export interface Subtle {
  digest(algorithm: Algorithm, data: OwnedBytes): Promise<ArrayBuffer>
  encrypt(algorithm: Algorithm, key: PlatformKey, data: OwnedBytes): Promise<ArrayBuffer>
  decrypt(algorithm: Algorithm, key: PlatformKey, data: OwnedBytes): Promise<ArrayBuffer>
  sign(algorithm: Algorithm, key: PlatformKey, data: OwnedBytes): Promise<ArrayBuffer>
  verify(algorithm: Algorithm, key: PlatformKey, signature: OwnedBytes, data: OwnedBytes): Promise<boolean>
  deriveBits(algorithm: Algorithm, key: PlatformKey, length: number): Promise<ArrayBuffer>
  generateKey(algorithm: Algorithm, extractable: boolean, usages: string[]): Promise<unknown>
  importKey(
    format: string,
    data: OwnedBytes,
    algorithm: Algorithm,
    extractable: boolean,
    usages: string[],
  ): Promise<PlatformKey>
  exportKey(format: string, key: PlatformKey): Promise<unknown>
}

/** The part of the platform that this package is given: `globalThis.crypto` fits. */
export interface WebCrypto {
  readonly subtle: Subtle
  getRandomValues(array: OwnedBytes): unknown
}

/** No byte string of ours lies in shared memory; the type only cannot say so. */
export function owned(bytes: Bytes): OwnedBytes {
  return bytes as OwnedBytes
}

/** The platform rejects what is bad input to it: undefined. */
export async function attempt<Value>(compute: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await compute()
  } catch {
    return undefined
  }
}

export function bytesOf(buffer: ArrayBuffer): Bytes {
  return new Uint8Array(buffer)
}
