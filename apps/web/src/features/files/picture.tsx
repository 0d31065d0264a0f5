import type { FileBox, FileItem } from "@colombe/client"
import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { Dialog } from "../../ui/dialog.tsx"
import { type FilePlace, fetchFile, saveBlob } from "./fetch.ts"
import { headerOf } from "./picture-header.ts"

/** Pixels that a picture may have to be shown here: more would cost the device its memory. */
const pixelsMax = 50_000_000

interface Fetched {
  readonly blob: Blob
  readonly address: string
}

/** Takes its room at once, and fetches itself when it comes near the window. `onNone`: its bytes are no picture. */
export function Picture(props: {
  readonly file: FileItem
  readonly at: FilePlace
  readonly onNone: () => void
}): JSX.Element {
  const { file, at, onNone } = props
  const frame = useRef<HTMLButtonElement>(null)
  const [got, setGot] = useState<Fetched | undefined>(undefined)
  const [viewing, setViewing] = useState(false)
  useEffect(() => {
    let gone = false
    let address: string | undefined
    const show = async () => {
      const blob = await fetchFile(at, file, () => {})
      if (gone) return
      const safe = typeof blob === "string" ? undefined : await asPicture(blob)
      if (safe === undefined) return onNone()
      address = URL.createObjectURL(safe)
      if (gone) URL.revokeObjectURL(address)
      else setGot({ blob: safe, address })
    }
    const observer = new IntersectionObserver(
      entries => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return
        observer.disconnect()
        void show()
      },
      { rootMargin: "600px" },
    )
    if (frame.current !== null) observer.observe(frame.current)
    return () => {
      gone = true
      observer.disconnect()
      if (address !== undefined) URL.revokeObjectURL(address)
    }
  }, [file.file])
  return (
    <>
      <button
        ref={frame}
        type="button"
        class="picture"
        style={roomOf(file.box)}
        aria-label={text("files.open", { name: file.name })}
        aria-busy={got === undefined}
        onClick={() => setViewing(got !== undefined)}
      >
        {got === undefined ? null : <img src={got.address} alt="" onError={onNone} />}
      </button>
      {viewing && got !== undefined ? (
        <Dialog title={file.name} onClose={() => setViewing(false)}>
          <img class="picture-whole" src={got.address} alt={file.name} />
          <button type="button" class="primary" onClick={() => saveBlob(got.blob, file.name)}>
            {text("files.download", { name: file.name })}
          </button>
        </Dialog>
      ) : null}
    </>
  )
}

/** The same bytes under the type that they have; undefined where they are no picture, or one that is too large. */
async function asPicture(blob: Blob): Promise<Blob | undefined> {
  const header = await headerOf(blob)
  if (header === undefined || header.box.width * header.box.height > pixelsMax) return undefined
  return new Blob([blob], { type: header.mediaType })
}

/** Pixels of the longer side within a message. */
const shownSide = 320
const shownSideMin = 48

/** The room that a picture takes, known before it is there. Panoramas are cut rather than made unreadably thin. */
function roomOf(box: FileBox | undefined): { inlineSize: string; aspectRatio: string } {
  const { width, height } = box ?? { width: 4, height: 3 }
  const scale = Math.min(1, shownSide / Math.max(width, height))
  const across = Math.max(shownSideMin, Math.round(width * scale))
  const down = Math.max(shownSideMin, Math.round(height * scale))
  return { inlineSize: `${across}px`, aspectRatio: `${across} / ${down}` }
}
