import type { FileItem } from "@colombe/client"
import { client } from "../../state/app.ts"
import { headerOf } from "./picture-header.ts"

/** Which file of which message. */
export interface FilePlace {
  readonly conversation: string
  readonly id: string
  readonly place: number
}

/** All of a file, opened and verified, or the code of why not. `told`: per cent that are there. */
export async function fetchFile(
  { conversation, id, place }: FilePlace,
  { pieces }: FileItem,
  told: (percent: number) => void,
  isCancelled: () => boolean = () => false,
): Promise<Blob | string> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  for (let index = 0; index < pieces && !isCancelled(); index++) {
    const piece = await client.readPiece(conversation, id, place, index)
    if (!piece.ok) return piece.code
    parts.push(piece.value as Uint8Array<ArrayBuffer>)
    told(Math.round((100 * (index + 1)) / pieces))
  }
  return new Blob(parts)
}

/** Pixels that a picture may have to be shown here: more would cost the device its memory. */
const pixelsMax = 50_000_000

/** A picture under the type that its bytes have; `file-no-picture` where they are none, or one that is too large. */
export async function fetchPicture(at: FilePlace, file: FileItem): Promise<Blob | string> {
  const blob = await fetchFile(at, file, () => {})
  if (typeof blob === "string") return blob
  const header = await headerOf(blob)
  if (header === undefined || header.box.width * header.box.height > pixelsMax) return "file-no-picture"
  return new Blob([blob], { type: header.mediaType })
}

/** Hands bytes to whoever sits before the browser, as a download that nothing can run. */
export function saveBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(new Blob([blob], { type: "application/octet-stream" }))
  const link = document.createElement("a")
  link.href = address
  link.download = name
  link.click()
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
