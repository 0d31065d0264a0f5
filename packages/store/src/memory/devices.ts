import { concat, keyOf } from "@colombe/base"
import type { AccountId, DeviceId } from "@colombe/rules"
import type { MemoryDevice, MemoryDisk } from "./disk.ts"

const deviceKey = (account: AccountId, device: DeviceId): string => keyOf(concat(account, device))

export function findDevice(disk: MemoryDisk, account: AccountId, device: DeviceId): MemoryDevice | undefined {
  return disk.devices.get(deviceKey(account, device))
}

export function ensureDevice(disk: MemoryDisk, account: AccountId, device: DeviceId): MemoryDevice {
  const found = findDevice(disk, account, device)
  if (found) return found
  const made: MemoryDevice = {
    packages: [],
    published: new Set(),
    lastResort: undefined,
    mail: [],
    delivered: new Set(),
  }
  disk.devices.set(deviceKey(account, device), made)
  return made
}

export function dropDevice(disk: MemoryDisk, account: AccountId, device: DeviceId): void {
  disk.devices.delete(deviceKey(account, device))
}
