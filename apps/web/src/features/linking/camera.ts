import type { Result } from "@colombe/base"
import { capture } from "../capture.ts"

export type CameraCode = "camera-denied" | "camera-missing" | "camera-busy"

/** The camera that looks away from the person, where there are two. */
export const openCamera = (): Promise<Result<MediaStream, CameraCode>> =>
  capture(
    { video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } }, audio: false },
    { denied: "camera-denied", missing: "camera-missing", busy: "camera-busy" },
  )
