import type { CDPSession, Page } from "@playwright/test"
import { chromium } from "@playwright/test"
import { type Fill, fillChannel } from "./fill.ts"

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium"
/** How many times slower than this machine the page's own thread runs. */
export const slowdown = 4

export interface Opened {
  readonly page: Page
  readonly cdp: CDPSession
  readonly close: () => Promise<void>
}

/** A browser process of its own on a profile, slowed down, with nothing loaded yet. */
export async function openPerson(profile: string, rate = slowdown): Promise<Opened> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
    viewport: { width: 1280, height: 800 },
    locale: "en-US",
  })
  const page = context.pages()[0] ?? (await context.newPage())
  const cdp = await context.newCDPSession(page)
  await cdp.send("Emulation.setCPUThrottlingRate", { rate })
  return { page, cdp, close: () => context.close() }
}

/** Signs somebody up and leaves them with one conversation. */
export async function makeHome(page: Page, origin: string): Promise<void> {
  await page.goto(origin)
  await page.locator("input[name=handle]").fill("ana")
  await page.locator("form button[type=submit]").click()
  await page.locator(".words li").first().waitFor()
  await page.locator("button[name=later]").click()
  await page.locator("html[data-ready]").waitFor({ state: "attached" })
  await page.goto(`${origin}/#/new`)
  await page.locator(".segments button").nth(1).click()
  await page.locator("input[name=title]").fill("Alps")
  await page.locator("dialog button[type=submit]").click()
  await page.locator(".conversation-title h1").waitFor()
}

export async function fillHome(page: Page, fill: Fill): Promise<void> {
  await page.evaluate(
    ({ name, wanted }) =>
      new Promise<void>(resolve => {
        const channel = new BroadcastChannel(name)
        channel.addEventListener("message", () => resolve())
        channel.postMessage(wanted)
      }),
    { name: fillChannel, wanted: fill },
  )
}
