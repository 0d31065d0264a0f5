import { execFileSync } from "node:child_process"
import { resolve } from "node:path"
import { type BrowserContext, expect, type Page, test } from "@playwright/test"
import { deskEnglish, isAccessible, newProfile, openBrowser, untilReady } from "./browser.ts"
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

test("a scene shows what it is made of, and no skeleton of it", async () => {
  for (const name of await names()) {
    await open(name)
    expect.soft(await page.locator(".skeleton").count(), name).toBe(0)
  }
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

test("of a thousand members a few rows are in the page; they are found by name and address, and reached by keys", async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await dress(plain)
  await open("group-page-member")
  const rows = page.locator(".member-row")
  await expect(page.getByRole("heading", { name: "1,000 members" })).toBeVisible()
  expect(await rows.count()).toBeLessThan(40)
  await expect(rows.first()).toContainText("Bob Martin")
  await expect(rows.first().locator(".chip")).toHaveText("owner")
  await rows.first().focus()
  await page.keyboard.press("End")
  await expect(page.locator(".member-row:focus")).toContainText("abd@colombe.example")
  await expect(page.locator("li:has(> .member-row:focus)")).toHaveAttribute("aria-posinset", "1000")
  expect(await rows.count()).toBeLessThan(40)
  await page.keyboard.press("PageUp")
  await expect(page.locator(".member-row:focus")).toBeInViewport()
  const field = page.getByLabel("Find by name or address")
  await field.fill("voisine 42")
  await expect(page.getByRole("status").filter({ hasText: "11 people" })).toBeAttached()
  await field.fill("@neighbour500")
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText("Voisine 500")
  await field.fill("nobody at all")
  await expect(rows).toHaveCount(0)
  await expect(page.getByText("Nobody here goes by that")).toBeVisible()
  await field.fill("ève")
  await rows.click()
  const menu = page.getByRole("menu")
  await expect(menu.getByRole("menuitem")).toHaveText(["Write to them", "Compare numbers"])
  await isAccessible(page)
  await page.keyboard.press("Escape")
  await expect(rows).toBeFocused()
  // Nothing that a member may not do is offered.
  await expect(
    page.locator(".group-body :is(select, [name=rename], [name=add-people], details)"),
  ).toHaveCount(0)
})
