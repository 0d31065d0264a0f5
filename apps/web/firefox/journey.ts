import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import puppeteer, { type Page } from "puppeteer-core"
import { colombe, startServer } from "../e2e/server.ts"

/**
 * One whole journey in Firefox, over WebDriver BiDi: sign up, find somebody, talk both ways, search, and find everything
 * after the browser was closed. Ends with one line of counts.
 */
const executablePath = process.env.FIREFOX ?? "/usr/bin/firefox-esr"
/** Milliseconds for one step: what takes longer hangs. */
const stepMs = 60_000

const server = await startServer()
const profile = mkdtempSync(join(tmpdir(), "colombe-firefox-"))
const errors: string[] = []

async function withPage(visit: (page: Page) => Promise<void>): Promise<void> {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath,
    userDataDir: profile,
    extraPrefsFirefox: { "intl.accept_languages": "en-US, en" },
  })
  try {
    const page = await browser.newPage()
    page.setDefaultTimeout(stepMs)
    page.on("pageerror", error => errors.push(String(error)))
    page.on("console", message => {
      if (/Content.Security.Policy/i.test(message.text())) errors.push(message.text())
    })
    await page.goto(server.origin)
    await visit(page)
  } finally {
    await browser.close()
  }
}

/** Waits until something that matches holds the text. */
async function sees(page: Page, selector: string, text: string): Promise<void> {
  await page.waitForFunction(
    (within, wanted) => [...document.querySelectorAll(within)].some(one => one.textContent?.includes(wanted)),
    {},
    selector,
    text,
  )
}

async function fill(page: Page, selector: string, text: string): Promise<void> {
  await page.locator(selector).fill(text)
}

async function signUpAndTalk(page: Page, home: string): Promise<void> {
  await fill(page, "input[name=handle]", "ana")
  await fill(page, "input[name=display-name]", "Ana Souza")
  await page.locator("form button[type=submit]").click()
  await page.waitForFunction(() => document.querySelectorAll(".words li").length === 24)
  await page.locator("button[name=later]").click()
  await page.waitForSelector("html[data-ready]")
  await page.goto(`${server.origin}/#/new`)
  await fill(page, "input[name=who]", "eve")
  await page.keyboard.press("Enter")
  await fill(page, ".composer textarea", "Hello from Firefox")
  await page.locator(".composer .send").click()
  await page.waitForSelector(".message.mine .mark-stored")
  const answered = await colombe(home, ["send", "@ana", "Read you from a terminal"])
  if (answered.code !== 0) throw new Error(answered.err)
  await sees(page, ".message .body", "Read you from a terminal")
  await fill(page, "input[name=search]", "terminal")
  await sees(page, "[role=option]", "Read you from a")
}

async function comeBack(page: Page): Promise<void> {
  await page.waitForSelector("html[data-ready]")
  await page.locator(".rows .row-link").click()
  await sees(page, ".message .body", "Hello from Firefox")
  await sees(page, ".message .body", "Read you from a terminal")
  await fill(page, ".composer textarea", "Still here")
  await page.locator(".composer .send").click()
  await sees(page, ".message.mine .body", "Still here")
}

const steps = { passed: 0, failed: 0 }
async function step(what: string, run: () => Promise<void>): Promise<void> {
  try {
    await run()
    if (errors.length > 0) throw new Error(errors.splice(0).join("\n"))
    steps.passed++
  } catch (error) {
    steps.failed++
    console.error(`${what}: ${error instanceof Error ? error.stack : error}`)
  }
}

try {
  const home = join(profile, "eve-home")
  await colombe(home, ["register", "eve", "--server", server.origin])
  await step("signs up, finds somebody, talks both ways and searches", () =>
    withPage(page => signUpAndTalk(page, home)),
  )
  if (steps.failed === 0)
    await step("finds everything again after the browser was closed", () => withPage(comeBack))
} finally {
  await server.end()
  rmSync(profile, { recursive: true, force: true })
}
console.log(`${steps.passed} passed, ${steps.failed} failed, 0 skipped`)
process.exit(steps.failed > 0 ? 1 : 0)
