import { fail, type Result, succeed } from "@colombe/base"

/** `denied`: by the person, the browser or the page's policy. `busy`: it is in use elsewhere. */
type CaptureProblem = "denied" | "missing" | "busy"

/** What browsers call it (Media Capture and Streams, 10.2); whatever else they say, there is none to be had. */
const problems: Readonly<Record<string, CaptureProblem>> = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotReadableError: "busy",
  AbortError: "busy",
}

/** Camera or microphone: asks the person where they were not asked yet. Whoever opens it stops its tracks. */
export async function capture<Code extends string>(
  wanted: MediaStreamConstraints,
  codes: Readonly<Record<CaptureProblem, Code>>,
): Promise<Result<MediaStream, Code>> {
  // Undefined where the origin is not secure.
  const devices: MediaDevices | undefined = navigator.mediaDevices
  if (devices === undefined) return fail(codes.missing)
  try {
    return succeed(await devices.getUserMedia(wanted))
  } catch (error) {
    return fail(codes[problems[(error as DOMException).name] ?? "missing"], "never", error)
  }
}
