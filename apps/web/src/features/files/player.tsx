import type { FileItem } from "@colombe/client"
import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import type { FilePlace } from "./fetch.ts"
import { type ServedFile, serveFile } from "./serve-file.ts"

export interface Playing {
  readonly served: ServedFile | undefined
  readonly isOpening: boolean
  /** Why it cannot be played, or not further. */
  readonly code: string | undefined
  /** Opens it, or lets go of it. */
  readonly toggle: () => void
  /** The element gave up: because a piece cannot be had, or because it cannot play such bytes. */
  readonly gaveUp: () => void
}

type State = { readonly at: "closed"; readonly code?: string } | { readonly at: "opening" } | Opened
interface Opened {
  readonly at: "open"
  readonly served: ServedFile
}

/** A file that is played where it stands; its keys are used as long as it is open. */
export function usePlaying(file: FileItem, at: FilePlace): Playing {
  const [state, setState] = useState<State>({ at: "closed" })
  const open = useRef<ServedFile | undefined>(undefined)
  const failed = useRef<string | undefined>(undefined)
  /** Of whoever opened it last: one that was closed meanwhile lets go of what it gets. */
  const turn = useRef(0)
  const letGo = () => {
    turn.current++
    open.current?.end()
    open.current = undefined
  }
  const close = (code?: string) => {
    letGo()
    setState(code === undefined ? { at: "closed" } : { at: "closed", code })
  }
  useEffect(() => letGo, [file.file])

  const start = async () => {
    const mine = ++turn.current
    setState({ at: "opening" })
    failed.current = undefined
    const served = await serveFile(at, file, {
      onFailed: (code, isFinal) => {
        failed.current = code
        // An element asks again for half a minute before it gives up.
        if (isFinal) close(code)
      },
    })
    if (mine !== turn.current) return typeof served === "object" ? served.end() : undefined
    if (typeof served === "string") return close(served)
    if (served?.playable === undefined) {
      served?.end()
      return close("file-not-playable")
    }
    open.current = served
    setState({ at: "open", served })
  }
  return {
    served: state.at === "open" ? state.served : undefined,
    isOpening: state.at === "opening",
    code: state.at === "closed" ? state.code : undefined,
    toggle: () => void (state.at === "closed" ? start() : close()),
    gaveUp: () => close(failed.current ?? "file-not-playable"),
  }
}

/** The browser's own controls: keyboard, captions, picture in picture and full screen come with them. */
export function Player({ name, playing }: { name: string; playing: Playing }): JSX.Element | null {
  const { served, gaveUp } = playing
  if (served?.playable === undefined) return null
  const attributes = {
    class: "player",
    src: served.url,
    controls: true,
    autoPlay: true,
    "aria-label": name,
    onError: gaveUp,
  }
  return served.playable.kind === "video" ? <video playsInline {...attributes} /> : <audio {...attributes} />
}
