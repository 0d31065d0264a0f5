import { expect, type Page, test } from "@playwright/test"
import { isAccessible, message, openFirst, say, sees, twoPeople, writeTo } from "./browser.ts"
import { callClient, openedIn, sayMany } from "./client.ts"
import { type Server, startServer } from "./server.ts"

let server: Server
test.beforeAll(async () => {
  server = await startServer()
})
test.afterAll(() => server.end())

async function mention(by: Page, whom: Page, text: string): Promise<void> {
  const { account } = await callClient<{ account: string }>(whom, "me")
  const conversation = openedIn(by)
  const said = `[@Ana](colombe:account/${account}) ${text}`
  const { value } = await callClient<{ value: { id: string } }>(by, "sendText", conversation, said, {
    format: "markdown",
  })
  await callClient(by, "sent", conversation, value.id)
}

const pages = (count: number) => Array.from({ length: count }, (_, place) => `line ${place}\nand one more`)

test("N70 who is mentioned sees it in the list and in the title, is led to each, and then no more", async () => {
  const { ana, bob, end } = await twoPeople(server.origin)
  await writeTo(ana, "bob")
  await say(ana, "Hello")
  await openFirst(bob)
  await sees(bob, "Hello")
  await say(bob, "Bonjour")
  await sees(ana, "Bonjour")
  await ana.goto(`${server.origin}/#/`)
  await sayMany(bob, openedIn(bob), pages(12))
  await mention(bob, ana, "first")
  await sayMany(bob, openedIn(bob), pages(12))
  await mention(bob, ana, "second")
  await sayMany(bob, openedIn(bob), pages(12))

  const row = ana.locator(".rows .row-link", { hasText: "Bob Martin" })
  await expect(row.locator(".badge-mention")).toBeVisible()
  await expect(row.locator(".row-title")).toHaveText("Bob Martin, 38 unread, 2 mention you, ")
  await expect(ana).toHaveTitle("(@ 38) Colombe")
  await isAccessible(ana)
  // Muted, it is as quiet as all of it, and stands in the list.
  const conversation = openedIn(bob)
  const marks = { pinned: 0, archived: false }
  await callClient(ana, "setChatMarks", conversation, { ...marks, mutedUntil: Number.MAX_SAFE_INTEGER })
  await expect(ana).toHaveTitle("Colombe")
  await expect(row.locator(".badge-mention")).toBeVisible()
  await callClient(ana, "setChatMarks", conversation, { ...marks, mutedUntil: 0 })

  await row.click()
  const next = ana.locator(".next-mention")
  await expect(next).toHaveAccessibleName("To the next of 2 messages that mention you")
  await isAccessible(ana)
  await next.click()
  await expect(message(ana, "@Ana first")).toBeFocused()
  await expect(next).toHaveAccessibleName("To the message that mentions you")
  await next.focus()
  await ana.keyboard.press("Enter")
  await expect(message(ana, "@Ana second")).toBeFocused()
  await expect(next).toHaveCount(0)
  await expect(row.locator(".badge-mention")).toHaveCount(0)
  await end()
})
