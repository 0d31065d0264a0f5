import { succeed } from "@colombe/base"
import { type Signer, signerFromPrivateKey } from "@colombe/base/crypto"
import { type Home, transact } from "../home/home.ts"
import type { RecordReader } from "../home/transaction.ts"
import { deviceKeyTable } from "../records/account-records.ts"
import { putRecord, readRecord } from "../records/table.ts"

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

/** The key of this home, made and stored where there is none yet: what is signed for it is not lost with this process. */
export async function durableDeviceKey(home: Home, which: "stored" | "fresh" = "stored"): Promise<DeviceKey> {
  const known = which === "fresh" ? undefined : await loadDeviceKey(home, home.store)
  if (known !== undefined) return { signer: known, seed: await readRecord(home.store, deviceKeyTable) }
  const made = await makeDeviceKey(home)
  await transact(home, async transaction => {
    if (made.seed !== undefined) putRecord(transaction, deviceKeyTable, [], made.seed)
    return succeed()
  })
  return made
}

/** Undefined where the key is neither handed in nor stored. */
export async function loadDeviceKey(home: Home, reader: RecordReader): Promise<Signer | undefined> {
  if (home.deviceKey !== undefined) return home.deviceKey
  const seed = await readRecord(reader, deviceKeyTable)
  return seed === undefined ? undefined : signerFromPrivateKey(home.crypto, "Ed25519", seed)
}
