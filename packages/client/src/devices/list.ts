import { equal, toBase64Url } from "@colombe/base"
import { stateOf } from "@colombe/rules"
import { heldChain } from "../account/chains.ts"
import type { DeviceSummary } from "../api/index.ts"
import type { Home, Identity } from "../home/home.ts"
import { readRecord } from "../records/table.ts"
import { deviceNoteTable, isUnseen } from "./device-notes.ts"

/** As the chain has them; names and times are this device's own notes. */
export async function listDevices(home: Home, { me }: Identity): Promise<readonly DeviceSummary[]> {
  const following = await heldChain(home, home.store, me.account)
  if (following === undefined) return []
  const devices: DeviceSummary[] = []
  for (const { id, kind } of stateOf(following.chain).devices) {
    const note = await readRecord(home.store, deviceNoteTable, id)
    devices.push({
      device: toBase64Url(id),
      name: note?.name ?? "",
      current: equal(id, me.device),
      firstSeen: note?.firstSeenMs,
      isUnseen: await isUnseen(home.store, id),
      kind,
    })
  }
  return devices.toSorted(
    (left, right) =>
      Number(right.current) - Number(left.current) || (left.firstSeen ?? 0) - (right.firstSeen ?? 0),
  )
}
