import { keyOf, type Milliseconds } from "@colombe/base"
import type { AccountId, DeviceId } from "@colombe/rules"
import type { ClaimedKeyPackage, StoredKeyPackage } from "../port.ts"
import { ensureDevice, findDevice } from "./devices.ts"
import type { MemoryDisk } from "./disk.ts"

/** A reference that was published before is left out, also where its package was used up meanwhile. */
export function publishKeyPackages(
  disk: MemoryDisk,
  account: AccountId,
  device: DeviceId,
  oneTime: readonly StoredKeyPackage[],
  lastResort: (StoredKeyPackage & { readonly at: Milliseconds }) | undefined,
): { left: number } {
  const held = ensureDevice(disk, account, device)
  for (const one of oneTime) {
    const reference = keyOf(one.reference)
    if (!held.published.has(reference)) held.packages.push(one)
    held.published.add(reference)
  }
  if (lastResort) held.lastResort = lastResort
  return { left: held.packages.length }
}

export function claimKeyPackage(
  disk: MemoryDisk,
  account: AccountId,
  device: DeviceId,
  oneTime: boolean,
): ClaimedKeyPackage | undefined {
  const held = findDevice(disk, account, device)
  const used = oneTime ? held?.packages.shift() : undefined
  const claimed = used ?? held?.lastResort
  return claimed && { device, body: claimed.body, lastResort: used === undefined }
}

export function keyPackagesLeft(
  disk: MemoryDisk,
  account: AccountId,
  device: DeviceId,
): { left: number; lastResortAt: Milliseconds | undefined } {
  const held = findDevice(disk, account, device)
  return { left: held?.packages.length ?? 0, lastResortAt: held?.lastResort?.at }
}
