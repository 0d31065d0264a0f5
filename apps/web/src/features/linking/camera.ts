import { fail, type Result, succeed } from "@colombe/base"

/** `camera-denied`: by the person, the browser or the page's policy. `camera-busy`: another program has it. */
export type CameraCode = "camera-denied" | "camera-missing" | "camera-busy"

/** What browsers call it (Media Capture and Streams, 10.2); whatever else they say, there is no camera to be had. */
const codes: Readonly<Record<string, CameraCode>> = {
  NotAllowedError: "camera-denied",
  SecurityError: "camera-denied",
  NotReadableError: "camera-busy",
  AbortError: "camera-busy",
}

/** The camera that looks away from the person, where there are two. */
const wanted: MediaStreamConstraints = {
  video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
  audio: false,
}

/** Asks the person where they were not asked yet. Whoever opens it stops its tracks. */
export async function openCamera(): Promise<Result<MediaStream, CameraCode>> {
  // Undefined where the origin is not secure.
  const devices: MediaDevices | undefined = navigator.mediaDevices
  if (devices === undefined) return fail("camera-missing")
  try {
    return succeed(await devices.getUserMedia(wanted))
  } catch (error) {
    return fail(codes[(error as DOMException).name] ?? "camera-missing", "never", error)
  }
}
