import type { SyncFolder } from "../vfs/folder.ts"

/** A store has room for two files: the one in use, and beside it the damaged one that it was made of, or nothing. */
export const slots = ["store", "store-2"] as const
export type Slot = (typeof slots)[number]

/** Says which is in use, and whether it met damage: two bytes, of which either state is whole. */
const stateName = "store-state"

/** Every file that is ever opened: each database, its log, and the journal it needs to become one with a log. */
export const fileNames: readonly string[] = [
  stateName,
  ...slots.flatMap(slot => [slot, `${slot}-wal`, `${slot}-journal`]),
]

export interface SlotState {
  readonly slot: Slot
  readonly isDamaged: boolean
}

export const otherSlot = (slot: Slot): Slot => (slot === slots[0] ? slots[1] : slots[0])

/** The first slot, and well, where nothing else is said. */
export function readSlotState(folder: SyncFolder): SlotState {
  const file = folder.open(stateName, false)
  const bytes = new Uint8Array(2)
  file?.read(bytes, 0)
  file?.close()
  return { slot: slots[bytes[0] === 1 ? 1 : 0], isDamaged: bytes[1] === 1 }
}

/** On disk when it returns. */
export function writeSlotState(folder: SyncFolder, { slot, isDamaged }: SlotState): void {
  const file = folder.open(stateName, true)
  file?.write(Uint8Array.of(slots.indexOf(slot), isDamaged ? 1 : 0), 0)
  file?.flush()
  file?.close()
}

export function clearSlot(folder: SyncFolder, slot: Slot): void {
  for (const name of [slot, `${slot}-wal`, `${slot}-journal`]) if (folder.has(name)) folder.remove(name)
}
