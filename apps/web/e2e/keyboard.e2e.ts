import { type BrowserContext, expect, type Locator, type Page, test } from "@playwright/test"
import {
  deskEnglish,
  isAccessible,
  message,
  newProfile,
  openApp,
  openBrowser,
  openFirst,
  phoneFrench,
  say,
  sees,
  seesSent,
  signUp,
  untilReady,
} from "./browser.ts"
import { type Server, startServer } from "./server.ts"

let server: Server
let browsers: readonly BrowserContext[] = []
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(async () => {
  for (const browser of browsers) await browser.close()
  await server.end()
})

/** Presses of the tab key after which something counts as out of reach. */
const tabsMax = 40

async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  for (let tabs = 0; tabs < tabsMax; tabs++) {
    if (await target.evaluate(element => element === document.activeElement)) return
    await page.keyboard.press("Tab")
  }
  throw new Error("out of the keyboard's reach")
}

const palette = (page: Page) => page.getByRole("dialog", { name: "Go to, find, do" })

/** Opens the palette, waits for the first line to be the one that is meant, and takes it. */
async function command(page: Page, typed: string, line: string): Promise<void> {
  await page.keyboard.press("Control+K")
  await expect(palette(page).getByRole("combobox")).toBeFocused()
  await page.keyboard.type(typed)
  await expect(palette(page).getByRole("option", { selected: true })).toContainText(line)
  await page.keyboard.press("Enter")
  await expect(palette(page)).toHaveCount(0)
}

test("a whole day without a mouse: sign up, find somebody, write, answer, react, search, settings", async () => {
  browsers = [await openBrowser(newProfile(), deskEnglish), await openBrowser(newProfile(), phoneFrench)]
  const [ana, bob] = await Promise.all(browsers.map(browser => openApp(browser, server.origin)))
  if (ana === undefined || bob === undefined) throw new Error("no pages")
  await signUp(bob, "bob", "Bob Martin")

  await tabTo(ana, ana.locator("input[name=handle]"))
  await ana.keyboard.type("ana")
  await tabTo(ana, ana.locator("input[name=display-name]"))
  await ana.keyboard.type("Ana Souza")
  await ana.keyboard.press("Enter")
  await expect(ana.locator(".words li")).toHaveCount(24)
  const words = await ana.locator(".words li").allTextContents()
  await tabTo(ana, ana.locator("main .primary"))
  await ana.keyboard.press("Enter")
  for (const field of await ana.locator("input[name^=word-]").all()) {
    const place = Number((await field.getAttribute("name"))?.slice("word-".length))
    await tabTo(ana, field)
    await ana.keyboard.type(words[place - 1] ?? "")
  }
  await ana.keyboard.press("Enter")
  await untilReady(ana)

  await command(ana, "new conv", "New conversation")
  await tabTo(ana, ana.locator("input[name=who]"))
  await ana.keyboard.type("bob")
  await ana.keyboard.press("Enter")
  const composer = ana.locator(".composer textarea")
  await expect(composer).toBeFocused()
  await ana.keyboard.type("Shall we meet at noon?")
  await ana.keyboard.press("Enter")
  await seesSent(ana, "Shall we meet at noon?")
  await openFirst(bob)
  await sees(bob, "Shall we meet at noon?")
  await say(bob, "Volontiers, devant la gare.")
  await sees(ana, "Volontiers")

  // From region to region: what is written, the list, the messages.
  await ana.keyboard.press("Shift+F6")
  await expect(ana.locator(".timeline")).toBeFocused()
  await ana.keyboard.press("Shift+F6")
  await expect(ana.locator(".row-link")).toBeFocused()
  await ana.keyboard.press("F6")
  await expect(ana.locator(".timeline")).toBeFocused()
  await ana.keyboard.press("End")
  await expect(message(ana, "Volontiers")).toBeFocused()
  await ana.keyboard.press("Enter")
  await expect(ana.locator(".menu:popover-open")).toBeVisible()
  await ana.keyboard.press("Enter")
  await expect(message(bob, "Volontiers").locator(".reactions button")).toHaveCount(1)
  await expect(message(ana, "Volontiers")).toBeFocused()
  await ana.keyboard.press("Enter")
  await tabTo(ana, ana.locator(".menu:popover-open").getByRole("menuitem", { name: "Reply" }))
  await ana.keyboard.press("Enter")
  await expect(composer).toBeFocused()
  await ana.keyboard.type("Under the clock, then")
  await ana.keyboard.press("Enter")
  await expect(message(bob, "Under the clock").locator(".reply")).toContainText("Volontiers")

  await ana.keyboard.press("Control+F")
  await expect(ana.getByRole("textbox", { name: "Search in this conversation" })).toBeFocused()
  await ana.keyboard.type("gare")
  await expect(ana.locator(".search-place")).toHaveText("1 of 1")
  await ana.keyboard.press("Escape")
  await expect(composer).toBeFocused()
  // Layer by layer: out of the conversation, to its row.
  await ana.keyboard.press("Escape")
  await expect(ana.locator(".composer")).toHaveCount(0)
  await expect(ana.locator(".row-link")).toBeFocused()

  await ana.keyboard.press("?")
  const sheet = ana.getByRole("dialog", { name: "Keyboard shortcuts" })
  await expect(sheet).toBeVisible()
  await isAccessible(ana)
  await ana.keyboard.press("Escape")
  await expect(sheet).toHaveCount(0)
  await expect(ana.locator(".row-link")).toBeFocused()

  await ana.keyboard.press("Control+K")
  await isAccessible(ana)
  await expect(palette(ana).getByRole("combobox")).toBeFocused()
  await ana.keyboard.type("clock")
  await expect(palette(ana).getByRole("option", { selected: true })).toContainText("Under the clock")
  await ana.keyboard.press("Enter")
  await expect(message(ana, "Under the clock")).toBeInViewport()
  await command(ana, "privacy", "Settings: Privacy")
  await expect(ana.getByRole("heading", { level: 1, name: "Privacy" })).toBeVisible()
  await tabTo(ana, ana.getByRole("switch").first())
  await ana.keyboard.press("Space")
  await expect(ana.getByRole("switch").first()).not.toBeChecked()
  await command(ana, "dark app", "Dark appearance")
  await expect(ana.locator("html")).toHaveAttribute("data-theme", "dark")
  await ana.keyboard.press("Alt+ArrowDown")
  await expect(ana.locator(".conversation-title h1")).toHaveText("Bob Martin")
})
