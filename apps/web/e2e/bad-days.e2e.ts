import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { phrase } from "@colombe/phrases"
import { expect, type Page, test } from "@playwright/test"
import {
  deskEnglish,
  isAccessible,
  keepWords,
  newProfile,
  openApp,
  openBrowser,
  openWholeBrowser,
  phoneFrench,
  say,
  sees,
  seesSent,
  signUp,
  untilReady,
  writeTo,
} from "./browser.ts"
import { type Server, startServer } from "./server.ts"

let server: Server
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(() => server.end())

/** The browser's own switch "block all cookies", which takes every kind of storage away from pages. */
function blockStorage(profile: string): void {
  const blocked = { profile: { default_content_setting_values: { cookies: 2 } } }
  mkdirSync(join(profile, "Default"), { recursive: true })
  writeFileSync(join(profile, "Default/Preferences"), JSON.stringify(blocked))
}

for (const [look, language] of [
  [phoneFrench, "fr"],
  [deskEnglish, "en"],
] as const)
  test(`a browser that blocks storage is told so, in ${language}`, async () => {
    const profile = newProfile()
    blockStorage(profile)
    const browser = await openWholeBrowser(profile, look)
    const page = await openApp(browser, server.origin)
    await expect(page.getByRole("alert")).toHaveText(phrase("storage-blocked", language))
    await isAccessible(page)
    await browser.close()
  })

test("R10 a browser that dies on the words shows them again, until they are said to be kept", async () => {
  const browser = await openBrowser(newProfile(), deskEnglish)
  const page = await openApp(browser, server.origin)
  await page.locator("input[name=handle]").fill("ana")
  await page.locator("form button[type=submit]").click()
  const words = page.locator(".words li")
  await expect(words).toHaveCount(24)
  const shown = await words.allTextContents()
  await page.reload()
  await expect(words).toHaveText(shown)
  await keepWords(page, shown)
  await untilReady(page)
  await page.reload()
  await untilReady(page)
  await expect(words).toHaveCount(0)
  await browser.close()
})

test("offline at the first visit, nothing is made and nothing typed is lost; online it goes on", async () => {
  const browser = await openBrowser(newProfile(), phoneFrench)
  const page = await openApp(browser, server.origin)
  await page.locator("input[name=handle]").fill("ana")
  await page.locator("input[name=display-name]").fill("Ana Souza")
  await server.kill()
  await page.locator("form button[type=submit]").click()
  await expect(page.locator(".problem")).toHaveText(phrase("server-unreachable", "fr"))
  await expect(page.locator("input[name=handle]")).toHaveValue("ana")
  await isAccessible(page)
  await server.start()
  await page.locator("form button[type=submit]").click()
  await expect(page.locator(".words li")).toHaveCount(24)
  await browser.close()
})

/** Milliseconds after the press at which the server dies: before, within and after the commit. */
const moments = [0, 40, 160]

test("Y87 a server killed while a group is made: it is there once, with what was written in it, and no one is shut out", async () => {
  const [ana, bob] = [
    await openBrowser(newProfile(), deskEnglish),
    await openBrowser(newProfile(), phoneFrench),
  ]
  const [anaPage, bobPage] = [await openApp(ana, server.origin), await openApp(bob, server.origin)]
  await signUp(anaPage, "ana", "Ana")
  await signUp(bobPage, "bob", "Bob")
  await writeTo(anaPage, "bob")
  await say(anaPage, "hello")
  await seesSent(anaPage, "hello")
  await openChat(bobPage, "Ana")
  await say(bobPage, "bonjour")
  await sees(anaPage, "bonjour")
  for (const moment of moments) {
    const title = `Group ${moment}`
    await startGroup(anaPage, server.origin, title)
    await Promise.all([
      anaPage.locator("dialog form button[type=submit]").click(),
      new Promise(done => setTimeout(done, moment)).then(() => server.kill()),
    ])
    await server.start()
    // There, made or not. Who "bob" is was asked before anything was kept: there, pressing again is right.
    const shown = anaPage.locator(".conversation-title h1", { hasText: title })
    const failed = anaPage.locator("dialog .problem")
    await expect(shown.or(failed).first()).toBeVisible()
    if (await failed.isVisible()) {
      await expect(anaPage.locator(".chip-offline")).toHaveCount(0)
      await anaPage.locator("dialog form button[type=submit]").click()
      await expect(shown).toBeVisible()
    }
    await say(anaPage, `first of ${moment}`)
    await seesSent(anaPage, `first of ${moment}`)
    await bobPage.goto(`${server.origin}/#/`)
    await expect(bobPage.locator(".rows .row-link", { hasText: `first of ${moment}` })).toBeVisible()
    await openChat(bobPage, `first of ${moment}`)
    await sees(bobPage, `first of ${moment}`)
    await say(bobPage, `answer to ${moment}`)
    await sees(anaPage, `answer to ${moment}`)
  }
  for (const page of [anaPage, bobPage]) {
    await page.reload()
    await untilReady(page)
    await expect(page.locator(".rows .row-link")).toHaveCount(moments.length + 1)
    for (const moment of moments)
      await expect(page.locator(".rows .row-link", { hasText: `answer to ${moment}` })).toHaveCount(1)
  }
  await ana.close()
  await bob.close()
})

const openChat = (page: Page, text: string) => page.locator(".rows .row-link", { hasText: text }).click()

async function startGroup(page: Page, origin: string, title: string): Promise<void> {
  await page.goto(`${origin}/#/new`)
  await page.getByRole("button", { name: "Group" }).click()
  await page.locator("input[name=title]").fill(title)
  await page.locator("input[name=members]").fill("bob")
}
