import { execFileSync } from "node:child_process"
import { resolve } from "node:path"
import { type BrowserContext, expect, type Page, test } from "@playwright/test"
import { deskEnglish, inaccessible, isAccessible, newProfile, openBrowser, untilReady } from "./browser.ts"
import { misplaced } from "./misplaced.ts"
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
const french: Appearance = { ...plain, locale: "fr" }
/** Colours move nothing: what can overflow depends on words and direction. French words are the longer ones. */
const layoutsOf = (width: number): readonly Appearance[] =>
  width === 390 ? [plain, french, { ...french, direction: "rtl" }] : width === 1024 ? [plain] : [french]

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
      // An emoji that the fonts of this machine do not have is drawn as its parts.
      const isCut =
        element.matches("button:not(.square, [data-emoji])") && element.scrollWidth > element.clientWidth + 1
      if (isSeen || isCut)
        told.push(`${element.tagName}.${element.className}: ${element.textContent?.slice(0, 40)}`)
    }
    for (const avatar of document.querySelectorAll("span.avatar"))
      if (avatar.scrollWidth > avatar.clientWidth || avatar.scrollHeight > avatar.clientHeight)
        told.push(`${avatar.className}: ${avatar.textContent}`)
    return told
  })
}

/** Text of so many times its size, as people set it in their browser. */
const enlarge = (times: number) =>
  page.evaluate(
    size => {
      document.documentElement.style.fontSize = size
    },
    times === 1 ? "" : `${100 * times}%`,
  )

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
  for (const name of ["group", "odd", "direct", "request", "answering", "selection"]) {
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
      for (const layout of layoutsOf(viewport.width)) {
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
  await expect(menu.getByRole("menuitem")).toHaveText(["Write to them", "Compare numbers", "Block"])
  await isAccessible(page)
  await page.keyboard.press("Escape")
  await expect(rows).toBeFocused()
  // Nothing that a member may not do is offered.
  await expect(
    page.locator(".group-body :is(select, [name=rename], [name=add-people], details)"),
  ).toHaveCount(0)
})

test("text of twice its size is all there: every scene, on a phone and a desk, no initials cut", async () => {
  await dress({ ...plain, locale: "fr" })
  await enlarge(2)
  for (const name of await names()) {
    await open(name)
    for (const viewport of viewports.filter(({ width }) => width === 390 || width === 1440)) {
      await page.setViewportSize(viewport)
      expect.soft(await overflowing(), `${name}, ${viewport.width}`).toEqual([])
    }
  }
  await enlarge(1)
})

test("times and buttons stand over no words, whichever way page and words run", async () => {
  for (const name of ["group", "odd", "direct", "answering"]) {
    await open(name)
    for (const [width, times] of [
      [390, 1],
      [1440, 1],
      [1440, 2],
    ] as const) {
      await page.setViewportSize({ width, height: 900 })
      await enlarge(times)
      for (const direction of ["ltr", "rtl"] as const) {
        await dress({ ...plain, direction })
        expect.soft(await misplaced(page), `${name}, ${width}, ${times}, ${direction}`).toEqual([])
      }
    }
  }
  await enlarge(1)
  await dress(plain)
})

/** Light and dark, plain and strong, small and large, phone and desk: four dresses that have each pair between them. */
const dresses = [
  { ...plain, theme: "light", contrast: "auto", times: 1, width: 390 },
  { ...plain, theme: "dark", contrast: "auto", times: 2, width: 1440 },
  { ...plain, theme: "light", contrast: "more", times: 2, width: 1440 },
  { ...plain, theme: "dark", contrast: "more", times: 1, width: 390 },
] as const
const laidOver = ":is(dialog[open], :popover-open)"
const mainScenes = ["components", "list", "group"]
/** Each other one is seen in one dress, and its neighbours in the others. */
const dressesFor = (name: string, place: number) =>
  mainScenes.includes(name) ? dresses : dresses.slice(place % dresses.length, (place % dresses.length) + 1)

test("every scene is accessible as far as a machine can tell, light and dark, strong, and enlarged", async () => {
  await page.emulateMedia({ reducedMotion: "reduce" })
  for (const [place, name] of (await names()).entries()) {
    await open(name)
    for (const { times, width, ...look } of dressesFor(name, place)) {
      await page.setViewportSize({ width, height: 900 })
      await enlarge(times)
      await dress(look)
      const what = `${name}, ${look.theme}, ${look.contrast}, ${times}`
      // What lies under it is looked at by itself.
      const isCovered = (await page.locator(laidOver).count()) > 0
      expect.soft(await inaccessible(page, isCovered ? laidOver : undefined), what).toEqual([])
    }
  }
  await enlarge(1)
  await dress(plain)
})

test("where less motion is asked for, nothing moves in any scene", async () => {
  await page.emulateMedia({ reducedMotion: "no-preference" })
  await open("group")
  const moving = () =>
    page.evaluate(() =>
      document.getAnimations().map(({ effect }) => (effect as KeyframeEffect).target?.className ?? ""),
    )
  // The spinner of what arrives: what is asked below could find something.
  await expect.poll(moving).toContain("spinner")
  await page.emulateMedia({ reducedMotion: "reduce" })
  for (const name of await names()) {
    await open(name)
    expect.soft(await moving(), name).toEqual([])
  }
})

/** Whether a place of the page looks alike with and without something. */
async function looksAlike(clip: Box, change: () => Promise<unknown>): Promise<boolean> {
  const before = await page.screenshot({ clip })
  await change()
  return before.equals(await page.screenshot({ clip }))
}
type Box = NonNullable<Awaited<ReturnType<ReturnType<Page["locator"]>["boundingBox"]>>>

const boxOf = async (selector: string): Promise<Box> => {
  const box = await page.locator(selector).first().boundingBox()
  if (box === null) throw new Error(`${selector} is not in view`)
  return box
}

test("piled marks paint over no neighbour, and what passes under the day does not show beside it", async () => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await open("odd")
  await page.locator("article.message").first().scrollIntoViewIfNeeded()
  const piled = page.locator("article.message .body").nth(1)
  expect(await piled.textContent()).toMatch(/\u0310/)
  const hide = () => piled.evaluate(element => element.style.setProperty("visibility", "hidden"))
  const bubble = await boxOf("article.message:nth-of-type(2) .bubble")
  const first = await boxOf("article.message:nth-of-type(1) .bubble")
  expect(await looksAlike({ ...first, height: bubble.y - first.y }, hide)).toBe(true)

  await open("group")
  const timeline = page.locator(".timeline")
  const line = page.locator(".line").first()
  const day = await boxOf(".day")
  await timeline.evaluate((element, top) => {
    const passing = element.querySelector(".line")?.getBoundingClientRect().top ?? 0
    element.scrollTop += passing - top
  }, day.y)
  const at = await boxOf(".day button")
  expect((await line.boundingBox())?.y).toBeCloseTo(day.y, 0)
  const around = { x: at.x - 200, y: at.y, width: at.width + 400, height: at.height - 6 }
  expect(
    await looksAlike(around, () => line.evaluate(one => one.style.setProperty("visibility", "hidden"))),
  ).toBe(true)
})
