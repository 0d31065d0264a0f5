import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Page } from "@playwright/test"

/** Rows of modules, true where dark, with the quiet zone around them. */
type Modules = readonly (readonly boolean[])[]

/** One frame for ever, in grey: what a camera sees that is held on nothing, or on a screen. */
const [width, height] = [640, 480]
/** A screen that is no sheet of white paper, and a room around it. */
const [darkLuma, lightLuma, roomLuma] = [40, 220, 120]
const modulePixels = 8

export interface FakeCamera {
  /** For the browser that looks through it; the person allows it at once. */
  readonly args: readonly string[]
  /** What it sees when it is opened next. */
  see(modules: Modules | undefined): void
}

export function fakeCamera(): FakeCamera {
  const file = join(mkdtempSync(join(tmpdir(), "colombe-camera-")), "seen.y4m")
  const see: FakeCamera["see"] = modules => writeFileSync(file, frameOf(modules ?? []))
  see(undefined)
  return {
    args: [
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      `--use-file-for-fake-video-capture=${file}`,
    ],
    see,
  }
}

function frameOf(modules: Modules): Uint8Array {
  const luma = new Uint8Array(width * height).fill(roomLuma)
  const [top, left] = [height, width].map(side => Math.floor((side - modules.length * modulePixels) / 2))
  for (let y = 0; y < modules.length * modulePixels; y++)
    for (let x = 0; x < modules.length * modulePixels; x++) {
      const isDark = modules[Math.floor(y / modulePixels)]?.[Math.floor(x / modulePixels)] === true
      luma[(y + (top ?? 0)) * width + x + (left ?? 0)] = isDark ? darkLuma : lightLuma
    }
  const colours = new Uint8Array((width * height) / 2).fill(128)
  const head = `YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`
  return Buffer.concat([Buffer.from(head), Buffer.from("FRAME\n"), luma, colours])
}

/** The code on somebody's screen, module by module as it is drawn there. */
export async function drawnCode(page: Page): Promise<Modules> {
  const code = page.locator(".qr")
  const size = Number((await code.getAttribute("viewBox"))?.split(" ")[2])
  const path = (await code.locator("path").getAttribute("d")) ?? ""
  const dark = new Set([...path.matchAll(/M(\d+) (\d+)h/g)].map(([, x, y]) => `${x} ${y}`))
  return Array.from({ length: size }, (_, y) => Array.from({ length: size }, (_, x) => dark.has(`${x} ${y}`)))
}

/** From the next load on: a detector that promises what its system does not have, as on phones without the service behind it. */
export async function breakDetector(page: Page): Promise<void> {
  await page.addInitScript(() => {
    class BarcodeDetector {
      static getSupportedFormats = async () => ["qr_code"]
      detect = async () => {
        throw new DOMException("no service", "NotSupportedError")
      }
    }
    Object.assign(globalThis, { BarcodeDetector })
  })
}

/** Another tab is looked at for a moment. */
export async function lookAway(page: Page): Promise<void> {
  await page.evaluate(() => {
    const tell = () => document.dispatchEvent(new Event("visibilitychange"))
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true })
    tell()
    Reflect.deleteProperty(document, "visibilityState")
    tell()
  })
}

/** From now on: whether any camera that this page opened is still on. */
export async function watchCameras(page: Page): Promise<() => Promise<boolean>> {
  await page.addInitScript(() => {
    const tracks: MediaStreamTrack[] = []
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    navigator.mediaDevices.getUserMedia = async wanted => {
      const stream = await open(wanted)
      tracks.push(...stream.getTracks())
      return stream
    }
    Object.assign(globalThis, { tracks })
  })
  return () =>
    page.evaluate(() =>
      (globalThis as unknown as { tracks: MediaStreamTrack[] }).tracks.some(
        ({ readyState }) => readyState === "live",
      ),
    )
}
