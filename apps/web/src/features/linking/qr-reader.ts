import { fail, type Result, succeed } from "@colombe/base"

/** The text of a QR code in the picture that stands there now. */
export type QrReader = (video: HTMLVideoElement) => Promise<string | undefined>

/** Shape Detection API, which some browsers have. */
interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>
}
interface DetectorClass {
  new (options: { readonly formats: readonly string[] }): Detector
  getSupportedFormats(): Promise<readonly string[]>
}

/** Pixels of the longer side that are looked at: four for each module of a code that fills a third of it. */
const sideMax = 800

/** The browser's own, or one that is fetched; fails where that one cannot be. */
export async function qrReader(): Promise<Result<QrReader, "server-unreachable">> {
  let detector = await ownDetector()
  let fetched = detector === undefined ? await fetchReader() : undefined
  if (detector === undefined && fetched === undefined) return fail("server-unreachable", "after-delay")
  return succeed(async video => {
    try {
      if (detector !== undefined) return (await detector.detect(video))[0]?.rawValue
    } catch {
      // It promised more than its system has.
      detector = undefined
    }
    fetched ??= await fetchReader()
    return fetched?.(video)
  })
}

async function ownDetector(): Promise<Detector | undefined> {
  const { BarcodeDetector: Own } = globalThis as { readonly BarcodeDetector?: DetectorClass }
  if (Own === undefined) return undefined
  const known = await Own.getSupportedFormats().catch((): readonly string[] => [])
  return known.includes("qr_code") ? new Own({ formats: ["qr_code"] }) : undefined
}

async function fetchReader(): Promise<QrReader | undefined> {
  const library = await import("qr/decode.js").catch(() => undefined)
  const canvas = new OffscreenCanvas(1, 1)
  const context = canvas.getContext("2d", { willReadFrequently: true })
  if (library === undefined || context === null) return undefined
  return async video => {
    const scale = Math.min(1, sideMax / Math.max(video.videoWidth, video.videoHeight, 1))
    const [width, height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)]
    if (width === 0 || height === 0) return undefined
    Object.assign(canvas, { width, height })
    context.drawImage(video, 0, 0, width, height)
    try {
      return library.decodeQR(context.getImageData(0, 0, width, height))
    } catch {
      // So it says that there is none.
      return undefined
    }
  }
}
