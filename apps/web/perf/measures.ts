import { readdirSync, readFileSync } from "node:fs"
import type { CDPSession, Page } from "@playwright/test"
import { callClient } from "../e2e/client.ts"

/** Milliseconds since the page was asked for until the list was usable, and until the connection was live. */
export interface Start {
  readonly listMs: number
  readonly liveMs: number
}

/** Notes when things happen, from before the page's own first line on. */
export async function watchStart(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: Record<string, number> = {}
    Object.assign(globalThis, { seen })
    const note = (name: string) => {
      seen[name] ??= performance.now()
    }
    new MutationObserver(() => {
      if (document.documentElement.dataset.ready !== undefined) requestAnimationFrame(() => note("ready"))
      if (document.querySelector(".row-link") !== null) requestAnimationFrame(() => note("rows"))
      if (document.querySelector(".chip-live") !== null) note("live")
    }).observe(document, { subtree: true, childList: true, attributes: true })
  })
}

export async function startOf(page: Page, origin: string): Promise<Start> {
  await page.goto(origin)
  const seen = await page.waitForFunction(() => {
    const { seen: noted } = globalThis as unknown as { seen: Record<string, number> }
    return noted.ready !== undefined && noted.rows !== undefined && noted.live !== undefined
      ? noted
      : undefined
  })
  const { ready = 0, rows = 0, live = 0 } = (await seen.jsonValue()) ?? {}
  return { listMs: Math.max(ready, rows), liveMs: live }
}

/** From the press on the `index`th row to the frame that shows its messages. */
export function openRow(page: Page, index: number): Promise<number> {
  return page.evaluate(async place => {
    const row = document.querySelectorAll<HTMLElement>(".rows .row-link")[place]
    const wanted = row?.dataset.conversation
    const before = document.querySelector(".timeline")
    const began = performance.now()
    row?.click()
    await new Promise<void>(resolve => {
      const look = () => {
        const shown = document.querySelector(".timeline")
        if (
          location.hash.endsWith(wanted ?? "none") &&
          shown !== before &&
          shown?.querySelector("[data-row]")
        )
          resolve()
        else requestAnimationFrame(look)
      }
      look()
    })
    // The frame in which the rows stand: the one after it begins once it has been drawn.
    await new Promise(resolve => requestAnimationFrame(resolve))
    return performance.now() - began
  }, index)
}

/** From the key to the frame that shows the bubble. */
export async function sendOne(page: Page, text: string): Promise<number> {
  await page.locator(".composer textarea, .composer [contenteditable]").first().fill(text)
  return page.evaluate(async wanted => {
    const rows = document.querySelector(".timeline-rows")
    const began = performance.now()
    document.querySelector<HTMLElement>(".composer .send")?.click()
    await new Promise<void>(resolve => {
      const look = () => {
        if (rows?.textContent?.includes(wanted)) resolve()
        else requestAnimationFrame(look)
      }
      look()
    })
    await new Promise(resolve => requestAnimationFrame(resolve))
    return performance.now() - began
  }, text)
}

export interface Scrolled {
  /** Share of frames that came more than half a frame late. */
  readonly late: number
  readonly frames: number
  readonly rows: number
}

/** Milliseconds of a frame at 60 a second. */
const frameMs = 1000 / 60
/** Pixels that the wheel scrolls upwards, and how fast in pixels a second. */
const wheel = { distance: 12_000, speed: 2_400 }

export async function scrollUp(page: Page, cdp: CDPSession): Promise<Scrolled> {
  const box = await page.locator(".timeline").boundingBox()
  if (box === null) throw new Error("no messages to scroll")
  await page.evaluate(() => {
    const frames: number[] = []
    Object.assign(globalThis, { frames, scrolling: true })
    const note = (at: number) => {
      frames.push(at)
      if (Reflect.get(globalThis, "scrolling")) requestAnimationFrame(note)
    }
    requestAnimationFrame(note)
  })
  await cdp.send("Input.synthesizeScrollGesture", {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    yDistance: wheel.distance,
    speed: wheel.speed,
    gestureSourceType: "mouse",
  })
  const { frames, rows } = await page.evaluate(() => {
    Object.assign(globalThis, { scrolling: false })
    return {
      frames: Reflect.get(globalThis, "frames") as number[],
      rows: document.querySelectorAll("[data-row]").length,
    }
  })
  const late = frames.filter((at, index) => index > 0 && at - (frames[index - 1] ?? at) > 1.5 * frameMs)
  return { late: late.length / Math.max(1, frames.length - 1), frames: frames.length, rows }
}

/** Largest number of pixels by which a row in view moved, beyond what was scrolled, while rows came in above. */
export async function prependJump(page: Page): Promise<number> {
  let jump = 0
  for (let step = 0; step < 15; step++) {
    const moved = await page.evaluate(async () => {
      const list = document.querySelector(".timeline")
      if (list === null) return 0
      const middle = list.getBoundingClientRect().top + list.clientHeight / 2
      const row = [...list.querySelectorAll("[data-row]")].find(
        one => one.getBoundingClientRect().bottom > middle,
      )
      const before = row?.getBoundingClientRect().top ?? 0
      const count = list.querySelectorAll("[data-row]").length
      const scrolled = Math.min(600, list.scrollTop)
      list.scrollBy({ top: -scrolled, behavior: "instant" })
      const until = performance.now() + 400
      await new Promise<void>(resolve => {
        const look = () => {
          const now = list.querySelectorAll("[data-row]").length
          if (now !== count || performance.now() > until) requestAnimationFrame(() => resolve())
          else requestAnimationFrame(look)
        }
        look()
      })
      return row?.isConnected ? Math.abs(row.getBoundingClientRect().top - before - scrolled) : 0
    })
    jump = Math.max(jump, moved)
  }
  return jump
}

/** A first page of what was typed, asked for as the app asks for it. */
export async function searchFor(page: Page, typed: string): Promise<number> {
  const began = await page.evaluate(() => performance.now())
  await callClient(page, "search", typed, { limit: 30 })
  return (await page.evaluate(() => performance.now())) - began
}

/** Bytes that the page's process has for itself and its share of what it shares (Linux alone). */
export function pageBytes(profile: string): number | undefined {
  try {
    const pids = readdirSync("/proc").filter(name => /^\d+$/.test(name))
    const sizes = pids.flatMap(pid => {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8")
      if (!command.includes("--type=renderer") || !command.includes(profile)) return []
      const [, kilobytes = "0"] =
        /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8")) ?? []
      return [Number(kilobytes) * 1024]
    })
    return sizes.length === 0 ? undefined : Math.max(...sizes)
  } catch {
    return undefined
  }
}
