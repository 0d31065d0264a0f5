import type { FileBox, FileItem } from "@colombe/client"
import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { type FilePlace, fetchPicture } from "./fetch.ts"
import { pixelsOf } from "./preview.ts"

/** Takes its room at once, and fetches itself when it comes near the window. `onNone`: its bytes are no picture. */
export function Picture(props: {
  readonly id: string
  readonly file: FileItem
  readonly at: FilePlace
  /** Its room is that of its place in an album. */
  readonly isAlbum: boolean
  readonly onOpen: () => void
  readonly onNone: () => void
}): JSX.Element {
  const { id, file, at, isAlbum, onOpen, onNone } = props
  const frame = useRef<HTMLButtonElement>(null)
  const [address, setAddress] = useState<string | undefined>(undefined)
  useEffect(() => {
    let gone = false
    let made: string | undefined
    const show = async () => {
      const blob = await fetchPicture(at, file)
      if (gone) return
      if (typeof blob === "string") return onNone()
      made = URL.createObjectURL(blob)
      setAddress(made)
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
      if (made !== undefined) URL.revokeObjectURL(made)
    }
  }, [file.file])
  return (
    <button
      ref={frame}
      type="button"
      id={id}
      class="picture"
      style={isAlbum ? undefined : roomOf(file.box)}
      aria-label={text("files.open", { name: file.name })}
      aria-busy={address === undefined}
      onClick={onOpen}
    >
      {address === undefined && file.preview !== undefined ? <Preview of={file.preview} /> : null}
      {address === undefined ? null : <img src={address} alt="" onError={onNone} />}
    </button>
  )
}

/** Stands in the picture's room until it is there. */
function Preview({ of }: { of: Uint8Array }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const pixels = pixelsOf(of)
    if (canvas.current === null || pixels === undefined) return
    canvas.current.width = pixels.width
    canvas.current.height = pixels.height
    canvas.current
      .getContext("2d")
      ?.putImageData(new ImageData(pixels.data, pixels.width, pixels.height), 0, 0)
  }, [of])
  return <canvas ref={canvas} class="picture-preview" width={1} height={1} />
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
