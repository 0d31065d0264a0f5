import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { expect, type Page, test } from "@playwright/test"
import {
  deskEnglish,
  type Look,
  newProfile,
  openApp,
  openBrowser,
  phoneFrench,
  say,
  sees,
  untilReady,
} from "./browser.ts"
import { freePort } from "./server.ts"

const root = resolve(import.meta.dirname, "../../..")
const bun = join(root, "node_modules/.bin/bun")

let folder: string
let port: number
let child: ChildProcess | undefined

test.afterEach(async () => {
  if (child === undefined) return
  await end("SIGTERM")
  child = undefined
  rmSync(folder, { recursive: true, force: true })
})

async function startDev(...more: readonly string[]): Promise<ChildProcess> {
  const ports = ["--port", String(port), "--server-port", String(await freePort())]
  const started = spawn(bun, ["tools/dev.ts", "--folder", join(folder, "world"), ...ports, ...more], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH}` },
  })
  const answers = () =>
    fetch(`http://127.0.0.1:${port}/`).then(
      ({ ok }) => ok,
      () => false,
    )
  while (started.exitCode === null && !(await answers())) await new Promise(done => setTimeout(done, pollMs))
  expect(started.exitCode).toBeNull()
  return started
}

/** Milliseconds between two looks at a server that is starting. */
const pollMs = 50

async function end(signal: NodeJS.Signals): Promise<void> {
  const gone = new Promise(done => child?.once("exit", done))
  child?.kill(signal)
  await gone
}

async function openAs(who: string, look: Look): Promise<Page> {
  const browser = await openBrowser(newProfile(), look)
  const page = await openApp(browser, `http://${who}.localhost:${port}`)
  await untilReady(page)
  return page
}

const openChat = (page: Page, title: string) =>
  page.locator(".rows .row-link", { has: page.locator(".row-title bdi", { hasText: title }) }).click()

test("npm run dev: people with a history in both languages talk, and a change reloads the page", async () => {
  folder = mkdtempSync(join(tmpdir(), "colombe-dev-"))
  port = await freePort()
  child = await startDev()
  const ana = await openAs("ana", phoneFrench)
  const bob = await openAs("bob", deskEnglish)
  await openChat(ana, "Délégation de Lisbonne")
  await sees(ana, "Vol TP439, arrivée à 14 h 55.")
  await sees(ana, "Lucky. Mine has a view of a very honest air conditioner.")
  await ana.goto(`http://ana.localhost:${port}/#/`)
  await openChat(ana, "Bob Martin")
  await sees(ana, "Hello Bob, this is Ana.")
  await openChat(bob, "Ana Souza")
  await say(ana, "Tu es là ?")
  await sees(bob, "Tu es là ?")

  // Saved anew, as an editor does: the tree stays as it is.
  const source = join(root, "apps/web/src/features/shell.tsx")
  const reloaded = bob.waitForEvent("load")
  utimesSync(source, new Date(), new Date(statSync(source).mtimeMs + 1000))
  await reloaded
  await untilReady(bob)
  await sees(bob, "Tu es là ?")

  // A world made anew replaces what the browsers had.
  await end("SIGINT")
  child = await startDev("--reset")
  // The page reloads by itself, too, once it notices that its server is another one.
  await expect(() => bob.reload()).toPass()
  await untilReady(bob)
  await openChat(bob, "Ana Souza")
  await sees(bob, "Hello Bob, this is Ana.")
  await expect(bob.locator(".message", { hasText: "Tu es là ?" })).toHaveCount(0)
  for (const page of [ana, bob]) await page.context().close()
})

test("the built app has nothing of the seeded world", () => {
  const assets = join(root, "apps/web/dist/assets")
  const scripts = readdirSync(assets).filter(name => name.endsWith(".js"))
  expect(scripts.length).toBeGreaterThan(1)
  for (const name of scripts) expect(readFileSync(join(assets, name), "utf8")).not.toContain("dev-world")
})
