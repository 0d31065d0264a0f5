import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
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
  untilInstalled,
  untilReady,
  writeTo,
} from "./browser.ts"
import { colombe, type Server, startServer } from "./server.ts"

let server: Server
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(() => server.end())

test("two people talk, and find everything when they come back (complaint: session lost on close)", async () => {
  const profiles = [newProfile(), newProfile()] as const
  let ana = await openBrowser(profiles[0], phoneFrench)
  let bob = await openBrowser(profiles[1], deskEnglish)
  let anaPage = await openApp(ana, server.origin)
  let bobPage = await openApp(bob, server.origin)
  await isAccessible(anaPage)
  await signUp(anaPage, "ana", "Ana Souza")
  await signUp(bobPage, "bob", "Bob Martin")

  await writeTo(anaPage, "bob")
  await say(anaPage, "Bonjour Bob, c’est Ana 🙂")
  await seesSent(anaPage, "Bonjour Bob")
  await openFirst(bobPage)
  await sees(bobPage, "Bonjour Bob, c’est Ana 🙂")
  await expect(bobPage.locator(".request")).toBeVisible()
  await isAccessible(anaPage)
  await isAccessible(bobPage)
  await say(bobPage, "Hello Ana!")
  await seesSent(bobPage, "Hello Ana!")
  await expect(bobPage.locator(".request")).toBeHidden()
  await sees(anaPage, "Hello Ana!")

  await ana.close()
  await bob.close()
  ana = await openBrowser(profiles[0], phoneFrench)
  bob = await openBrowser(profiles[1], deskEnglish)
  anaPage = await openApp(ana, server.origin)
  bobPage = await openApp(bob, server.origin)
  for (const page of [anaPage, bobPage]) {
    await untilReady(page)
    await openFirst(page)
    await sees(page, "Bonjour Bob, c’est Ana 🙂")
    await sees(page, "Hello Ana!")
  }
  await say(anaPage, "Encore là ?")
  await sees(bobPage, "Encore là ?")
  await ana.close()
  await bob.close()
})

test("a browser and a terminal talk", async () => {
  const home = join(mkdtempSync(join(tmpdir(), "colombe-home-")), "eve")
  const registered = await colombe(home, ["register", "eve", "--server", server.origin])
  expect(registered).toMatchObject({ code: 0 })
  expect(registered.out.trim().split(" ")).toHaveLength(24)

  const browser = await openBrowser(newProfile(), deskEnglish)
  const page = await openApp(browser, server.origin)
  await signUp(page, "dan", "Dan")
  expect(await colombe(home, ["send", "@dan", "-"], "From a terminal\n")).toMatchObject({ code: 0, err: "" })
  await openFirst(page)
  await sees(page, "From a terminal")
  await say(page, "From a browser")
  await seesSent(page, "From a browser")

  const history = await colombe(home, ["history", "@dan", "--json"])
  expect(history.code).toBe(0)
  const messages = history.out
    .trim()
    .split("\n")
    .map(line => JSON.parse(line) as { kind: string; from: string; text: string; request: boolean })
    .filter(line => line.kind === "message")
  expect(messages.map(({ from, text }) => `${from}: ${text}`)).toEqual([
    "eve@localhost: From a terminal",
    "dan@localhost: From a browser",
  ])
  await browser.close()
})

test("a server killed between two messages loses neither, and both sides come back by themselves", async () => {
  const [ana, bob] = [
    await openBrowser(newProfile(), deskEnglish),
    await openBrowser(newProfile(), phoneFrench),
  ]
  const [anaPage, bobPage] = [await openApp(ana, server.origin), await openApp(bob, server.origin)]
  await signUp(anaPage, "ana", "Ana")
  await signUp(bobPage, "bob", "Bob")
  await writeTo(anaPage, "bob")
  await say(anaPage, "before the crash")
  await seesSent(anaPage, "before the crash")

  await server.kill()
  await say(anaPage, "while it is down")
  await expect(
    anaPage.locator(".message.mine", { hasText: "while it is down" }).locator(".mark-queued"),
  ).toBeVisible()
  await server.start()

  await seesSent(anaPage, "while it is down")
  await openFirst(bobPage)
  for (const page of [anaPage, bobPage]) {
    await sees(page, "before the crash")
    await sees(page, "while it is down")
    await expect(page.locator(".message")).toHaveCount(2)
  }
  await ana.close()
  await bob.close()
})

test("without a network one writes on, and a page that was reloaded meanwhile sends all of it once there is one again", async () => {
  const [ana, bob] = [
    await openBrowser(newProfile(), phoneFrench),
    await openBrowser(newProfile(), deskEnglish),
  ]
  const [anaPage, bobPage] = [await openApp(ana, server.origin), await openApp(bob, server.origin)]
  await signUp(anaPage, "ana", "Ana")
  await signUp(bobPage, "bob", "Bob")
  await writeTo(anaPage, "bob")
  await say(anaPage, "avant")
  await seesSent(anaPage, "avant")
  await untilInstalled(anaPage)
  await openFirst(bobPage)
  await say(bobPage, "before")
  await sees(anaPage, "before")

  await ana.setOffline(true)
  const texts = ["sans réseau", "toujours sans"]
  for (const text of texts) {
    await say(anaPage, text)
    const mine = anaPage.locator(".message.mine", { hasText: text })
    await expect(mine.locator(".mark-queued")).toBeVisible()
  }
  await say(bobPage, "meanwhile")
  await seesSent(bobPage, "meanwhile")
  await anaPage.reload()
  await untilReady(anaPage)
  for (const text of texts) await sees(anaPage, text)
  await expect(bobPage.locator(".message", { hasText: "sans" })).toHaveCount(0)
  await ana.setOffline(false)
  for (const text of texts) await seesSent(anaPage, text)
  const all = ["avant", "before", "meanwhile", ...texts]
  for (const page of [anaPage, bobPage]) {
    for (const text of all) await sees(page, text)
    await expect(page.locator(".message")).toHaveCount(all.length)
  }
  const written = bobPage.locator(".message .body", { hasText: "sans" })
  expect(await written.allTextContents()).toEqual(texts)
  await ana.close()
  await bob.close()
})
