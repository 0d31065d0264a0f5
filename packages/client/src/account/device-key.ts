import { type Signer, signerFromPrivateKey } from "@colombe/base/crypto"
import type { Home } from "../home/home.ts"
import type { RecordReader } from "../home/transaction.ts"
import { deviceKeyTable } from "../records/account-records.ts"
import { readRecord } from "../records/table.ts"

/** Bytes of an Ed25519 seed. */
const seedBytes = 32

export interface DeviceKey {
  readonly signer: Signer
  /** To be stored; undefined where the platform keeps the key. */
  readonly seed: Uint8Array | undefined
}

export async function makeDeviceKey(home: Home): Promise<DeviceKey> {
  if (home.deviceKey !== undefined) return { signer: home.deviceKey, seed: undefined }
  const seed = home.crypto.random(seedBytes)
  return { signer: await signerFromPrivateKey(home.crypto, "Ed25519", seed), seed }
}

/** Undefined where the key is neither handed in nor stored. */
export async function loadDeviceKey(home: Home, reader: RecordReader): Promise<Signer | undefined> {
  if (home.deviceKey !== undefined) return home.deviceKey
  const seed = await readRecord(reader, deviceKeyTable)
  return seed === undefined ? undefined : signerFromPrivateKey(home.crypto, "Ed25519", seed)
}
