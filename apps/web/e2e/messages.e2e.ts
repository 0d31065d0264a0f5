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
  signUp,
  writeTo,
} from "./browser.ts"
import { type Server, startServer } from "./server.ts"

// Two people who talk, at a desk in English and on a phone in French: what each journey leaves behind, the next one finds.
let server: Server
let ana: Page
let bob: Page
let end: () => Promise<void>

test.describe.configure({ mode: "serial" })

test.beforeAll(async () => {
  server = await startServer()
  const desk = await openBrowser(newProfile(), deskEnglish)
  const phone = await openBrowser(newProfile(), phoneFrench)
  ana = await openApp(desk, server.origin)
  bob = await openApp(phone, server.origin)
  await signUp(ana, "ana", "Ana Souza")
  await signUp(bob, "bob", "Bob Martin")
  await writeTo(ana, "bob")
  await say(ana, "Shall we meet on Thursday?")
  await openFirst(bob)
  await sees(bob, "Shall we meet")
  await say(bob, "Volontiers. À 18 h ?")
  await sees(ana, "Volontiers")
  end = async () => {
    await desk.close()
    await phone.close()
    await server.end()
  }
})
test.afterAll(() => end())

const message = (page: Page, text: string) => page.locator("article.message", { hasText: text })

test("Y140 Y66 one sees who writes, and what was read, and nothing of whoever tells nothing", async () => {
  await expect(message(ana, "Shall we meet").locator(".mark-read-by-all")).toBeVisible()
  await bob.locator("a.back").click()
  await say(ana, "Where?")
  await expect(message(ana, "Where?").locator(".mark-stored")).toBeVisible()
  await ana.locator(".composer textarea").pressSequentially("At the")
  await expect(bob.locator(".row-link .writing")).toContainText("est en train d’écrire")
  await openFirst(bob)
  await expect(message(ana, "Where?").locator(".mark-read-by-all")).toBeVisible()
  await bob.locator(".composer textarea").pressSequentially("Chez")
  await expect(ana.locator(".conversation-head .writing")).toContainText("is writing")
  await isAccessible(ana)
  await say(bob, "Chez moi")
  await expect(ana.locator(".conversation-head .writing")).toHaveCount(0)
  await expect(ana.locator(".conversation-title")).toContainText("Only the two of you")
})
