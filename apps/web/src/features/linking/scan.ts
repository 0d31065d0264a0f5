import { fail, type Result, succeed } from "@colombe/base"
import { type CameraCode, openCamera } from "./camera.ts"
import { qrReader } from "./qr-reader.ts"

export type ScanCode = CameraCode | "server-unreachable"

/** Milliseconds between two looks: quick for a person, and most of the time left to everything else. */
const lookEvery = 120

export interface Scan {
  /** Where the person sees what the camera sees. */
  readonly video: HTMLVideoElement
  readonly isWanted: (text: string) => boolean
  /** The camera is on. `isFacing`: the person sees themselves, as in a mirror. */
  readonly opened: (isFacing: boolean) => void
  /** A code was read that is not wanted. */
  readonly other: () => void
  readonly signal: AbortSignal
}

/** Looks through the camera until it shows a wanted code, or nobody looks any more. The camera is off whenever it ends. */
export async function scan(scan: Scan): Promise<Result<string, ScanCode> | undefined> {
  const { video, signal } = scan
  const camera = await openCamera()
  if (!camera.ok) return camera
  const tracks = camera.value.getTracks()
  const stop = () => {
    for (const track of tracks) track.stop()
  }
  signal.addEventListener("abort", stop)
  try {
    const reader = await qrReader()
    if (!reader.ok) return reader
    if (signal.aborted) return undefined
    video.srcObject = camera.value
    scan.opened(tracks[0]?.getSettings().facingMode !== "environment")
    // Interrupted where the element goes meanwhile, and then nobody looks.
    await video.play().catch(() => undefined)
    while (!signal.aborted) {
      if (tracks.some(({ readyState }) => readyState === "ended")) return fail("camera-missing")
      const text = await reader.value(video)
      if (text !== undefined && scan.isWanted(text)) return succeed(text)
      if (text !== undefined) scan.other()
      await new Promise(resolve => setTimeout(resolve, lookEvery))
    }
    return undefined
  } finally {
    signal.removeEventListener("abort", stop)
    stop()
  }
}
