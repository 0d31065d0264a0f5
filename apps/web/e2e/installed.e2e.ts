import { execFileSync } from "node:child_process"
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { phrase } from "@colombe/phrases"
import { type BrowserContext, expect, type Page, test } from "@playwright/test"
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

const web = resolve(import.meta.dirname, "..")
const builds = mkdtempSync(join(tmpdir(), "colombe-builds-"))
const next = join(builds, "next")
const nextVersion = "9.0.0"
/** What the server of a journey serves: a new version is put in its place, as an operator does. */
const deployed = join(builds, "deployed")

let server: Server
let browser: BrowserContext
test.beforeAll(() => {
  execFileSync(resolve(web, "../../node_modules/.bin/bun"), ["e2e/build-version.ts", nextVersion, next], {
    cwd: web,
    stdio: "pipe",
  })
})
test.afterAll(() => rmSync(builds, { recursive: true, force: true }))
test.beforeEach(async () => {
  deploy(join(web, "dist"))
  server = await startServer("--web", deployed)
})
test.afterEach(async () => {
  await browser.close()
  await server.end()
})

function deploy(build: string): void {
  rmSync(deployed, { recursive: true, force: true })
  cpSync(build, deployed, { recursive: true })
}

async function upgrade(build: string): Promise<void> {
  await server.kill()
  deploy(build)
  await server.start()
}

const isLive = (page: Page) => expect(page.locator(".chip-live")).toBeAttached()
const prompt = (page: Page) => page.locator(".update-note")

async function versionOf(page: Page): Promise<string> {
  await page.goto(`${server.origin}/#/settings/about`)
  return (await page.locator(".about .help").textContent()) ?? ""
}

test("installed, it opens without a server: the list, a conversation, writing; what was written goes out once there is one", async () => {
  const home = newProfile()
  await colombe(home, ["register", "eve", "--server", server.origin])
  browser = await openBrowser(newProfile(), phoneFrench)
  const page = await openApp(browser, server.origin)
  await signUp(page, "ana", "Ana Souza")
  await writeTo(page, "eve")
  await say(page, "avec le serveur")
  await seesSent(page, "avec le serveur")
  await untilInstalled(page)

  await server.kill()
  await page.goto(`${server.origin}/#/`)
  await page.reload()
  await untilReady(page)
  await expect(page.locator(".chip-offline")).toBeVisible()
  await openFirst(page)
  await sees(page, "avec le serveur")
  await say(page, "sans serveur")
  await expect(
    page.locator(".message.mine", { hasText: "sans serveur" }).locator(".mark-queued"),
  ).toBeVisible()
  // Whatever part of the app was not opened yet is on the device too.
  await page.goto(`${server.origin}/#/settings/devices`)
  await expect(page.getByRole("heading", { name: "Appareils" })).toBeVisible()
  await isAccessible(page)

  await server.start()
  await page.goto(`${server.origin}/#/`)
  await openFirst(page)
  await seesSent(page, "sans serveur")
  const history = await colombe(home, ["history", "@ana", "--json"])
  expect(history.out).toContain("sans serveur")
})

test("a browser can install it: one manifest, its icons, and nothing of it breaks the policy", async () => {
  browser = await openBrowser(newProfile(), deskEnglish)
  const page = await openApp(browser, server.origin)
  await untilInstalled(page)
  const session = await browser.newCDPSession(page)
  const manifest = await session.send("Page.getAppManifest")
  expect(manifest.errors).toEqual([])
  expect(JSON.parse(manifest.data ?? "")).toMatchObject({
    name: "Colombe",
    display: "standalone",
    start_url: "/",
  })
  expect((await session.send("Page.getInstallabilityErrors")).installabilityErrors).toEqual([])
})

test("a new version waits for its person: the old tabs stay whole, one that is at work is not torn away, all go over together", async () => {
  browser = await openBrowser(newProfile(), deskEnglish)
  const page = await openApp(browser, server.origin)
  await signUp(page, "ana", "Ana Souza")
  await untilInstalled(page)
  const second = await browser.newPage()
  await second.goto(server.origin)
  await untilReady(second)
  const before = await versionOf(second)
  expect(before).not.toContain(nextVersion)
  await second.goto(`${server.origin}/#/`)

  await upgrade(next)
  await expect(prompt(page)).toBeVisible()
  await expect(prompt(second)).toBeVisible()
  await isAccessible(page)
  // A tab of the old version gets the old version's files, which the server has no more, and so does one that is opened.
  const third = await browser.newPage()
  await third.goto(server.origin)
  await untilReady(third)
  expect(await versionOf(third)).toBe(before)
  await third.close()

  await second.goto(`${server.origin}/#/new`)
  await second.locator("input[name=who]").fill("bob")
  await page.locator("button[name=update]").click()
  await expect(page.locator(".told")).toHaveText(phrase("update-blocked", "en"))
  await expect(second.locator("input[name=who]")).toHaveValue("bob")
  expect(await versionOf(page)).toBe(before)

  await second.keyboard.press("Escape")
  await expect(second.locator("dialog[open]")).toHaveCount(0)
  await Promise.all([
    page.waitForEvent("load"),
    second.waitForEvent("load"),
    page.locator("button[name=update]").last().click(),
  ])
  for (const one of [page, second]) {
    await untilReady(one)
    expect(await versionOf(one)).toContain(nextVersion)
    await one.goto(`${server.origin}/#/`)
    await isLive(one)
    await expect(prompt(one)).toHaveCount(0)
  }
})

test("a new version that was put off is there when the app is opened next", async () => {
  const profile = newProfile()
  browser = await openBrowser(profile, phoneFrench)
  let page = await openApp(browser, server.origin)
  await signUp(page, "ana", "Ana Souza")
  await untilInstalled(page)
  await upgrade(next)
  await prompt(page).locator("button.square").click()
  await expect(prompt(page)).toHaveCount(0)
  await browser.close()
  browser = await openBrowser(profile, phoneFrench)
  page = await openApp(browser, server.origin)
  await untilReady(page)
  await expect.poll(() => versionOf(page)).toContain(nextVersion)
})

test("a deployment of which a file was cut or exchanged is not taken, until it is whole", async () => {
  browser = await openBrowser(newProfile(), deskEnglish)
  const page = await openApp(browser, server.origin)
  await signUp(page, "ana", "Ana Souza")
  await untilInstalled(page)
  const broken = join(builds, "broken")
  cpSync(next, broken, { recursive: true })
  const settings = readdirSync(join(broken, "assets")).find(name => /^settings-.*\.js$/.test(name)) ?? ""
  for (const name of [settings, `${settings}.br`]) {
    const path = join(broken, "assets", name)
    writeFileSync(path, readFileSync(path).subarray(0, 100))
  }
  const refused = page.evaluate(
    () =>
      new Promise<string>(resolve => {
        void navigator.serviceWorker.ready.then(registration =>
          registration.addEventListener("updatefound", () => {
            const coming = registration.installing
            coming?.addEventListener("statechange", () => resolve(coming.state))
          }),
        )
      }),
  )
  await upgrade(broken)
  expect(await refused).toBe("redundant")
  await isLive(page)
  await expect(prompt(page)).toHaveCount(0)
  await page.reload()
  await untilReady(page)
  expect(await versionOf(page)).not.toContain(nextVersion)
  await page.goto(`${server.origin}/#/`)

  await upgrade(next)
  await expect(prompt(page)).toBeVisible()
})
