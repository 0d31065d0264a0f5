import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { phrase } from "@colombe/phrases"
import { expect, type Page, test } from "@playwright/test"
import { isAccessible, message, openFirst, say, sees, seesSent, twoPeople, writeTo } from "./browser.ts"
import { callClient, openedIn } from "./client.ts"
import { colombe, type Server, startServer } from "./server.ts"

// Ana at a desk in English and Bob on a phone in French, who have talked: what does not succeed is said, and can be mended.
let server: Server
let ana: Page
let bob: Page
let end: () => Promise<void>

test.describe.configure({ mode: "serial" })
test.beforeAll(async () => {
  server = await startServer()
  ;({ ana, bob, end } = await twoPeople(server.origin))
})
test.afterAll(async () => {
  await end()
  await server.end()
})

const told = (page: Page) => page.locator(".told[role=alert]")

async function choose(page: Page, text: string, name: string): Promise<void> {
  await message(page, text).locator(".bubble").click({ button: "right" })
  await page.locator(".menu:popover-open").getByRole("menuitem", { name, exact: true }).click()
}

test("Y17 a person's link, opened in another browser, leads to that person", async () => {
  const link = await callClient<string>(bob, "personLink")
  expect(link).toMatch(/#\/person\/[\w-]{43}\/bob@/)
  await ana.goto(link)
  await expect(ana.getByRole("dialog")).toBeVisible()
  await isAccessible(ana)
  await ana.locator("input[name=who]").press("Enter")
  await ana.locator(".composer textarea").waitFor()
  await expect(ana.locator(".conversation-title h1")).toContainText(/bob/i)
  await say(ana, "Found you by your link")
  await openFirst(bob)
  await sees(bob, "Found you by your link")
})

test("a request that cannot be accepted now is said to wait, and is accepted once it can", async () => {
  await server.kill()
  const accept = bob.getByRole("button", { name: "Accepter" })
  await accept.click()
  await expect(told(bob)).toContainText(/réseau|serveur|connexion/i)
  await isAccessible(bob)
  await expect(accept).toBeVisible()
  await server.start()
  await expect(bob.locator(".chip-offline")).toHaveCount(0)
  await accept.click()
  await expect(accept).toHaveCount(0)
  await expect(told(bob)).toHaveCount(0)
  await say(bob, "Bonjour !")
  await sees(ana, "Bonjour !")
})

test("what others write is read out while the conversation is open, and one's own words are not", async () => {
  const spoken = ana.locator(".timeline-frame > [aria-live=polite]")
  await say(bob, "Et voilà **la suite**")
  await expect(spoken).toHaveText(/Bob Martin.*Et voilà la suite/)
  await say(ana, "Mine is not news")
  await seesSent(ana, "Mine is not news")
  await expect(spoken).not.toContainText("Mine is not news")
  for (const text of ["un", "deux", "trois"])
    await callClient(bob, "sendText", openedIn(bob), `rafale ${text}`)
  await sees(ana, "rafale trois")
  await expect(spoken).toHaveText(/rafale|3 new messages/)
})

test("a browser that may not copy says so, once, and nothing is lost", async () => {
  await ana.evaluate(() => {
    Object.defineProperty(navigator.clipboard, "writeText", {
      configurable: true,
      value: async () => Promise.reject(new DOMException("denied", "NotAllowedError")),
    })
  })
  await choose(ana, "Bonjour !", "Copy text")
  await expect(told(ana)).toContainText(phrase("clipboard-denied", "en"))
  await isAccessible(ana)
  await told(ana).getByRole("button", { name: "Close" }).click()
  await expect(told(ana)).toHaveCount(0)
  // Of several: they stay selected, so that one can try again.
  await message(ana, "Bonjour !")
    .locator(".bubble")
    .click({ modifiers: ["Control"] })
  await ana.getByRole("toolbar").getByRole("button", { name: "Copy text" }).click()
  await expect(told(ana)).toContainText(phrase("clipboard-denied", "en"))
  await expect(ana.locator(".selection-bar")).toContainText("1 selected")
  await ana.keyboard.press("Escape")
  await ana.goto(`${server.origin}/#/settings/profile`)
  await told(ana).getByRole("button", { name: "Close" }).click()
  await ana
    .getByRole("main")
    .getByRole("button", { name: /Copy my link/ })
    .click()
  await expect(told(ana)).toContainText(phrase("clipboard-denied", "en"))
  await openFirst(ana)
})

test("N13 any emoji is a reaction, by mouse and by keyboard", async () => {
  const place = message(ana, "Bonjour !")
  await place.hover()
  await place.getByRole("button", { name: "React" }).click()
  await ana.getByRole("menuitem", { name: "Another emoji" }).click()
  const picker = ana.getByRole("dialog", { name: "React" })
  await picker.getByRole("searchbox").fill("octopus")
  await isAccessible(ana)
  await picker.getByRole("button", { name: "octopus" }).click()
  await expect(picker).toHaveCount(0)
  await expect(message(bob, "Bonjour !").locator(".reactions")).toContainText("🐙")
  // By keyboard: the message's own menu, and its last reaction.
  await place.focus()
  await ana.keyboard.press("Enter")
  await ana.getByRole("menuitem", { name: "Another emoji" }).focus()
  await ana.keyboard.press("Enter")
  await picker.getByRole("searchbox").fill("snail")
  await ana.keyboard.press("ArrowDown")
  await ana.keyboard.press("Enter")
  await expect(message(bob, "Bonjour !").locator(".reactions")).toHaveText(/🐌/)
  await expect(message(bob, "Bonjour !").locator(".reactions")).not.toContainText("🐙")
  await expect(place).toBeFocused()
})

test("while only the browser has no network the chip says so at once, and what was written goes out by itself", async () => {
  await ana.evaluate(() => {
    const chip = document.querySelector<HTMLElement>(".chip")
    const seen: string[] = []
    Object.assign(globalThis, { seen })
    const look = () => chip?.hidden === false && seen.push(chip.className)
    new MutationObserver(look).observe(chip as HTMLElement, { attributes: true, characterData: true })
  })
  // What a browser tells its workers when the network goes: the server is as it was, and has closed nothing.
  await ana.workers()[0]?.evaluate(() => dispatchEvent(new Event("offline")))
  await say(ana, "Without a network")
  const seen = () => ana.evaluate(() => (globalThis as unknown as { seen: string[] }).seen.join())
  await expect.poll(seen).toMatch(/chip-(offline|connecting)/)
  await ana.workers()[0]?.evaluate(() => dispatchEvent(new Event("online")))
  await seesSent(ana, "Without a network")
  await sees(bob, "Without a network")
  await expect(ana.locator(".chip")).toBeHidden()
})

test("N51 what is forwarded without its author names nobody", async () => {
  await choose(ana, "Et voilà", "Forward")
  const sheet = ana.getByRole("dialog")
  await sheet.getByRole("checkbox", { name: "Bob Martin" }).check()
  await sheet.getByRole("switch").uncheck()
  await sheet.getByRole("button", { name: /Forward to/ }).click()
  await expect(message(bob, "Et voilà")).toHaveCount(2)
  await expect(bob.locator(".forwarded")).toHaveCount(0)
})

test("Y13 a send that was refused is tried again by a press, and given up by another", async () => {
  const home = mkdtempSync(join(tmpdir(), "colombe-carol-"))
  expect((await colombe(home, ["register", "carol", "--server", server.origin])).code).toBe(0)
  await writeTo(ana, "carol")
  // More than somebody may say who was not answered yet.
  for (const text of ["one", "two", "three", "four", "five"]) await say(ana, text)
  await seesSent(ana, "five")
  await say(ana, "to keep")
  await say(ana, "to drop")
  const failed = (text: string) => message(ana, text).locator(".failed[role=alert]")
  for (const text of ["to keep", "to drop"])
    await expect(failed(text)).toContainText(phrase("first-contact-limit", "en"))
  await isAccessible(ana)
  await failed("to drop").getByRole("button", { name: "Delete" }).click()
  await expect(message(ana, "to drop")).toHaveCount(0)
  // It waits for the server like any other, which says the same once more.
  await server.kill()
  await failed("to keep").getByRole("button", { name: "Try again" }).click()
  await expect(message(ana, "to keep").locator(".mark-queued")).toBeVisible()
  await server.start()
  await expect(failed("to keep")).toContainText(phrase("first-contact-limit", "en"))
  await ana.reload()
  await expect(failed("to keep")).toBeVisible()
  expect((await colombe(home, ["send", "@ana", "Who are you?"])).code).toBe(0)
  await seesSent(ana, "to keep")
  const read = await colombe(home, ["history", "@ana"])
  expect(read.out).toContain("to keep")
  expect(read.out).not.toContain("to drop")
})
