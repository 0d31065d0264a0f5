import type { JSX } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { type ScanCode, scan } from "./scan.ts"

type Scanning =
  | { readonly at: "opening" }
  /** `isFacing`: the person sees themselves. `sawOther`: a code that is not looked for. */
  | { readonly at: "looking"; readonly isFacing: boolean; readonly sawOther: boolean }

interface ScannerProps {
  /** What begins the text that is looked for; other codes are told to be others. */
  readonly prefix: string
  readonly hint: string
  readonly onRead: (text: string) => void
  readonly onRefused: (code: ScanCode) => void
  /** The page is looked at no more: the camera is off, and is not to come back by itself. */
  readonly onLeft: () => void
}

/** What the camera sees, until it sees the code. As long as this is shown the camera is on, and no longer. */
export function Scanner({ prefix, hint, onRead, onRefused, onLeft }: ScannerProps): JSX.Element {
  const video = useRef<HTMLVideoElement>(null)
  const [scanning, setScanning] = useState<Scanning>({ at: "opening" })
  useEffect(() => {
    const shown = new AbortController()
    const { signal } = shown
    const leave = () => {
      if (document.visibilityState === "hidden") onLeft()
    }
    document.addEventListener("visibilitychange", leave, { signal })
    if (video.current !== null)
      void scan({
        video: video.current,
        isWanted: read => read.startsWith(prefix),
        opened: isFacing => setScanning({ at: "looking", isFacing, sawOther: false }),
        other: () => setScanning(now => (now.at === "looking" ? { ...now, sawOther: true } : now)),
        signal,
      }).then(ended => {
        if (ended === undefined || signal.aborted) return
        if (ended.ok) onRead(ended.value)
        else onRefused(ended.code)
      })
    return () => shown.abort()
  }, [])
  const isMirror = scanning.at === "looking" && scanning.isFacing
  const isOther = scanning.at === "looking" && scanning.sawOther
  return (
    <div class="scanner" data-at={scanning.at}>
      <div class="viewfinder" aria-hidden="true">
        <video ref={video} class={isMirror ? "mirrored" : ""} muted playsInline />
      </div>
      <p class={isOther ? "help problem" : "help"} role="status">
        {scanning.at === "opening" ? text("scan.opening") : isOther ? text("scan.other") : hint}
      </p>
    </div>
  )
}
