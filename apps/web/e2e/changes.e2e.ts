import { expect, type Page, test } from "@playwright/test"
import {
  isAccessible,
  message,
  openFirst,
  say,
  sees,
  seesSent,
  type TwoPeople,
  twoPeople,
  writeTo,
} from "./browser.ts"
import { type Server, startServer } from "./server.ts"

let server: Server
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(() => server.end())

async function openMenu(page: Page, text: string): Promise<void> {
  await message(page, text).locator(".bubble").click({ button: "right" })
  await expect(page.locator(".menu:popover-open")).toBeVisible()
}

const item = (page: Page, name: string) => page.locator(".menu:popover-open").getByRole("menuitem", { name })

async function talking(): Promise<TwoPeople> {
  const people = await twoPeople(server.origin)
  const { ana, bob } = people
  await writeTo(ana, "bob")
  await say(ana, "Shall we meet on **Thursday** at the _usual_ place? ||It rains.||")
  await openFirst(bob)
  await sees(bob, "Shall we meet")
  await say(bob, "Volontiers. À 18 h ?")
  await sees(ana, "Volontiers")
  return people
}

test("N12 N13 N14 people answer, change, react to and delete messages, and see the same", async () => {
  const { ana, bob, end } = await talking()
  await expect(message(bob, "Shall we meet").locator("strong")).toHaveText("Thursday")
  await expect(message(bob, "Shall we meet").locator("em")).toHaveText("usual")
  const spoiler = message(bob, "Shall we meet").locator("button.spoiler")
  await spoiler.click()
  await expect(message(bob, "Shall we meet").locator(".spoiler.shown")).toHaveText("It rains.")

  await openMenu(bob, "Shall we meet")
  await item(bob, "Répondre").click()
  await expect(bob.locator(".purpose")).toContainText("Ana Souza")
  await say(bob, "Oui pour jeudi")
  await expect(message(ana, "Oui pour jeudi").locator(".reply")).toContainText("Shall we meet on Thursday")

  await openMenu(ana, "Volontiers")
  await ana.locator(".menu:popover-open").getByText("🕊️").click()
  await expect(message(bob, "Volontiers").locator(".reactions button")).toContainText("🕊️1")
  await isAccessible(ana)
  await isAccessible(bob)
  await message(ana, "Volontiers").locator(".reactions button").click()
  await expect(message(bob, "Volontiers").locator(".reactions")).toHaveCount(0)

  await bob.locator(".composer textarea").press("ArrowUp")
  await expect(bob.locator(".composer textarea")).toHaveValue("Oui pour jeudi")
  await bob.locator(".composer textarea").fill("Oui pour jeudi, à 19 h")
  await bob.locator(".composer .send").click()
  await sees(ana, "à 19 h")
  await expect(message(ana, "à 19 h").locator(".meta")).toContainText("edited")

  await openMenu(bob, "Volontiers")
  await item(bob, "Supprimer").click()
  await bob.getByRole("dialog").getByRole("button", { name: "Annuler" }).click()
  await expect(bob.locator("dialog, .menu")).toHaveCount(0)
  await openMenu(bob, "Volontiers")
  await item(bob, "Supprimer").click()
  await bob.getByRole("dialog").getByRole("button", { name: "Supprimer" }).click()
  await expect(message(ana, "Volontiers")).toHaveCount(0)
  await expect(ana.locator(".line.notice")).toHaveText("A deleted message.")
  await openMenu(ana, "à 19 h")
  await expect(item(ana, "Edit")).toHaveCount(0)
  await expect(item(ana, "Delete")).toHaveCount(0)
  await end()
})

test("N12 everything that can be done with a message can be done by keyboard, and the focus stays", async () => {
  const { ana, end } = await talking()
  await seesSent(ana, "Shall we meet")
  await ana.locator(".timeline").focus()
  await ana.keyboard.press("End")
  await expect(message(ana, "Volontiers")).toBeFocused()
  await ana.keyboard.press("ArrowUp")
  await expect(message(ana, "Shall we meet")).toBeFocused()
  await ana.keyboard.press("Enter")
  await expect(ana.locator(".menu:popover-open")).toBeVisible()
  await ana.keyboard.press("Escape")
  await expect(message(ana, "Shall we meet")).toBeFocused()
  await ana.keyboard.press("Enter")
  const edit = item(ana, "Edit")
  await ana.keyboard.press("End")
  while (!(await edit.evaluate(element => element === document.activeElement)))
    await ana.keyboard.press("ArrowUp")
  await ana.keyboard.press("Enter")
  const field = ana.locator(".composer textarea")
  await expect(field).toBeFocused()
  await expect(field).toHaveValue(/Shall we meet/)
  await ana.keyboard.press("Escape")
  await expect(field).toHaveValue("")
  await end()
})
