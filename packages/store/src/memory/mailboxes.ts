import { keyOf } from "@colombe/base"
import type { AccountId, DeviceId } from "@colombe/rules"
import type { NewMail, StoredMail } from "../port.ts"
import { ensureDevice, findDevice } from "./devices.ts"
import type { MemoryDisk } from "./disk.ts"

export function deliver(disk: MemoryDisk, mail: readonly NewMail[]): void {
  for (const { account, device, id, ...rest } of mail) {
    const held = ensureDevice(disk, account, device)
    if (held.delivered.has(keyOf(id))) continue
    held.delivered.add(keyOf(id))
    held.mail.push({ ...rest, seq: held.delivered.size })
  }
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
