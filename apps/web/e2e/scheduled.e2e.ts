import { expect, type Page, test } from "@playwright/test"
import { isAccessible, message, openFirst, say, sees, twoPeople, writeTo } from "./browser.ts"
import { callClient, openedIn } from "./client.ts"
import { type Server, startServer } from "./server.ts"

let server: Server
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(() => server.end())

const dialog = (page: Page) => page.locator("dialog[open]")
const bar = (page: Page) => page.locator(".scheduled-bar")

/** Writes, and asks how to send it. */
async function sendLater(page: Page, words: string, name: string): Promise<void> {
  await page.locator(".composer textarea").fill(words)
  const menu = page.locator(".menu:popover-open")
  await expect(async () => {
    await page.locator(".composer .send").click({ button: "right" })
    await expect(menu).toBeVisible({ timeout: 2000 })
  }).toPass()
  await menu.getByRole("menuitem", { name, exact: true }).click()
}

test("V23 V24 a message waits for its time: it is listed, edited, sent at once or taken away, and goes out by itself", async () => {
  const { ana, bob, end } = await twoPeople(server.origin)
  await writeTo(ana, "bob")
  await say(ana, "Hello Bob")
  await openFirst(bob)
  await say(bob, "Bonjour Ana")
  await sees(ana, "Bonjour Ana")

  await sendLater(ana, "Happy birthday", "Send later")
  await expect(dialog(ana)).toContainText("whichever of them is connected then sends it, once")
  await isAccessible(ana)
  await dialog(ana).getByRole("button", { name: "Tomorrow morning" }).click()
  await dialog(ana).getByRole("button", { name: "Keep until then" }).click()
  await expect(bar(ana)).toHaveText("One message waits for its time")
  await expect(ana.locator(".composer textarea")).toHaveValue("")
  await expect(message(ana, "Happy birthday")).toHaveCount(0)
  await ana.reload()
  await expect(bar(ana)).toHaveText("One message waits for its time")

  await bar(ana).click()
  await dialog(ana).locator("button", { hasText: "Edit" }).click()
  await dialog(ana).locator("textarea").fill("Happy birthday, Bob")
  await dialog(ana).locator("button", { hasText: "Save" }).click()
  await expect(dialog(ana).locator(".scheduled-said")).toHaveText("Happy birthday, Bob")
  await isAccessible(ana)
  await dialog(ana).locator("button", { hasText: "Send now" }).click()
  await expect(dialog(ana)).toHaveCount(0)
  await sees(bob, "Happy birthday, Bob")
  await expect(bar(ana)).toHaveCount(0)

  await sendLater(bob, "Jamais", "Envoyer plus tard")
  await dialog(bob).getByRole("button", { name: "Garder jusque-là" }).click()
  await bar(bob).click()
  await isAccessible(bob)
  await dialog(bob).locator("button", { hasText: "Supprimer" }).click()
  await expect(bar(bob)).toHaveCount(0)

  const soon = Date.now() + 3000
  await callClient(bob, "schedule", openedIn(bob), "À l’heure", soon)
  await expect(bar(bob)).toBeVisible()
  await sees(ana, "À l’heure")
  await expect(message(bob, "À l’heure")).toHaveCount(1)
  await expect(bar(bob)).toHaveCount(0)
  await end()
})
