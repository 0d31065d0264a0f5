import { toBase64Url } from "@colombe/base"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { heldEpochs } from "@colombe/client/testing"
import { kinds } from "@colombe/rules"
import { openSealed, readSealed } from "@colombe/seal"
import type { Device } from "./device.ts"
import { devicesOf, type Scene } from "./scene.ts"
import { type EpochPeople, isSelfLog } from "./server-log.ts"

const crypto = deterministicCrypto(new Uint8Array())

/**
 * Whatever a device shows: with the keys on its disk and every byte of the server, nobody opens more than they may. That
 * holds of devices that were taken out, and of those that somebody found.
 */
export async function checkHeldKeys(world: Scene): Promise<void> {
  for (const device of devicesOf(world)) if (device.id !== undefined) await checkDevice(world, device)
}

async function checkDevice({ log, oracle }: Scene, device: Device): Promise<void> {
  for (const { conversation, incarnation, epoch, candidates } of await heldEpochs(device.kept)) {
    const stored = log.find(toBase64Url(conversation))
    const group = stored && log.peopleAt(conversation, epoch)
    if (stored === undefined || group === undefined || isSelfLog(stored)) continue
    if (isEntitled(device, group, oracle.removedAt(device.name))) continue
    for (const { body, ...entry } of stored.entries) {
      if (entry.type !== kinds.message || entry.incarnation !== incarnation || entry.epoch !== epoch) continue
      const sealed = body && readSealed({ in: "log", conversation, ...entry }, body)
      if (sealed?.ok && (await openSealed(crypto, sealed.value, candidates)).ok)
        throw new Error(`${device.name} could open ${entry.seq} of ${toBase64Url(conversation)}`)
    }
  }
}

function isEntitled(
  { id = "", account = "", readsFrom }: Device,
  { at, withLeaf, devices, dormant, isOpenToNewcomers }: EpochPeople,
  removedAt: number | undefined,
): boolean {
  if (devices.has(id)) return true
  const isOut = removedAt !== undefined && removedAt < at
  const isTooEarly = readsFrom !== undefined && at < readsFrom
  return !isOut && !isTooEarly && (withLeaf.has(account) || dormant.has(account) || isOpenToNewcomers)
}

/** Whoever is out of an account is out of its groups once nobody has anything left to do (spec Y48). */
export function checkLeaves(world: Scene): void {
  const out = devicesOf(world).filter(({ name }) => world.oracle.removedAt(name) !== undefined)
  for (const stored of world.log.conversations) {
    if (isSelfLog(stored)) continue
    const newest = world.log.peopleAt(stored.id, stored.entries.at(-1)?.epoch ?? 0)
    for (const { name, id = "", account = "" } of out)
      if (newest?.devices.has(id) && canCommit(world, newest, account))
        throw new Error(
          `${name} still has a leaf in ${toBase64Url(stored.id)}, beside ${leavesOf(world, newest)}`,
        )
  }
}

/** Somebody is there to take it out: another device of the account, or of anybody else in the group. */
function canCommit({ people }: Scene, newest: EpochPeople, account: string): boolean {
  const inAccounts = people.flatMap(({ inAccount }) => inAccount)
  return inAccounts.some(device => device.account === account || newest.devices.has(device.id ?? ""))
}

function leavesOf(world: Scene, { devices }: EpochPeople): string {
  return devicesOf(world)
    .flatMap(({ id = "", name }) => (devices.has(id) ? [name] : []))
    .join()
}
