import { type Parameters, phrase } from "@colombe/phrases"
import { expect, test } from "@playwright/test"
import { deskEnglish, isAccessible, newProfile, openApp, openBrowser, untilReady } from "./browser.ts"
import { colombe, type Server, startServer } from "./server.ts"

let server: Server
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(() => server.end())

/** All of the list, with a checksum that no 24 times this word have. */
const checksumWrong = new Array<string>(24).fill("abandon").join(" ")

test("R2 R5 words that are wrong say in the browser what is wrong with them, and stay to be mended; capitals, numbers and blanks are not wrong", async () => {
  const [ana, bob, cleo] = [newProfile(), newProfile(), newProfile()]
  const run = async (home: string, ...args: readonly string[]) => {
    const ran = await colombe(home, args)
    expect(ran, args[0]).toMatchObject({ code: 0 })
    return ran.out.trim()
  }
  const words = (await run(ana, "register", "ana", "--server", server.origin)).split(" ")
  await run(bob, "register", "bob", "--server", server.origin)
  const others = await run(cleo, "register", "cleo", "--server", server.origin)
  await run(ana, "send", "@bob", "before the loss")

  const browser = await openBrowser(newProfile(), deskEnglish)
  const page = await openApp(browser, server.origin)
  await page.locator("button[name=words]").click()
  const [handle, field] = [page.locator("input[name=handle]"), page.locator("textarea[name=words]")]
  const enter = async (typed: string, who = "ana") => {
    await handle.fill(who)
    await field.fill(typed)
    await page.locator("form button[type=submit]").click()
  }
  const refused = async (typed: string, code: string, detail: Parameters = {}, who = "ana") => {
    await enter(typed, who)
    await expect(page.locator(".problem")).toHaveText(phrase(code, "en", detail))
    await expect(field).toHaveValue(typed)
  }
  await refused(words.slice(1).join(" "), "words-count-wrong", { count: 23 })
  await enter(words.with(5, `${words[5]}x`).join(" "))
  await expect(page.locator(".problem")).toContainText(`"${words[5]}x"`)
  await expect(page.locator(".problem")).toContainText(new RegExp(`\\b${words[5]}\\b(?!x)`))
  await isAccessible(page)
  await refused(checksumWrong, "words-checksum-wrong")
  await refused(others, "words-not-theirs")
  await refused(words.join(" "), "account-unknown", {}, "dora")
  // Nobody came in by any of them: a device that is no one's asks again after a reload.
  await page.reload()
  await page.locator("button[name=words]").click()
  await enter(`\n  ${words.map((word, at) => `${at + 1}.   ${word.toUpperCase()}`).join(",\n")}  \n`)
  await untilReady(page)
  await expect(page.locator(".rows .row-link")).toHaveCount(1)
  expect(await colombe(ana, ["history", "@bob"])).toMatchObject({ code: 3 })
  await browser.close()
})
