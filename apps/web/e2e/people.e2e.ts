import { expect, test } from "@playwright/test"
import {
  deskEnglish,
  isAccessible,
  newProfile,
  openApp,
  openBrowser,
  phoneFrench,
  signUp,
  writeTo,
} from "./browser.ts"
import { type Server, startServer } from "./server.ts"

let server: Server
test.beforeAll(async () => {
  server = await startServer()
})
test.afterAll(() => server.end())

test("people are found as one types, known ones first, and anybody else by asking the server", async () => {
  const [anas, bobs, eves] = [
    await openBrowser(newProfile(), phoneFrench),
    await openBrowser(newProfile(), deskEnglish),
    await openBrowser(newProfile(), deskEnglish),
  ]
  const ana = await openApp(anas, server.origin)
  await signUp(await openApp(bobs, server.origin), "bob", "Bob Martin")
  await signUp(await openApp(eves, server.origin), "eve", "Ève Petit")
  await signUp(ana, "ana", "Ana Souza")
  await writeTo(ana, "bob")

  await ana.goto(`${server.origin}/#/new`)
  const options = ana.getByRole("option")
  await expect(options).toHaveCount(1)
  const who = ana.locator("input[name=who]")
  await who.fill("personne")
  await expect(options).toHaveText([/«\s*personne\s*»/])
  await who.press("Enter")
  await expect(ana.locator("dialog .problem")).toBeVisible()
  await expect(who).toHaveValue("personne")
  await isAccessible(ana)

  await ana.getByRole("button", { name: "Groupe" }).click()
  await ana.locator("input[name=title]").fill("Jardin")
  const members = ana.locator("input[name=members]")
  await members.fill("bo")
  await expect(options.first()).toContainText("bob@localhost")
  await members.press("Enter")
  const slips = ana.locator(".slip")
  await expect(slips).toHaveText(["bob"])
  await members.fill("ana")
  await members.press("Backspace")
  await expect(slips).toHaveCount(1)
  await members.fill("")
  await members.press("Backspace")
  await expect(slips).toHaveCount(0)
  await members.fill("bob")
  await members.press("Enter")
  await expect(slips).toHaveCount(1)
  await members.fill("eve")
  await isAccessible(ana)
  await ana.locator("dialog form button[type=submit]").click()
  await expect(ana.locator(".conversation-title p")).toContainText("3")
  for (const browser of [anas, bobs, eves]) await browser.close()
})
