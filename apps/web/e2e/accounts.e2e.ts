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
} from "./browser.ts"
import { colombe, type Server, startServer } from "./server.ts"

let server: Server
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(() => server.end())

async function run(home: string, ...args: readonly string[]): Promise<void> {
  expect(await colombe(home, args), args.join(" ")).toMatchObject({ code: 0 })
}

async function addAccount(page: Page, handle: string, name: string): Promise<void> {
  await page.goto(`${server.origin}/#/settings/accounts`)
  await page.locator("button[name=add-account]").click()
  await signUp(page, handle, name)
}

test("Y96 Y97 two accounts of one browser both receive, in one tab and in two, and one leaves without the other", async () => {
  const bob = newProfile()
  await run(bob, "register", "bob", "--server", server.origin)
  const browser = await openBrowser(newProfile(), deskEnglish)
  const page = await openApp(browser, server.origin)
  await signUp(page, "ana", "Ana Souza")
  await expect(page.locator("button[name=accounts]")).toHaveCount(0)
  await addAccount(page, "zoe", "Zoé 🌿")
  await run(bob, "send", "@ana", "to Ana")
  await run(bob, "send", "@zoe", "to Zoé")
  await openFirst(page)
  await sees(page, "to Zoé")
  const switcher = page.locator("button[name=accounts]")
  // Ana's messages come in while Zoé's are shown.
  await expect(switcher).toHaveAccessibleName("Zoé 🌿: other accounts, where something new waits")
  await switcher.click()
  await expect(page.getByRole("menuitemradio", { name: "Ana Souza" })).toContainText("1")
  await isAccessible(page)
  await page.getByRole("menuitemradio", { name: "Ana Souza" }).click()
  await untilReady(page)
  await expect(page.locator(".list-foot")).toContainText("ana@localhost")
  await openFirst(page)
  await sees(page, "to Ana")
  await say(page, "from Ana")
  await seesSent(page, "from Ana")

  const second = await browser.newPage()
  await second.goto(`${server.origin}/#/settings/accounts`)
  await isAccessible(second)
  await second.locator("button[name=open-account]").click()
  await untilReady(second)
  await expect(second.locator(".list-foot")).toContainText("zoe@localhost")
  await openFirst(second)
  await say(second, "from Zoé")
  await seesSent(second, "from Zoé")
  await run(bob, "send", "@ana", "again to Ana")
  await run(bob, "send", "@zoe", "again to Zoé")
  await sees(page, "again to Ana")
  await sees(second, "again to Zoé")

  // Whoever is closed leaves both accounts to the other tab.
  await page.close()
  await say(second, "from Zoé, alone")
  await seesSent(second, "from Zoé, alone")
  await second.goto(`${server.origin}/#/settings/devices`)
  await second.locator("button[name=sign-out]").click()
  await second.locator("button[name=leave]").click()
  await expect(second.locator("dialog [role=alert]")).toHaveText(phrase("device-last", "en"))
  await second.locator("button[name=leave]").click()
  await expect(second.getByRole("heading", { name: "You are signed out" })).toBeVisible()
  await isAccessible(second)
  await second.getByRole("button", { name: "Ana Souza" }).click()
  await untilReady(second)
  await openFirst(second)
  await sees(second, "again to Ana")
  await say(second, "still here")
  await seesSent(second, "still here")
  await browser.close()
})

type Kept = "key" | "files"

/** As a browser that is short of space does, or a person who clears one kind of data: once no worker holds it any more. */
async function clear(page: Page, kept: readonly Kept[]): Promise<void> {
  await page.goto(`${server.origin}/healthz`)
  await page.evaluate(async gone => {
    const tried = async (remove: () => Promise<unknown>): Promise<void> => {
      try {
        await remove()
      } catch {
        await new Promise(resolve => setTimeout(resolve, 50))
        return tried(remove)
      }
    }
    if (gone.includes("key"))
      await new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase("colombe-keys")
        request.addEventListener("success", resolve)
        request.addEventListener("error", reject)
      })
    const top = await navigator.storage.getDirectory()
    if (gone.includes("files"))
      for await (const name of top.keys()) await tried(() => top.removeEntry(name, { recursive: true }))
  }, kept)
  await page.goto(server.origin)
}

test("Y98 a browser that cleared the key, the database or both says so, and leads back instead of signing up", async () => {
  const browser = await openBrowser(newProfile(), phoneFrench)
  const page = await openApp(browser, server.origin)
  const words = await signUp(page, "ana", "Ana Souza")
  const cleared: readonly (readonly Kept[])[] = [["key"], ["files"], ["key", "files"]]
  for (const gone of cleared) {
    await clear(page, gone)
    await expect(page.getByRole("alert"), gone.join()).toHaveText(phrase("storage-cleared", "fr"))
    await expect(page.locator(".account-asked")).toHaveText("ana@localhost")
    await expect(page.locator("input[name=handle]")).toHaveCount(0)
    await isAccessible(page)
    await page.locator("button[name=words]").click()
    await expect(page.locator("input[name=handle]")).toHaveValue("ana")
    await expect(page.locator("input[name=keep-devices]")).toBeChecked()
    await page.locator("textarea[name=words]").fill(words.join(" "))
    await page.locator("form button[type=submit]").click()
    await untilReady(page)
    await page.reload()
    await untilReady(page)
  }
  await clear(page, ["files"])
  await page.locator("button[name=forget]").click()
  await expect(page.locator("input[name=handle]")).toBeVisible()
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Ce navigateur a effacé votre compte")
  await browser.close()
})
