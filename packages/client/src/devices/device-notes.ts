import { type Bytes, type Decoded, equal, type Result, struct, succeed, uint64 } from "@colombe/base"
import { type DeviceId, stateOf, type VerifiedChain } from "@colombe/rules"
import { type Home, tell, transact } from "../home/home.ts"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { deleteRecord, putRecord, readRecord, scanRecords, type Table } from "../records/table.ts"
import { text } from "../records/text.ts"

/** What this device knows of another of its account beside the chain. */
const deviceNote = struct({ name: text, firstSeenMs: uint64 })
/** By device. */
export const deviceNoteTable: Table<Decoded<typeof deviceNote>> = { number: 83, codec: deviceNote }

/** By device: it came in without this one, at that moment, and its person has not seen it here (spec Y49). */
const unseenDeviceTable: Table<number> = { number: 84, codec: uint64 }
/** Devices that one account has at the most, with room. */
const unseenMax = 1_000

export async function isUnseen(reader: RecordReader, device: DeviceId): Promise<boolean> {
  return (await readRecord(reader, unseenDeviceTable, device)) !== undefined
}

/** All that were told here. */
export function devicesSeen(home: Home): Promise<Result<void>> {
  return transact(home, async transaction => {
    const rows = await scanRecords(transaction, unseenDeviceTable, { limit: unseenMax })
    for (const { key } of rows) deleteRecord(transaction, unseenDeviceTable, key)
    if (rows.length > 0) transaction.afterwards(() => tell(home, { type: "devices" }))
    return succeed()
  })
}

/** This device brought it in itself. */
export function expectDevice(transaction: Transaction, device: DeviceId): void {
  deleteRecord(transaction, unseenDeviceTable, device)
}

/** As it called itself when it was linked. */
export async function nameDevice(
  home: Home,
  transaction: Transaction,
  device: DeviceId,
  name: string,
): Promise<void> {
  const known = await readRecord(transaction, deviceNoteTable, device)
  const firstSeenMs = known?.firstSeenMs ?? home.clock.now()
  putRecord(transaction, deviceNoteTable, [device], { name, firstSeenMs })
  expectDevice(transaction, device)
  transaction.afterwards(() => tell(home, { type: "devices" }))
}

/** The account's own chain went on: what came in is noted and told, and so is what went. */
export async function noteDevices(
  home: Home,
  transaction: Transaction,
  before: VerifiedChain | undefined,
  after: VerifiedChain,
): Promise<void> {
  const known = before === undefined ? [] : stateOf(before).devices
  const now = stateOf(after).devices
  const isIn = (devices: readonly { readonly id: Bytes }[], id: Bytes) =>
    devices.some(one => equal(one.id, id))
  const came = before === undefined ? [] : now.filter(({ id }) => !isIn(known, id))
  for (const { id } of came) {
    const note = await readRecord(transaction, deviceNoteTable, id)
    if (note !== undefined) continue
    const firstSeenMs = home.clock.now()
    putRecord(transaction, deviceNoteTable, [id], { name: "", firstSeenMs })
    putRecord(transaction, unseenDeviceTable, [id], firstSeenMs)
  }
  const went = known.filter(({ id }) => !isIn(now, id))
  for (const { id } of went) deleteRecord(transaction, unseenDeviceTable, id)
  if (came.length > 0 || went.length > 0) transaction.afterwards(() => tell(home, { type: "devices" }))
}
