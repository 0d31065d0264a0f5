import type { ExportProgress } from "@colombe/client/export"
import { signal } from "@preact/signals"
import { client, me } from "./app.ts"
import { beginWork } from "./at-work.ts"

export type Exporting =
  | { readonly at: "idle" }
  | { readonly at: "running"; readonly progress: ExportProgress }
  | { readonly at: "done" }
  | { readonly at: "failed"; readonly code: string }

/** One export at a time, which goes on whatever is shown meanwhile. */
export const exporting = signal<Exporting>({ at: "idle" })
let isCancelled = false

export function cancelExport(): void {
  isCancelled = true
}

/** From a press of a person's: only then a browser lets them choose a folder. */
export async function exportEverything(withFiles: boolean): Promise<void> {
  const self = me.value
  if (typeof self !== "object" || exporting.value.at === "running") return
  isCancelled = false
  const workDone = beginWork()
  try {
    const now = Date.now()
    const place = await choosePlace(
      `Colombe ${self.address} ${new Date(now).toISOString().slice(0, 10)}`,
      now,
    )
    if (place === undefined) return
    exporting.value = { at: "running", progress: { done: 0, total: 0 } }
    try {
      const { writeExport } = await import("@colombe/client/export")
      const written = await writeExport(client, place.sink, {
        now,
        withFiles,
        onProgress: progress => {
          exporting.value = { at: "running", progress }
        },
        isCancelled: () => isCancelled,
      })
      if (written.ok) await place.finish()
      else await place.discard()
      exporting.value = written.ok ? { at: "done" } : { at: "failed", code: written.code }
    } catch (error) {
      await place.discard()
      throw error
    }
  } catch (error) {
    exporting.value = { at: "failed", code: "export-not-written" }
    // What the disk or the person's browser refused is told; anything else is a bug of ours.
    if (!(error instanceof DOMException)) throw error
  } finally {
    workDone()
  }
}

/** Undefined where the person chose none. */
async function choosePlace(name: string, now: number) {
  const { exportFolder, pickDirectory } = await import("../features/export/folder.ts")
  const pick = pickDirectory()
  if (pick === undefined) return (await import("../features/export/archive.ts")).exportArchive(name, now)
  try {
    return await exportFolder(await pick({ mode: "readwrite" }), name)
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return undefined
    throw error
  }
}
