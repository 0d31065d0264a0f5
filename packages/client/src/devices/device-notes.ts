import { type Bytes, type Decoded, equal, struct, uint64 } from "@colombe/base"
import { type DeviceId, stateOf, type VerifiedChain } from "@colombe/rules"
import { type Home, tell } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { putRecord, readRecord, type Table } from "../records/table.ts"
import { text } from "../records/text.ts"

/** What this device knows of another of its account beside the chain. */
const deviceNote = struct({ name: text, firstSeenMs: uint64 })
/** By device. */
export const deviceNoteTable: Table<Decoded<typeof deviceNote>> = { number: 83, codec: deviceNote }

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
    if (note === undefined)
      putRecord(transaction, deviceNoteTable, [id], { name: "", firstSeenMs: home.clock.now() })
  }
  if (came.length > 0 || known.some(({ id }) => !isIn(now, id)))
    transaction.afterwards(() => tell(home, { type: "devices" }))
}
