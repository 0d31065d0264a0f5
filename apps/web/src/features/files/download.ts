import type { FileItem } from "@colombe/client"
import { signal } from "@preact/signals"
import { beginWork } from "../../state/at-work.ts"
import { type FilePlace, fetchFile, saveBlob } from "./fetch.ts"
import { serveFile } from "./serve-file.ts"

export type Download = { readonly percent: number; readonly cancel: () => void } | { readonly code: string }

/** What is being downloaded, or could not be, by file: it goes on whatever is shown meanwhile. */
export const downloads = signal<ReadonlyMap<string, Download>>(new Map())

function tell(file: string, now: Download | undefined): void {
  const next = new Map(downloads.peek())
  if (now === undefined) next.delete(file)
  else next.set(file, now)
  downloads.value = next
}

/** Straight to disk where the browser lets the page, piece by piece, however large it is. */
export async function download(at: FilePlace, file: FileItem): Promise<void> {
  const known = downloads.peek().get(file.file)
  if (known !== undefined && "percent" in known) return
  const rested = beginWork()
  let isOver = false
  const end = (last: Download | undefined) => {
    if (isOver) return
    isOver = true
    rested()
    tell(file.file, last)
  }
  let stop = () => end(undefined)
  const told = (percent: number) => {
    if (!isOver) tell(file.file, { percent, cancel: () => stop() })
  }
  told(0)
  const served = await serveFile(at, file, {
    onPiece: index => told(Math.round((100 * (index + 1)) / file.pieces)),
    onFailed: code => end({ code }),
    // Read to its end, or given up in the browser's own list.
    onEnd: () => stop(),
  })
  if (typeof served === "string") return end({ code: served })
  if (served === undefined) {
    const got = await fetchFile(at, file, told, () => isOver)
    if (typeof got === "string") return end({ code: got })
    if (!isOver) saveBlob(got, file.name)
    return end(undefined)
  }
  if (isOver) return served.end()
  stop = () => {
    served.end()
    end(undefined)
  }
  const link = document.createElement("a")
  link.href = served.url
  link.click()
}
