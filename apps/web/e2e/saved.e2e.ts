import { expect, type Page, test } from "@playwright/test"
import { isAccessible, message, openFirst, say, sees, seesSent, twoPeople, writeTo } from "./browser.ts"
import { type Server, startServer } from "./server.ts"

let server: Server
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(() => server.end())

async function choose(page: Page, words: string, name: string): Promise<void> {
  const menu = page.locator(".menu:popover-open")
  // What comes while a menu is asked for may move what was pressed: whoever sees no menu presses again.
  await expect(async () => {
    await message(page, words).locator(".bubble").click({ button: "right" })
    await expect(menu).toBeVisible({ timeout: 2000 })
  }).toPass()
  await menu.getByRole("menuitem", { name, exact: true }).click()
}

const savedRow = (page: Page, title: string) => page.locator(".rows .row-link", { hasText: title })

test("V21 one writes to oneself, keeps what others say under their name, and answers, edits and deletes it", async () => {
  const { ana, bob, end } = await twoPeople(server.origin)
  await ana.goto(`${server.origin}/#/new`)
  await ana.getByRole("button", { name: "Write something for yourself" }).click()
  await expect(ana.locator(".conversation-title h1")).toHaveText("Saved messages")
  await expect(ana.locator(".conversation-title")).toContainText("Only you, on your devices")
  await expect(ana.locator(".beginning")).toContainText("nobody else can read it")
  await isAccessible(ana)
  await say(ana, "buy stamps")
  await seesSent(ana, "buy stamps")
  await expect(savedRow(ana, "Saved messages")).toContainText("buy stamps")
  await choose(ana, "buy stamps", "Reply")
  await say(ana, "ten of them")
  await seesSent(ana, "ten of them")
  await expect(message(ana, "ten of them").locator(".reply")).toContainText("buy stamps")

  await writeTo(ana, "bob")
  await say(ana, "What is the door code?")
  await openFirst(bob)
  await sees(bob, "door code")
  await say(bob, "4471")
  await sees(ana, "4471")
  await choose(ana, "4471", "Save")
  await expect(ana.locator(".told[role=status]")).toHaveText("Saved for yourself")
  await expect(ana.locator(".told")).toHaveCount(0)
  await savedRow(ana, "Saved messages").click()
  await expect(message(ana, "4471").locator(".forwarded")).toContainText("Bob Martin")
  await seesSent(ana, "4471")

  // Pinned, it stays above what is newer.
  await savedRow(ana, "Saved messages").click({ button: "right" })
  await expect(ana.locator(".menu:popover-open")).not.toContainText("Mute")
  await ana.locator(".menu:popover-open").getByRole("menuitem", { name: "Pin", exact: true }).click()
  await say(bob, "and ring twice")
  await expect(ana.locator(".rows .row-link", { hasText: "ring twice" })).toBeVisible()
  await expect(ana.locator(".rows .row-title").first()).toContainText("Saved messages")

  await choose(ana, "ten of them", "Delete")
  await expect(ana.locator("dialog[open]")).toContainText("from all your devices")
  await ana.locator("dialog[open] .primary").click()
  await expect(message(ana, "ten of them")).toHaveCount(0)
  await ana.reload()
  await sees(ana, "4471")
  await expect(message(ana, "ten of them")).toHaveCount(0)

  // By what it says it is found, and forwarding begins with oneself, before anything is there.
  await choose(bob, "4471", "Transférer")
  await expect(bob.locator(".forward-row").first()).toContainText("Messages enregistrés")
  await bob.locator(".forward-row").first().click()
  await bob.locator("dialog[open] button[type=submit]").click()
  await bob.locator("a.back").click()
  await savedRow(bob, "Messages enregistrés").click()
  await seesSent(bob, "4471")
  await isAccessible(bob)
  await end()
})
