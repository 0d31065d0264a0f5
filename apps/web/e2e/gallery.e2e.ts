import { execFileSync } from "node:child_process"
import { resolve } from "node:path"
import { type BrowserContext, expect, type Page, test } from "@playwright/test"
import { deskEnglish, newProfile, openBrowser, untilReady } from "./browser.ts"
import { type Server, startServer } from "./server.ts"

const web = resolve(import.meta.dirname, "..")

interface Appearance {
  readonly locale: "fr" | "en"
  readonly direction: "ltr" | "rtl"
  readonly theme: "light" | "dark"
  readonly contrast: "auto" | "more"
}

interface Gallery {
  readonly scenes: readonly string[]
  open(name: string): Promise<void>
  dress(appearance: Appearance): Promise<void>
}

let server: Server
let browser: BrowserContext
let page: Page
test.beforeAll(async () => {
  execFileSync("npm", ["run", "gallery"], { cwd: web, stdio: "pipe" })
  server = await startServer("--web", resolve(web, "gallery/dist"))
  // The last `--web` counts: the server's own headers, its content policy among them, hold for the gallery too.
  browser = await openBrowser(newProfile(), deskEnglish)
  page = browser.pages()[0] ?? (await browser.newPage())
  await page.goto(server.origin)
  await untilReady(page)
})
test.afterAll(async () => {
  await browser.close()
  await server.end()
})

const viewports = [
  { width: 390, height: 844 },
  { width: 768, height: 1024 },
  { width: 1024, height: 700 },
  { width: 1440, height: 900 },
]
const plain: Appearance = { locale: "en", direction: "ltr", theme: "light", contrast: "auto" }
/** Colours move nothing: what can overflow depends on words and direction. */
const layouts: readonly Appearance[] = [plain, { ...plain, locale: "fr" }]
const mirrored: Appearance = { ...plain, locale: "fr", direction: "rtl" }

const names = (): Promise<readonly string[]> =>
  page.evaluate(() => (globalThis as unknown as { gallery: Gallery }).gallery.scenes)
const dress = (appearance: Appearance) =>
  page.evaluate(one => (globalThis as unknown as { gallery: Gallery }).gallery.dress(one), appearance)
async function open(name: string): Promise<void> {
  await page.evaluate(one => (globalThis as unknown as { gallery: Gallery }).gallery.open(one), name)
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
}

/** What reaches beyond the window, or is wider than the button that holds it. */
function overflowing(): Promise<readonly string[]> {
  return page.evaluate(() => {
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement))
    const told: string[] = []
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth) told.push(`the page: ${scrollWidth} in ${clientWidth}`)
    for (const element of document.querySelectorAll("button, a, h1, h2, h3, p, label, input, textarea, li")) {
      const { left, right, width } = element.getBoundingClientRect()
      const isSeen = width > 1 && (left < -1 || right > clientWidth + 1) && !scrolls(element.parentElement)
      const isCut = element.matches("button:not(.square)") && element.scrollWidth > element.clientWidth + 1
      if (isSeen || isCut)
        told.push(`${element.tagName}.${element.className}: ${element.textContent?.slice(0, 40)}`)
    }
    return told
  })
}

/** Rows that are not whole pixels high: above what is in view, they would move it by a part of one. */
function uneven(): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("[data-row]")]
      .filter(row => !Number.isInteger(row.getBoundingClientRect().height))
      .map(row => `${row.getBoundingClientRect().height}: ${row.className} ${row.textContent?.slice(0, 40)}`),
  )
}

test("every row of a conversation is whole pixels high, in every size of text (complaint: jump when something above changes)", async () => {
  let seen = 0
  await page.setViewportSize({ width: 1440, height: 900 })
  for (const name of await names()) {
    await open(name)
    for (const size of ["small", "normal", "large", "huge"]) {
      await page.locator("html").evaluate((root, one) => root.setAttribute("data-size", one), size)
      expect.soft(await uneven(), `${name}, ${size}`).toEqual([])
    }
    seen += await page.locator("[data-row]").count()
  }
  await page.locator("html").evaluate(root => root.removeAttribute("data-size"))
  expect(seen).toBeGreaterThan(20)
})

test("nothing overflows: every scene, both languages, four viewports, from right to left too", async () => {
  for (const name of await names()) {
    await open(name)
    for (const viewport of viewports) {
      await page.setViewportSize(viewport)
      for (const layout of viewport.width === 390 ? [...layouts, mirrored] : layouts) {
        await dress(layout)
        expect.soft(await overflowing(), `${name}, ${viewport.width}, ${JSON.stringify(layout)}`).toEqual([])
      }
    }
  }
})
