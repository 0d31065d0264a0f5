import { type Milliseconds, type Result, succeed } from "@colombe/base"
import {
  encodeKeyPackageSecrets,
  encodeMessage,
  extensionTypes,
  findSuite,
  generateKeyPackage,
  referenceOf,
} from "@colombe/mls"
import { headOf, keyPackagesPerDevice } from "@colombe/rules"
import { type Home, type Identity, wireOf } from "../home/home.ts"
import { beginTransaction, type Transaction } from "../home/transaction.ts"
import { keyPackageTable } from "../records/account-records.ts"
import { putRecord, scanRecords } from "../records/table.ts"
import { chainFor } from "./chains.ts"
import { leafInput, lifetimeAt, suite } from "./leaf.ts"

/** One-time key packages that are at the server before anything else is done: the others are made beside what follows. */
export const firstKeyPackages = 4
/** How long a last-resort key may still be used by somebody who fetched it, in milliseconds: valid, and in the mail. */
const lastResortKept: Milliseconds = (90 + 97) * 24 * 60 * 60 * 1000
/** How long a one-time key is kept that nobody used, in milliseconds. */
const oneTimeKept: Milliseconds = lastResortKept
/** Rows looked at in one sweep. */
const sweepRows = 512

/** What of the keys by which others reach this device is at the server. */
export interface KeyStock {
  /** One-time key packages. */
  readonly left: number
  readonly lastResortFresh: boolean
}

/**
 * Brings the keys by which others reach this device up to what they may need: the one of last resort, and where less than
 * half of them are left, `most` others. The private halves are durable before the server has the public ones. Gives what
 * is there then.
 */
export async function replenishKeyPackages(
  home: Home,
  identity: Identity,
  stock: KeyStock,
  most = keyPackagesPerDevice,
): Promise<Result<KeyStock>> {
  const count = stock.left < most / 2 ? most - stock.left : 0
  if (count === 0 && stock.lastResortFresh) return succeed(stock)
  const transaction = beginTransaction(home.store)
  const oneTime: Uint8Array[] = []
  for (let made = 0; made < count; made++) {
    const keyPackage = await makeKeyPackage(home, transaction, identity, false)
    if (!keyPackage.ok) return keyPackage
    oneTime.push(keyPackage.value)
  }
  const lastResort = stock.lastResortFresh
    ? succeed(new Uint8Array())
    : await makeKeyPackage(home, transaction, identity, true)
  if (!lastResort.ok) return lastResort
  await sweep(home, transaction)
  await transaction.commit()
  const published = await wireOf(home).call("publishKeyPackages", { oneTime, lastResort: lastResort.value })
  // Somebody else of this device's sessions was faster: there are enough.
  if (!published.ok && published.code !== "too-many-key-packages") return published
  return succeed({ left: published.ok ? stock.left + count : keyPackagesPerDevice, lastResortFresh: true })
}

async function makeKeyPackage(
  home: Home,
  transaction: Transaction,
  { me, signer }: Identity,
  lastResort: boolean,
): Promise<Result<Uint8Array>> {
  const following = await chainFor(home, transaction, me.account)
  if (!following.ok) return following
  const made = await generateKeyPackage(home.mls, {
    ...leafInput(me.account, me.device, headOf(following.value.chain)),
    suite,
    signer,
    lifetime: lifetimeAt(home.clock.now()),
    keyPackageExtensions: lastResort ? [{ type: extensionTypes.lastResort, data: new Uint8Array() }] : [],
  })
  const known = findSuite(suite)
  if (!made.ok || known === undefined) throw new Error("own key packages are well formed", { cause: made })
  const { keyPackage, secrets } = made.value
  const message = encodeMessage({ format: "keyPackage", message: keyPackage })
  putRecord(transaction, keyPackageTable, [referenceOf(home.mls, known, keyPackage)], {
    keyPackage: message,
    secrets: encodeKeyPackageSecrets(secrets),
    lastResort,
    madeAtMs: home.clock.now(),
  })
  return succeed(message)
}

/** Private halves that nobody can need any more are deleted. */
async function sweep(home: Home, transaction: Transaction): Promise<void> {
  const now = home.clock.now()
  for (const { key, value } of await scanRecords(home.store, keyPackageTable, { limit: sweepRows })) {
    const kept = value.lastResort ? lastResortKept : oneTimeKept
    if (value.madeAtMs + kept < now) transaction.delete(Uint8Array.of(keyPackageTable.number, ...key))
  }
}
