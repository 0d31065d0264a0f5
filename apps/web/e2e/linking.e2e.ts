import { phrase } from "@colombe/phrases"
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
  untilReady,
  writeTo,
} from "./browser.ts"
import { colombe, type Server, startServer } from "./server.ts"

let server: Server
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(() => server.end())

/** Enters a code in the dialog of one's devices. */
async function enterCode(page: Page, origin: string, code: string): Promise<void> {
  await page.goto(`${origin}/#/devices`)
  await page.locator("input[name=link-code]").fill(code)
  await page.locator(".field-row button").click()
}

test("a browser links another by code, both talk and read what was said before, and one removes the other (complaint: undecryptable history in a new session)", async () => {
  const [phone, desk, other] = [
    await openBrowser(newProfile(), phoneFrench),
    await openBrowser(newProfile(), deskEnglish),
    await openBrowser(newProfile(), deskEnglish),
  ]
  const [anaPhone, anaDesk, bob] = [
    await openApp(phone, server.origin),
    await openApp(desk, server.origin),
    await openApp(other, server.origin),
  ]
  await signUp(anaPhone, "ana", "Ana Souza")
  await signUp(bob, "bob", "Bob")
  await writeTo(anaPhone, "bob")
  await say(anaPhone, "avant")
  await seesSent(anaPhone, "avant")
  await openFirst(bob)
  await say(bob, "yes?")
  await seesSent(bob, "yes?")

  await anaDesk.locator("button[name=link]").click()
  const code = anaDesk.locator("output[name=link-code]")
  await expect(code).toHaveText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  await expect(anaDesk.locator(".qr")).toBeVisible()
  await isAccessible(anaDesk)
  await enterCode(anaPhone, server.origin, (await code.textContent()) ?? "")
  const digits = anaDesk.locator("output[name=link-digits]")
  await expect(digits).toHaveText(/^[0-9]{6}$/)
  const shown = (await digits.textContent()) ?? ""
  const typed = anaPhone.locator("input[name=link-digits]")
  await typed.fill(shown === "000000" ? "111111" : "000000")
  await typed.press("Enter")
  await expect(anaPhone.locator(".help.problem")).toBeVisible()
  await typed.fill(shown)
  await typed.press("Enter")
  await expect(anaDesk.locator(".account-asked")).toHaveText("ana@localhost")
  const safety = (page: Page) => page.locator(".account-digits li").allTextContents()
  await expect(anaPhone.locator(".account-digits li")).toHaveCount(6)
  expect(await safety(anaDesk)).toEqual(await safety(anaPhone))
  await isAccessible(anaDesk)
  await isAccessible(anaPhone)
  await anaDesk.locator(".primary").click()
  await untilReady(anaDesk)
  await expect(anaPhone.locator(".device")).toHaveCount(2)

  await openFirst(anaDesk)
  await sees(anaDesk, "avant")
  await sees(anaDesk, "yes?")
  await say(anaDesk, "du bureau")
  await seesSent(anaDesk, "du bureau")
  await sees(bob, "du bureau")
  await anaPhone.goto(`${server.origin}/#/devices`)
  await isAccessible(anaPhone)

  await anaPhone.locator(".device button").click()
  await anaPhone.locator(".device .row button").first().click()
  await expect(anaPhone.locator(".device")).toHaveCount(1)
  await expect(anaDesk.getByText("This device was removed from your account.")).toBeVisible()
  await anaPhone.goto(`${server.origin}/#/`)
  await openFirst(anaPhone)
  await sees(anaPhone, "du bureau")
  for (const context of [phone, desk, other]) await context.close()
})

