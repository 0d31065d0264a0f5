import {
  type Bytes,
  constant,
  type Decoded,
  decode,
  encode,
  fixed,
  optional,
  struct,
  uint8,
  uint64,
} from "@colombe/base"
import { conversationId, type DeviceId } from "@colombe/rules"
import type { RecordReader } from "../home/transaction.ts"
import { readRecord, scanRecords } from "../records/table.ts"
import { flag, text, textFormats } from "../records/text.ts"
import { areas, type Register, registerKey, registerTable } from "../self/registers.ts"

/** What waits for its time (spec V23). Its name is the send id under which it goes out, from whichever device. */
const scheduledShared = struct({
  version: constant(uint8, 1),
  conversation: conversationId,
  atMs: uint64,
  text,
  format: textFormats,
  silent: flag,
  /** Send id of what it answers. */
  replyTo: optional(fixed(16)),
  /** Of what it answers. */
  part: optional(text),
})

export interface Scheduled extends Omit<Decoded<typeof scheduledShared>, "version"> {
  readonly id: Bytes
  /** Who wrote it, or changed it last. */
  readonly device: DeviceId
}

export function scheduledValue({ id: _, device: __, ...item }: Scheduled): Bytes {
  return encode(scheduledShared, { version: 1, ...item })
}

/** Messages that wait at one time. */
export const scheduledMax = 1_000

/** The first first. What a later version wrote is not shown, and left to devices that know it. */
export async function scheduledItems(reader: RecordReader): Promise<readonly Scheduled[]> {
  const under = [Uint8Array.of(areas.scheduled)]
  const rows = await scanRecords(reader, registerTable, { under, limit: 10 * scheduledMax })
  const items = rows.flatMap(({ key, value }) => read(key.slice(1), value) ?? [])
  return items.toSorted((left, right) => left.atMs - right.atMs)
}

export async function scheduledItem(reader: RecordReader, id: Bytes): Promise<Scheduled | undefined> {
  const held = await readRecord(reader, registerTable, registerKey("scheduled", id))
  return held && read(id, held)
}

function read(id: Bytes, { device, value }: Register): Scheduled | undefined {
  const item = value.length === 0 ? undefined : decode(scheduledShared, value)
  return item?.ok ? { ...item.value, id, device } : undefined
}
