import { type Bytes, fail, type Result, succeed } from "@colombe/base"
import { carryOver, type OpenStoreCode } from "@colombe/client"
import type { SyncFolder } from "../vfs/folder.ts"
import { connect } from "./connection.ts"
import { startEngine } from "./engine.ts"
import { recordStore } from "./record-store.ts"
import { remainsOf } from "./remains.ts"
import { configure, prepareSchema } from "./schema.ts"
import { clearSlot, otherSlot, type Slot, writeSlotState } from "./slots.ts"

/**
 * Makes a new file beside a damaged one, of what can be read in it and exists nowhere else (spec T70). The damaged one is
 * only read, and stays until there is another. Only when all is on disk does the new one take its place.
 */
export async function mend(
  code: WebAssembly.Module | undefined,
  folder: SyncFolder,
  key: Bytes,
  damaged: Slot,
): Promise<Result<Slot, OpenStoreCode>> {
  const fresh = otherSlot(damaged)
  clearSlot(folder, fresh)
  const from = await connect(await startEngine(code, folder), damaged, key)
  const to = await connect(await startEngine(code, folder), fresh, key)
  const state = await prepareSchema(to)
  if (state !== "ready") return fail(state)
  await configure(to)
  const store = await recordStore(to, { closed: () => {}, damaged: () => {} })
  const carried = await carryOver(await remainsOf(from), store)
  await store.close()
  // The damaged one's connection is dropped and not closed: closing would write to it.
  if (!carried.ok) {
    clearSlot(folder, fresh)
    return carried
  }
  writeSlotState(folder, { slot: fresh, isDamaged: false })
  return succeed(fresh)
}
