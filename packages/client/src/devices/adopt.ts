import { equal, fail, type Result, succeed } from "@colombe/base"
import type { Signer } from "@colombe/base/crypto"
import {
  type AccountId,
  type Author,
  addLink,
  deviceEntryOf,
  deviceIdOf,
  ed25519Key,
  stateOf,
  type VerifiedChain,
} from "@colombe/rules"
import { durableDeviceKey } from "../account/device-key.ts"
import type { Home, Identity } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { greet, signInAs } from "../session/establish.ts"
import type { ServerAddress } from "../session/server-address.ts"
import type { Wire } from "../wire/wire.ts"
import { appendPlanned, nextSlot, type PlannedLink } from "./append-link.ts"
import { becomeDevice, publishFirstKeys } from "./become.ts"
import type { ReadAccount } from "./read-account.ts"

export interface Adoption {
  readonly address: ServerAddress
  readonly account: AccountId
  /** Whose key is at hand: the recovery key, or spare words. */
  readonly author: Author
  /** What brings the device in. Absent: an add, with all history. */
  readonly link?: (chain: VerifiedChain, device: Signer) => PlannedLink
  /** Joins the transaction that makes the home the account's, with the chain that has this device. */
  readonly also?: (transaction: Transaction, chain: VerifiedChain) => Promise<Result<void>>
}

/**
 * Makes this home a device of an account that exists, where a key that may add one is at hand. The device's own key is
 * durable before anything is signed for it, so that what is cut half-way is finished by asking again: a device that the
 * chain has already is not added twice.
 */
export async function adoptDevice(home: Home, adoption: Adoption): Promise<Result<Identity>> {
  const { address } = adoption
  const greeted = await greet(home, address, undefined, unheard)
  if (!greeted.ok) return greeted
  const { wire, greeting, host } = greeted.value
  const signed = await signInAs(home, greeted.value, adoption.account, adoption.author)
  let key = await durableDeviceKey(home)
  let added = signed.ok ? await bringIn(home, wire, adoption, key.signer) : signed
  if (!added.ok && added.code === "device-returns") {
    key = await durableDeviceKey(home, "fresh")
    added = await bringIn(home, wire, adoption, key.signer)
  }
  wire.close()
  if (!added.ok) return added
  const { chain, handle, name } = added.value
  const server = { origin: address.origin, host, storeId: greeting.storeId }
  const become = await becomeDevice(home, { server, chain, handle, name, key }, async transaction =>
    adoption.also === undefined ? succeed() : adoption.also(transaction, chain),
  )
  if (!become.ok) return become
  const again = await greet(home, address, host, unheard)
  if (again.ok) await publishFirstKeys(home, again.value, become.value)
  return become
}

const unheard = { event: () => {}, closed: () => {} }

function bringIn(
  home: Home,
  wire: Wire,
  { account, author, link = addPlan(home, author) }: Adoption,
  device: Signer,
): Promise<Result<ReadAccount>> {
  const id = deviceIdOf(home.crypto, account, ed25519Key(device.publicKey))
  return appendPlanned(home, wire, account, async ({ chain }) => {
    const { devices, removed } = stateOf(chain)
    if (devices.some(one => equal(one.id, id))) return succeed(undefined)
    // Added half-way, and removed since: that key never comes back.
    if (removed.some(one => equal(one.id, id))) return fail("device-returns")
    return succeed(link(chain, device))
  })
}

function addPlan(home: Home, author: Author): NonNullable<Adoption["link"]> {
  return (chain, device) => ({
    ...nextSlot(chain),
    sign: () => addLink(home.crypto, chain, author, deviceEntryOf(device), device),
  })
}
