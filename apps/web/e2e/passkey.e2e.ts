import { phrase } from "@colombe/phrases"
import { type BrowserContext, expect, type Page, test } from "@playwright/test"
import {
  deskEnglish,
  isAccessible,
  keepWords,
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
import { type Server, startServer, storedEntries } from "./server.ts"

/** Type of the entries that carry keys into the vault (spec L3). */
const keyRecords = 4
/** Milliseconds within which a batch of keys is posted, on a loaded machine. */
const batchMs = 180_000

let server: Server
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(() => server.end())

/** An authenticator inside the browser, with or without the PRF extension, that recognises its person at once. */
async function withAuthenticator(context: BrowserContext, page: Page, hasPrf: boolean): Promise<void> {
  const devtools = await context.newCDPSession(page)
  await devtools.send("WebAuthn.enable")
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf,
    },
  })
}

/** As if this browser had never been here: databases, files and everything else of this origin. */
async function clearStorage(context: BrowserContext, page: Page): Promise<void> {
  const devtools = await context.newCDPSession(page)
  await devtools.send("Storage.clearDataForOrigin", { origin: server.origin, storageTypes: "all" })
}

test("R5 R9 a passkey, and then the 24 words, bring everything back after the browser's storage was cleared (complaint: stuck restore)", async () => {
  const [ana, bob] = [
    await openBrowser(newProfile(), phoneFrench),
    await openBrowser(newProfile(), deskEnglish),
  ]
  const [page, bobPage] = [await openApp(ana, server.origin), await openApp(bob, server.origin)]
  await withAuthenticator(ana, page, true)
  await signUp(bobPage, "bob", "Bob Martin")
  await page.locator("input[name=handle]").fill("ana")
  await page.locator("input[name=display-name]").fill("Ana Souza")
  await page.locator("form button[type=submit]").click()
  await expect(page.locator(".words li")).toHaveCount(24)
  const words = await page.locator(".words li").allTextContents()
  await page.getByRole("button", { name: "Ajouter aussi une clé d’accès" }).click()
  await expect(page.getByRole("button", { name: "vous fait entrer" })).toBeVisible()
  await isAccessible(page)
  await keepWords(page, words)
  await untilReady(page)
  await writeTo(page, "bob")
  await say(page, "Avant la perte")
  await seesSent(page, "Avant la perte")
  await openFirst(bobPage)
  await say(bobPage, "Noted.")
  await sees(page, "Noted.")
  // Keys go to the vault in batches, after a minute of quiet: until then nobody could bring this history back.
  await expect.poll(() => storedEntries(server, keyRecords), { timeout: batchMs }).toBeGreaterThan(0)
  await page.goto("about:blank")
  await clearStorage(ana, page)

  await page.goto(server.origin)
  await page.getByRole("button", { name: "J’ai une clé d’accès" }).click()
  await untilReady(page)
  await openFirst(page)
  await sees(page, "Avant la perte")
  await sees(page, "Noted.")
  const recorded = storedEntries(server, keyRecords)
  await say(page, "Me revoilà")
  await sees(bobPage, "Me revoilà")
  await expect.poll(() => storedEntries(server, keyRecords), { timeout: batchMs }).toBeGreaterThan(recorded)

  await page.goto("about:blank")
  await clearStorage(ana, page)
  await say(bobPage, "While you were gone")
  await seesSent(bobPage, "While you were gone")
  await page.goto(server.origin)
  await page.locator("button[name=words]").click()
  await page.locator("input[name=handle]").fill("ana")
  await page.locator("textarea[name=words]").fill(words.slice(1).join(" "))
  await page.locator("form button[type=submit]").click()
  await expect(page.locator(".problem")).toContainText("24")
  await isAccessible(page)
  await page.locator("textarea[name=words]").fill(words.join("\n").toUpperCase())
  // A server that is gone meanwhile is told of, and asking again is enough.
  await server.kill()
  await page.locator("form button[type=submit]").click()
  await expect(page.locator(".problem")).toHaveText(phrase("server-unreachable", "fr"))
  await server.start()
  await page.locator("form button[type=submit]").click()
  await untilReady(page)
  await openFirst(page)
  for (const text of ["Avant la perte", "Me revoilà", "While you were gone"]) await sees(page, text)
  await say(page, "Et encore")
  await sees(bobPage, "Et encore")
  await ana.close()
  await bob.close()
})

test("R9 a passkey that cannot keep a secret is told apart, and the account is as it was", async () => {
  const browser = await openBrowser(newProfile(), deskEnglish)
  const page = await openApp(browser, server.origin)
  await withAuthenticator(browser, page, false)
  await page.getByRole("button", { name: "I have a passkey" }).click()
  await expect(page.locator(".passkey .problem")).toHaveText(phrase("passkey-cancelled", "en"))
  await page.locator("input[name=handle]").fill("ana")
  await page.locator("form button[type=submit]").click()
  await page.getByRole("button", { name: "Add a passkey too" }).click()
  await expect(page.locator(".passkey .problem")).toHaveText(phrase("passkey-unsupported", "en"))
  await page.locator("button[name=later]").click()
  await untilReady(page)
  await browser.close()
})
