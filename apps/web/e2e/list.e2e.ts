import { expect, type Page, test } from "@playwright/test"
import {
  deskEnglish,
  isAccessible,
  newProfile,
  openApp,
  openBrowser,
  phoneFrench,
  say,
  seesSent,
  signUp,
  untilReady,
  writeTo,
} from "./browser.ts"
import { callClient } from "./client.ts"
import { type Server, startServer } from "./server.ts"

let server: Server
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(() => server.end())

const row = (page: Page, title: string) => page.locator(".rows .row-link", { hasText: title })
const titles = (page: Page) => page.locator(".rows .row-title bdi")
const choose = (page: Page, name: string) => page.locator(".menu:popover-open").getByText(name).click()

async function makeGroup(page: Page, title: string): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/#/new`)
  await page.locator(".segments button").nth(1).click()
  await page.locator("input[name=title]").fill(title)
  await page.locator("dialog button[type=submit]").click()
  await page.locator(".composer textarea").waitFor()
}

test("conversations are pinned, muted, marked, filed and archived, by mouse and by keyboard", async () => {
  const browser = await openBrowser(newProfile(), deskEnglish)
  const page = await openApp(browser, server.origin)
  await signUp(page, "ana", "Ana")
  for (const title of ["Alps", "Brittany", "Corsica"]) {
    await makeGroup(page, title)
    await say(page, `off to ${title}`)
    await seesSent(page, `off to ${title}`)
  }
  await page.goto(`${server.origin}/#/`)
  await expect(titles(page)).toHaveText(["Corsica", "Brittany", "Alps"])

  await row(page, "Alps").click({ button: "right" })
  await isAccessible(page)
  await choose(page, "Pin")
  await expect(titles(page)).toHaveText(["Alps", "Corsica", "Brittany"])

  // One tab stop; End, the menu key, and the focus where it was.
  await row(page, "Alps").focus()
  await page.keyboard.press("End")
  await expect(row(page, "Brittany")).toBeFocused()
  await page.keyboard.press("Home")
  await expect(row(page, "Alps")).toBeFocused()
  await page.keyboard.press("ArrowDown")
  await expect(row(page, "Corsica")).toBeFocused()
  await page.keyboard.press("Shift+F10")
  await choose(page, "Mute")
  await choose(page, "Always")
  await expect(row(page, "Corsica")).toHaveClass(/muted/)
  await expect(row(page, "Corsica")).toBeFocused()
  await page.keyboard.press("Shift+F10")
  await choose(page, "Mark as unread")
  await expect(row(page, "Corsica").locator(".row-title")).toHaveText("Corsica, marked unread, muted, ")
  // What is muted does not call.
  await expect(page).toHaveTitle("Colombe")

  await row(page, "Brittany").click({ button: "right" })
  await choose(page, "Folders")
  await choose(page, "New folder")
  await page.locator("input[name=folder-title]").fill("Sea")
  await isAccessible(page)
  await page.locator("dialog button[type=submit]").click()
  await expect(page.getByRole("tab", { name: "Sea" })).toHaveAttribute("aria-selected", "true")
  await expect(titles(page)).toHaveText(["Brittany"])
  await page.getByRole("tab", { name: "Sea" }).focus()
  await page.keyboard.press("Home")
  await expect(titles(page)).toHaveText(["Alps", "Corsica", "Brittany"])

  await row(page, "Brittany").click({ button: "right" })
  await choose(page, "Archive")
  await expect(titles(page)).toHaveText(["Alps", "Corsica"])
  await page.reload()
  await untilReady(page)
  await expect(titles(page)).toHaveText(["Alps", "Corsica"])
  await isAccessible(page)
  await page.locator("button[name=archive]").click()
  await expect(titles(page)).toHaveText(["Brittany"])
  await row(page, "Brittany").click({ button: "right" })
  await choose(page, "Take out of the archive")
  await expect(page.getByText("The archive is empty")).toBeVisible()
  await browser.close()
})

test("what is chosen in the settings holds after a reload, in French on a phone", async () => {
  const browser = await openBrowser(newProfile(), phoneFrench)
  const page = await openApp(browser, server.origin)
  await signUp(page, "ana", "Ana Souza")
  await page.getByRole("link", { name: "Réglages" }).click()
  await isAccessible(page)
  for (const name of [
    "Profil",
    "Confidentialité",
    "Apparence",
    "Langue",
    "Mes appareils",
    "Stockage",
    "À propos",
  ]) {
    await page.getByRole("link", { name, exact: true }).click()
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible()
    await isAccessible(page)
    await page.getByRole("link", { name: "Retour aux réglages" }).click()
  }
  await page.goto(`${server.origin}/#/settings/appearance`)
  await page.getByRole("radio", { name: "Sombre", exact: true }).check()
  await page.getByRole("radio", { name: "Énorme", exact: true }).check()
  await page.getByRole("radio", { name: "Renforcé", exact: true }).check()
  await isAccessible(page)
  await page.goto(`${server.origin}/#/settings/language`)
  await page.getByRole("radio", { name: "English" }).check()
  const inEnglish = page.getByRole("heading", { level: 1, name: "Language" })
  await expect(inEnglish).toBeVisible()
  await page.reload()
  await untilReady(page)
  await expect(inEnglish).toBeVisible()
  await page.getByRole("radio", { name: "Français" }).check()
  await page.goto(`${server.origin}/#/settings/privacy`)
  await page.getByRole("switch", { name: "Montrer que j’écris" }).uncheck()
  // A page that is loaded anew takes its worker with it, whatever that was about to write.
  await expect.poll(() => callClient(page, "setting", "typing")).toBe("off")
  await page.reload()
  await untilReady(page)
  await expect(page.getByRole("switch", { name: "Montrer que j’écris" })).not.toBeChecked()
  await expect(page.getByRole("switch", { name: "Montrer que j’ai lu" })).toBeChecked()
  await page.locator("input[name=requests][value=known]").check()
  await expect.poll(() => callClient(page, "setting", "requests")).toBe("known")
  await isAccessible(page)
  const root = page.locator("html")
  await expect(root).toHaveAttribute("data-theme", "dark")
  await expect(root).toHaveAttribute("data-size", "huge")
  await expect(root).toHaveAttribute("data-contrast", "more")
  await page.goto(`${server.origin}/#/settings/profile`)
  await page.locator("input[name=display-name]").fill("Ana S.")
  await page.locator("form button[type=submit]").click()
  await expect(page.locator(".profile bdi")).toHaveText("Ana S.")
  await isAccessible(page)
  await browser.close()
})

test("what is new stands in the title and right after the name", async () => {
  const [ana, bob] = [
    await openBrowser(newProfile(), deskEnglish),
    await openBrowser(newProfile(), phoneFrench),
  ]
  const [anaPage, bobPage] = [await openApp(ana, server.origin), await openApp(bob, server.origin)]
  await signUp(anaPage, "ana", "Ana")
  await signUp(bobPage, "bob", "Bob")
  await writeTo(anaPage, "bob")
  await say(anaPage, "hello")
  await expect(row(bobPage, "Ana")).toBeVisible()
  await expect(bobPage).toHaveTitle("(1) Colombe")
  await expect(row(bobPage, "Ana").locator(".row-title")).toHaveText("Ana, 1 non lu, ")
  await isAccessible(bobPage)
  for (const context of [ana, bob]) await context.close()
})
