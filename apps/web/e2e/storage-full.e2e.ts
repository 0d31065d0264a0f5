import { phrase } from "@colombe/phrases"
import { expect, test } from "@playwright/test"
import {
  deskEnglish,
  isAccessible,
  newProfile,
  openApp,
  openBrowser,
  openFirst,
  say,
  sees,
  seesSent,
  signUp,
  untilReady,
} from "./browser.ts"
import { colombe, type Server, startServer } from "./server.ts"

let server: Server
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(() => server.end())

/** Bytes that are left to the browser, few enough that the messages of the test do not fit. */
const leftBytes = 40_000
/** Characters of each message, and how many come. */
const longText = "plenty of words ".repeat(1_000)
const messages = 12

test("Y74 a browser whose quota is reached in mid-write says so, keeps what it had, and goes on once there is room", async () => {
  const bob = newProfile()
  const run = async (...args: readonly string[]) =>
    expect(await colombe(bob, args), args[0]).toMatchObject({ code: 0 })
  await run("register", "bob", "--server", server.origin)
  const browser = await openBrowser(newProfile(), deskEnglish)
  const page = await openApp(browser, server.origin)
  await signUp(page, "ana", "Ana")
  await run("send", "@ana", "before")
  await openFirst(page)
  await sees(page, "before")
  await say(page, "answer")
  await seesSent(page, "answer")

  const devtools = await browser.newCDPSession(page)
  const { origin } = server
  const { usage } = await devtools.send("Storage.getUsageAndQuota", { origin })
  await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: usage + leftBytes })
  for (let number = 1; number <= messages; number++) await run("send", "@ana", `${number} ${longText}`)
  await run("send", "@ana", "the last one")
  await expect(page.getByRole("alert").first()).toHaveText(phrase("storage-full", "en"))
  await isAccessible(page)
  await sees(page, "before")

  await devtools.send("Storage.overrideQuotaForOrigin", { origin })
  await sees(page, "the last one")
  await expect(page.locator(".offline-reason")).toHaveCount(0)
  await say(page, "room again")
  await seesSent(page, "room again")
  await page.reload()
  await untilReady(page)
  await sees(page, "the last one")
  await sees(page, "room again")
  await browser.close()
})