test("Y95 a device that reads from now on is linked, signs itself out, and leaves nothing behind", async () => {
  const [phone, desk] = [
    await openBrowser(newProfile(), phoneFrench),
    await openBrowser(newProfile(), deskEnglish),
  ]
  const [anaPhone, anaDesk] = [await openApp(phone, server.origin), await openApp(desk, server.origin)]
  await colombe(newProfile(), ["register", "bob", "--server", server.origin])
  await signUp(anaPhone, "ana", "Ana Souza")
  await writeTo(anaPhone, "bob")
  await say(anaPhone, "avant")
  await seesSent(anaPhone, "avant")

  await anaDesk.locator("button[name=link]").click()
  const code = anaDesk.locator("output[name=link-code]")
  await expect(code).toHaveText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  await anaPhone.goto(`${server.origin}/#/devices`)
  await anaPhone.locator("input[name=link-scope][value=from-now]").check()
  await enterCode(anaPhone, server.origin, (await code.textContent()) ?? "")
  const digits = anaDesk.locator("output[name=link-digits]")
  await expect(digits).toHaveText(/^[0-9]{6}$/)
  await anaPhone.locator("input[name=link-digits]").fill((await digits.textContent()) ?? "")
  await anaPhone.locator("input[name=link-digits]").press("Enter")
  await anaDesk.locator(".primary").click()
  await untilReady(anaDesk)
  await anaPhone.goto(`${server.origin}/#/`)
  await openFirst(anaPhone)
  // The other device has come in: what is said now is sealed for it too.
  await expect(anaPhone.locator(".line", { hasText: "a ajouté un appareil" })).toBeVisible()
  await say(anaPhone, "après")
  await seesSent(anaPhone, "après")
  await openFirst(anaDesk)
  await sees(anaDesk, "après")
  await expect(anaDesk.locator(".message")).toHaveCount(1)

  await anaDesk.goto(`${server.origin}/#/devices`)
  await anaDesk.locator("button[name=sign-out]").click()
  await isAccessible(anaDesk)
  await anaDesk.locator("button[name=leave]").click()
  await expect(anaDesk.getByRole("heading", { name: "You are signed out" })).toBeVisible()
  await expect(anaDesk.getByRole("alert")).toHaveText(phrase("signed-out", "en"))
  await anaDesk.locator(".primary").click()
  await expect(anaDesk.locator("input[name=handle]")).toBeVisible()
  await anaPhone.goto(`${server.origin}/#/devices`)
  await expect(anaPhone.locator(".device")).toHaveCount(1)

  // The last one goes only when that is said once more.
  await anaPhone.locator("button[name=sign-out]").click()
  await anaPhone.locator("button[name=leave]").click()
  await expect(anaPhone.locator("dialog [role=alert]")).toHaveText(phrase("device-last", "fr"))
  await anaPhone.locator("button[name=leave]").click()
  await expect(anaPhone.getByRole("heading", { name: "Vous êtes déconnecté" })).toBeVisible()
  await phone.close()
  await desk.close()
})

test("G3 a code that is none, unknown, wrong thrice or over says so on both screens, links nothing, and a new one does", async () => {
  const [phone, desk] = [
    await openBrowser(newProfile(), phoneFrench),
    await openBrowser(newProfile(), deskEnglish),
  ]
  const [anaPhone, anaDesk] = [await openApp(phone, server.origin), await openApp(desk, server.origin)]
  await signUp(anaPhone, "ana", "Ana Souza")
  const problem = anaPhone.locator(".help.problem")
  for (const [typed, code] of [
    ["bonjour", "link-code-malformed"],
    ["AAAA-AAAA", "link-code-unknown"],
  ] as const) {
    await enterCode(anaPhone, server.origin, typed)
    await expect(problem).toHaveText(phrase(code, "fr"))
  }
  await anaDesk.locator("button[name=link]").click()
  const code = anaDesk.locator("output[name=link-code]")
  await expect(code).toHaveText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  const first = (await code.textContent()) ?? ""
  await enterCode(anaPhone, server.origin, first)
  const digits = anaDesk.locator("output[name=link-digits]")
  await expect(digits).toHaveText(/^[0-9]{6}$/)
  const wrong = (await digits.textContent()) === "000000" ? "111111" : "000000"
  const typed = anaPhone.locator("input[name=link-digits]")
  for (const tries of [1, 2]) {
    await typed.fill(wrong)
    await typed.press("Enter")
    await expect(problem, `${tries}`).toHaveText(phrase("link-digits-differ", "fr"))
    await isAccessible(anaPhone)
  }
  await typed.fill(wrong)
  await typed.press("Enter")
  await expect(problem).toHaveText(phrase("link-digits-wrong", "fr"))
  await expect(anaDesk.getByRole("alert")).toHaveText(phrase("link-ended-there", "en"))
  await isAccessible(anaDesk)
  await expect(anaPhone.locator(".device")).toHaveCount(1)

  // What is over leads nowhere, whoever has it.
  await anaDesk.locator(".primary").click()
  await expect(code).toHaveText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  await enterCode(anaPhone, server.origin, first)
  await expect(problem).toHaveText(phrase("link-code-used", "fr"))
  await enterCode(anaPhone, server.origin, (await code.textContent()) ?? "")
  await expect(digits).toHaveText(/^[0-9]{6}$/)
  await typed.fill((await digits.textContent()) ?? "")
  await typed.press("Enter")
  await anaDesk.locator(".primary").click()
  await untilReady(anaDesk)
  await expect(anaPhone.locator(".device")).toHaveCount(2)
  await phone.close()
  await desk.close()
})
