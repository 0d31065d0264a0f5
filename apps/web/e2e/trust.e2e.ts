import { expect, type Page, test } from "@playwright/test"
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
  twoPeople,
  writeTo,
} from "./browser.ts"
import { colombe, type Server, startServer } from "./server.ts"

let server: Server
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(() => server.end())

const headLine = (page: Page) => page.locator(".conversation-title p")

test("I15 two people compare their numbers, say so, and take it back", async () => {
  const { ana: page, bob: other, end } = await twoPeople(server.origin, phoneFrench, deskEnglish)
  await writeTo(page, "bob")
  await say(page, "Bonjour")
  await seesSent(page, "Bonjour")
  await openFirst(other)
  await say(other, "Hello")
  await sees(page, "Hello")

  await page.getByRole("button", { name: "Qui peut lire" }).click()
  await other.getByRole("button", { name: "Who can read this" }).click()
  const groups = (one: Page) => one.locator(".safety li").allTextContents()
  await expect(page.locator(".safety li")).toHaveCount(12)
  await expect(other.locator(".safety li")).toHaveCount(12)
  expect(await groups(page)).toEqual(await groups(other))
  await page.locator("button[name=verify]").click()
  await expect(page.locator(".verified")).toHaveText("Vous avez comparé ce numéro avec Bob Martin.")
  await isAccessible(page)
  await page.keyboard.press("Escape")
  await expect(headLine(page)).toHaveText("Lisible par vous deux seulement ; numéros comparés")
  await expect(headLine(other)).toHaveText("Only the two of you can read this")
  await page.reload()
  await expect(headLine(page)).toHaveText("Lisible par vous deux seulement ; numéros comparés")
  await page.getByRole("button", { name: "Qui peut lire" }).click()
  await page.locator("button[name=verify]").click()
  await expect(page.locator(".verified")).toHaveCount(0)
  await page.keyboard.press("Escape")
  await expect(headLine(page)).toHaveText("Lisible par vous deux seulement")
  await end()
})

test("K4 what one person alone answers for says so, until somebody else has spoken", async () => {
  const [ana, bob] = [newProfile(), newProfile()]
  const run = async (home: string, ...args: readonly string[]) => {
    const ran = await colombe(home, args)
    expect(ran, args.join(" ")).toMatchObject({ code: 0 })
  }
  await run(ana, "register", "ana", "--server", server.origin)
  await run(bob, "register", "bob", "--server", server.origin)
  await run(ana, "send", "@bob", "hello")
  await run(bob, "send", "@ana", "hello yourself")
  const eve = await openBrowser(newProfile(), deskEnglish)
  const page = await openApp(eve, server.origin)
  await signUp(page, "eve", "Eve")
  // Bob is acquainted and comes in at once; Eve is a stranger, who reads with the key that Ana mails.
  await run(ana, "group", "create", "Garden", "@bob", "@eve")
  await run(ana, "send", "Garden", "welcome, says Ana")
  // Alone with one person there is nobody who could make anything up.
  await run(bob, "send", "@eve", "just us two")
  await page.locator(".rows .row-link", { hasText: "just us two" }).click()
  await sees(page, "just us two")
  const mark = page.locator(".vouched")
  await expect(mark).toHaveCount(0)
  await page.locator(".rows .row-link", { hasText: "welcome, says Ana" }).click()
  await sees(page, "welcome, says Ana")
  await expect(mark).toHaveCount(1)
  await mark.locator("summary").click()
  await expect(mark.locator("p")).toContainText("nobody else has spoken with that key yet")
  await isAccessible(page)
  await run(bob, "send", "Garden", "welcome, says Bob")
  await sees(page, "welcome, says Bob")
  await expect(mark).toHaveCount(0)
  await eve.close()
})
