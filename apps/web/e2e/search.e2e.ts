import { expect, test } from "@playwright/test"
import { isAccessible, message, openFirst, say, sees, twoPeople, writeTo } from "./browser.ts"
import { openedIn, sayMany } from "./client.ts"
import { type Server, startServer } from "./server.ts"

let server: Server
let endPeople = async (): Promise<void> => {}
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(async () => {
  await endPeople()
  await server.end()
})

test("one finds people, messages and their words as one types, in everything and in one chat (complaint: no encrypted search)", async () => {
  const { ana, bob, end } = await twoPeople(server.origin)
  endPeople = end
  await writeTo(ana, "bob")
  await say(ana, "The Café opens at noon")
  await openFirst(bob)
  await sees(bob, "opens at noon")
  const conversation = openedIn(ana)
  await sayMany(
    bob,
    conversation,
    Array.from({ length: 60 }, (_, index) => `Ligne ${index} de bavardage`),
  )
  await sayMany(bob, conversation, ["Le café est fermé ; voici 東京駅", "<mark>cafe</mark> & <b>rien</b>"])
  await expect(message(ana, "東京駅")).toBeVisible()

  const field = ana.getByRole("combobox", { name: "Search" })
  await field.fill("caf")
  const options = ana.getByRole("option")
  await expect(options).toHaveCount(3)
  await expect(options.first().locator("mark")).toHaveText("cafe")
  await expect(options.first()).toContainText("<mark>cafe</mark> & <b>rien</b>")
  await isAccessible(ana)
  await field.fill("martin")
  await expect(ana.getByRole("group", { name: "People" }).getByRole("option")).toContainText("bob@localhost")
  await field.fill("東京")
  await expect(options).toHaveCount(1)
  await field.fill("zebra")
  await expect(ana.getByText("Nothing found for “zebra”")).toBeVisible()
  await isAccessible(ana)
  await field.fill("noon")
  await expect(options).toHaveCount(1)
  await field.press("Enter")
  await expect(message(ana, "opens at noon")).toBeInViewport()
  await field.press("Escape")
  await expect(field).toHaveValue("")
  await expect(ana.locator(".row-link")).toHaveCount(1)

  await bob.getByRole("button", { name: "Rechercher dans cette conversation" }).click()
  const here = bob.getByRole("textbox", { name: "Rechercher dans cette conversation" })
  await expect(here).toBeFocused()
  await here.fill("cafe")
  await expect(bob.locator(".search-place")).toHaveText("1 sur 3")
  await isAccessible(bob)
  await here.press("Enter")
  await expect(bob.locator(".search-place")).toHaveText("2 sur 3")
  await expect(message(bob, "東京駅")).toBeInViewport()
  await bob.getByRole("button", { name: "Résultat précédent" }).click()
  await expect(message(bob, "opens at noon")).toBeInViewport()
  await expect(bob.getByRole("button", { name: "Résultat précédent" })).toBeDisabled()
  await here.press("Shift+Enter")
  await expect(bob.locator(".search-place")).toHaveText("2 sur 3")
  await here.press("Escape")
  await expect(here).toBeHidden()
  await expect(bob.locator(".composer textarea")).toBeFocused()
})
