import { keyOf } from "@colombe/base"
import type { AccountId, DeviceId } from "@colombe/rules"
import type { NewMail, StoredMail } from "../port.ts"
import { ensureDevice, findDevice } from "./devices.ts"
import type { MemoryDisk } from "./disk.ts"

export function deliver(disk: MemoryDisk, mail: readonly NewMail[]): readonly (number | undefined)[] {
  return mail.map(({ account, device, id, ...rest }) => {
    const held = ensureDevice(disk, account, device)
    if (held.delivered.has(keyOf(id))) return undefined
    held.delivered.add(keyOf(id))
    const seq = held.delivered.size
    held.mail.push({ ...rest, seq })
    return seq
  })
}

export function mailbox(
  disk: MemoryDisk,
  account: AccountId,
  device: DeviceId,
): { head: number; waiting: number } {
  const held = findDevice(disk, account, device)
  return { head: held?.delivered.size ?? 0, waiting: held?.mail.length ?? 0 }
}

export function mailAfter(
  disk: MemoryDisk,
  account: AccountId,
  device: DeviceId,
  after: number,
  limit: number,
): readonly StoredMail[] {
  const mail = findDevice(disk, account, device)?.mail ?? []
  return mail.filter(({ seq }) => seq > after).slice(0, limit)
}

export function acknowledgeMail(disk: MemoryDisk, account: AccountId, device: DeviceId, upTo: number): void {
  const held = findDevice(disk, account, device)
  if (held) held.mail = held.mail.filter(({ seq }) => seq > upTo)
}
