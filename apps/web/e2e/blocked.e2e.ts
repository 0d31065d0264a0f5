import { type BrowserContext, expect, type Page, test } from "@playwright/test"
import {
  deskEnglish,
  isAccessible,
  newProfile,
  openApp,
  openBrowser,
  openFirst,
  phoneFrench,
  say,
  sees,
  seesSent,
  signUp,
  writeTo,
} from "./browser.ts"
import { type Server, startServer } from "./server.ts"

// Three people: what each journey leaves behind, the next one finds.
let server: Server
let browsers: BrowserContext[]
let ana: Page
let bob: Page
let mal: Page

test.describe.configure({ mode: "serial" })

test.beforeAll(async () => {
  server = await startServer()
  browsers = [
    await openBrowser(newProfile(), phoneFrench),
    await openBrowser(newProfile(), deskEnglish),
    await openBrowser(newProfile(), { ...deskEnglish, colorScheme: "light" }),
  ]
  const pages = await Promise.all(browsers.map(browser => openApp(browser, server.origin)))
  ;[ana, bob, mal] = pages as [Page, Page, Page]
  await signUp(ana, "ana", "Ana Souza")
  await signUp(bob, "bob", "Bob Martin")
  await signUp(mal, "mal", "Mal Morel")
})
test.afterAll(async () => {
  for (const browser of browsers) await browser.close()
  await server.end()
})

test("Y226 Y225 of a request one sees what is known of who asks, and blocks them without a word", async () => {
  await writeTo(mal, "ana")
  await say(mal, "Do you have a moment?")
  await openFirst(ana)
  await sees(ana, "Do you have a moment?")
  await expect(ana.locator(".request .about-person")).toContainText("Vous n’avez aucun groupe en commun.")
  await isAccessible(ana)
  await ana.locator(".request [name=block]").click()
  await expect(ana.locator(".rows .row-link")).toHaveCount(0)
  await say(mal, "Hello?")
  await seesSent(mal, "Hello?")
  await writeTo(bob, "ana")
  await say(bob, "Lunch at noon")
  await expect(ana.locator(".rows .row-link")).toHaveCount(1)
  await expect(ana.locator(".rows .row-link")).toContainText("Bob Martin")
})

test("Y225 blocked people stand in the settings, and what was hidden is there once that is lifted", async () => {
  await ana.goto(`${server.origin}/#/settings/privacy`)
  const list = ana.locator(".blocked-people")
  await expect(list).toContainText("mal@localhost")
  await isAccessible(ana)
  await list.locator("[name=unblock]").click()
  await expect(list).toContainText("Vous n’avez bloqué personne.")
  await ana.goto(`${server.origin}/#/`)
  await ana.locator(".rows .row-link", { hasText: "Mal" }).click()
  await sees(ana, "Hello?")
})

test("Y225 in a direct and in a group nothing is shown of somebody blocked, and nothing can be said to them", async () => {
  await say(ana, "Oui ?")
  await sees(mal, "Oui ?")
  await ana.locator(".conversation-head .who").click()
  await ana.locator("dialog [name=block]").click()
  await ana.locator("dialog .dialog-head button").click()
  await expect(ana.locator(".foot-note")).toContainText("Vous avez bloqué Mal Morel")
  await expect(ana.locator(".composer textarea")).toHaveCount(0)
  await say(mal, "Never seen")
  await seesSent(mal, "Never seen")
  await expect(ana.getByText("Les messages d’une personne que vous avez bloquée")).toHaveCount(1)
  await expect(ana.getByText("Never seen")).toHaveCount(0)
  await ana.locator(".foot-note [name=unblock]").click()
  await sees(ana, "Never seen")
})
