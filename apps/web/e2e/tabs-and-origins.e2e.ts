import { expect, test } from "@playwright/test"
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

test("a second tab shows the same, and goes on when the first is closed", async () => {
  const home = newProfile()
  await colombe(home, ["register", "eve", "--server", server.origin])
  const browser = await openBrowser(newProfile(), deskEnglish)
  const first = await openApp(browser, server.origin)
  await signUp(first, "ana", "Ana")
  await writeTo(first, "eve")
  await say(first, "from the first tab")
  await seesSent(first, "from the first tab")

  const second = await browser.newPage()
  await second.goto(server.origin)
  await untilReady(second)
  await openFirst(second)
  await sees(second, "from the first tab")
  await say(second, "from the second tab")
  await sees(first, "from the second tab")

  await first.close()
  await say(second, "after the first was closed")
  await seesSent(second, "after the first was closed")
  await colombe(home, ["send", "@ana", "for the one that is left"])
  await sees(second, "for the one that is left")
  await browser.close()
})

for (const [look, language, heading] of [
  [phoneFrench, "fr", "Colombe ne peut pas fonctionner ici"],
  [deskEnglish, "en", "Colombe cannot work here"],
] as const)
  test(`an origin that is not secure explains itself instead of failing, in ${language}`, async () => {
    const browser = await openBrowser(newProfile(), look, "--host-resolver-rules=MAP colombe.test 127.0.0.1")
    const page = await openApp(browser, server.origin.replace("localhost", "colombe.test"))
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading)
    await expect(page.getByRole("alert")).toContainText("https://")
    await isAccessible(page)
    await browser.close()
  })
