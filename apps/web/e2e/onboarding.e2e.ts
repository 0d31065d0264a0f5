import { expect, type Page, test } from "@playwright/test"
import {
  deskEnglish,
  isAccessible,
  keepWords,
  newProfile,
  openApp,
  openBrowser,
  phoneFrench,
  signUp,
  untilReady,
} from "./browser.ts"
import { type Server, startServer } from "./server.ts"

let server: Server
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(() => server.end())

const help = (page: Page) => page.locator(".field:has(input[name=handle]) .help")

test("R10 from nothing to the first conversation by keyboard alone; the words are put off and not forgotten", async () => {
  const [ana, bob] = [
    await openBrowser(newProfile(), deskEnglish),
    await openBrowser(newProfile(), phoneFrench),
  ]
  const [page, bobPage] = [await openApp(ana, server.origin), await openApp(bob, server.origin)]
  await signUp(bobPage, "bob", "Bob Martin")

  // The first field has the focus, and says while one types whether the name can be had.
  await expect(page.locator("input[name=handle]")).toBeFocused()
  await page.keyboard.type("bob")
  await expect(help(page)).toHaveText("bob@localhost is somebody else’s. Choose another name.")
  await page.keyboard.press("ControlOrMeta+A")
  await page.keyboard.type("ana__")
  await expect(help(page)).toHaveClass(/problem/)
  await isAccessible(page)
  await page.keyboard.press("ControlOrMeta+A")
  await page.keyboard.type("ana")
  await expect(help(page)).toHaveText("ana@localhost is free.")
  await page.keyboard.press("Tab")
  await page.keyboard.type("Ana Souza")
  await page.keyboard.press("Enter")

  await expect(page.locator(".words li")).toHaveCount(24)
  const words = await page.locator(".words li").allTextContents()
  await page.locator("button[name=later]").press("Enter")
  await untilReady(page)
  await isAccessible(page)
  await page.reload()
  await untilReady(page)
  await expect(page.locator(".words li")).toHaveCount(0)

  // The list is empty and says how to begin.
  await page.getByRole("button", { name: "Write to somebody" }).press("Enter")
  await expect(page.locator("input[name=who]")).toBeFocused()
  await page.keyboard.type("bob")
  await page.keyboard.press("Enter")
  await expect(page.locator(".composer textarea")).toBeFocused()
  await page.keyboard.type("First words")
  await page.keyboard.press("Enter")
  await expect(bobPage.locator(".row-link", { hasText: "First words" })).toBeVisible()

  // What is not on paper is not taken for it.
  await page.getByRole("button", { name: "Write down your 24 words" }).press("Enter")
  await expect(page.locator(".words li")).toHaveText(words)
  await page.locator("main .primary").press("Enter")
  await expect(page.locator("input[name^=word-]").first()).toBeFocused()
  await page.keyboard.type("guess")
  await page.keyboard.press("Enter")
  await expect(page.locator(".field .problem")).toHaveCount(3)
  await isAccessible(page)
  await page.locator("button[name=again]").press("Enter")
  await keepWords(page, words)
  await untilReady(page)
  await expect(page.getByRole("button", { name: "Write down your 24 words" })).toHaveCount(0)
  await page.reload()
  await untilReady(page)
  await expect(page.getByRole("button", { name: "Write down your 24 words" })).toHaveCount(0)
  for (const context of [ana, bob]) await context.close()
})
