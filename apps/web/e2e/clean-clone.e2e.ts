import { type ChildProcess, execFile, spawn } from "node:child_process"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { promisify } from "node:util"
import { type BrowserContext, expect, type Page, test } from "@playwright/test"
import {
  deskEnglish,
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
import { freePort } from "./server.ts"

const root = resolve(import.meta.dirname, "../../..")
const run = promisify(execFile)

/** Milliseconds: `npm ci` fetches what its cache does not have. */
const installMs = 600_000
/** Milliseconds between two looks at a server that is starting. */
const pollMs = 100

let folder: string
let npmStart: ChildProcess | undefined

test.afterEach(async () => {
  await endServer()
  rmSync(folder, { recursive: true, force: true })
})

/** `npm start` as somebody types it; the value is where it says that it listens. */
async function startServer(clone: string, port: number): Promise<string> {
  // A group of its own: the signal reaches whatever npm started, as Ctrl-C in a terminal does.
  const child = spawn("npm", ["start", "--silent", "--", "--port", String(port)], {
    cwd: clone,
    env: outsideNpm(),
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  })
  npmStart = child
  let printed = ""
  child.stdout.on("data", chunk => {
    printed += chunk
  })
  while (!printed.includes("\n")) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}: ${printed}`)
    await new Promise(done => setTimeout(done, pollMs))
  }
  return printed.slice(0, printed.indexOf("\n"))
}

async function endServer(): Promise<void> {
  const child = npmStart
  npmStart = undefined
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise(done => child.once("exit", done))
  process.kill(-child.pid, "SIGTERM")
  await gone
}

/** The environment of somebody who has never been here: nothing that npm told this process. */
function outsideNpm(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) => !(name.startsWith("npm_") || name === "NODE_PATH" || name === "CI"),
  )
  const path = (process.env.PATH ?? "").split(":").filter(place => !place.includes("node_modules"))
  return { ...Object.fromEntries(entries), PATH: path.join(":") }
}

async function openBoth(profiles: readonly [string, string], origin: string) {
  const browsers = [
    await openBrowser(profiles[0], phoneFrench),
    await openBrowser(profiles[1], deskEnglish),
  ] as const
  const pages = [await openApp(browsers[0], origin), await openApp(browsers[1], origin)] as const
  return { browsers, pages }
}

const closeAll = (browsers: readonly BrowserContext[]) => Promise.all(browsers.map(one => one.close()))

async function bothSee(pages: readonly Page[], texts: readonly string[]): Promise<void> {
  for (const page of pages) {
    await untilReady(page)
    await openFirst(page)
    for (const text of texts) await sees(page, text)
    await expect(page.locator(".message")).toHaveCount(texts.length)
  }
}

// skip: what was not cloned has no history to clone from.
test.skip(!existsSync(join(root, ".git")), "a clone is made of a repository, and this is none")

test("from a clean clone, npm ci && npm start is all that two people need to talk, and everything stays", async () => {
  test.setTimeout(2 * installMs)
  folder = mkdtempSync(join(tmpdir(), "colombe-clone-"))
  const clone = join(folder, "colombe")
  await run("git", ["clone", "--quiet", "--depth", "1", `file://${root}`, clone])
  const env = outsideNpm()
  await run("npm", ["ci", "--prefer-offline", "--no-audit", "--no-fund"], {
    cwd: clone,
    env,
    timeout: installMs,
  })

  const port = await freePort()
  const origin = await startServer(clone, port)
  expect(origin).toBe(`http://localhost:${port}`)
  const profiles = [newProfile(), newProfile()] as const
  const first = await openBoth(profiles, origin)
  const [ana, bob] = first.pages
  await signUp(ana, "ana", "Ana Souza")
  await signUp(bob, "bob", "Bob Martin")
  await writeTo(ana, "bob")
  await say(ana, "Bonjour Bob 🙂")
  await openFirst(bob)
  await sees(bob, "Bonjour Bob 🙂")
  await say(bob, "Hello Ana!")
  await seesSent(bob, "Hello Ana!")
  await sees(ana, "Hello Ana!")
  await closeAll(first.browsers)

  const second = await openBoth(profiles, origin)
  await bothSee(second.pages, ["Bonjour Bob 🙂", "Hello Ana!"])
  await closeAll(second.browsers)

  // The server comes back as well, on the folder beside the code; and the terminal is there without more ado.
  await endServer()
  await startServer(clone, port)
  const third = await openBoth(profiles, origin)
  await bothSee(third.pages, ["Bonjour Bob 🙂", "Hello Ana!"])
  const colombe = (...args: readonly string[]) =>
    run("npx", ["colombe", "--home", join(folder, "eve"), ...args], { cwd: clone, env })
  const { stdout } = await colombe("register", "eve", "--server", origin)
  expect(stdout.trim().split(" ")).toHaveLength(24)
  await colombe("send", "@bob", "From a terminal")
  await third.pages[1].goto(`${origin}/#/`)
  await expect(third.pages[1].locator(".rows .row-link", { hasText: "From a terminal" })).toBeVisible()
  await closeAll(third.browsers)
})
