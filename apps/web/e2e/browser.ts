import { existsSync, mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { AxeBuilder } from "@axe-core/playwright"
import { type BrowserContext, chromium, expect, type Locator, type Page, type Worker } from "@playwright/test"

/** Debian's Chromium, or the one that the environment names. */
const chromiumPath = process.env.CHROMIUM ?? "/usr/bin/chromium"
const debianShell = "/usr/bin/chromium-headless-shell"
/** The same browser without windows and settings of its own, where there is one: two thirds of the work. */
const shellPath = process.env.CHROMIUM_HEADLESS ?? (existsSync(debianShell) ? debianShell : chromiumPath)
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

export interface Look {
  readonly locale: "fr-FR" | "en-US"
  readonly colorScheme: "light" | "dark"
  readonly viewport: { readonly width: number; readonly height: number }
}

export const phoneFrench: Look = {
  locale: "fr-FR",
  colorScheme: "light",
  viewport: { width: 390, height: 844 },
}
export const deskEnglish: Look = {
  locale: "en-US",
  colorScheme: "dark",
  viewport: { width: 1440, height: 900 },
}

export function newProfile(): string {
  return mkdtempSync(join(tmpdir(), "colombe-profile-"))
}

/**
 * A browser with a profile on disk, as people have. An error, a breach of the content policy or a request to anybody else
 * fails the test.
 */
export function openBrowser(
  profile: string,
  look: Look,
  ...more: readonly string[]
): Promise<BrowserContext> {
  return launch(shellPath, profile, look, more)
}

/** For what the browser's own settings and questions to its person decide, which the one without windows has not. */
export function openWholeBrowser(
  profile: string,
  look: Look,
  ...more: readonly string[]
): Promise<BrowserContext> {
  return launch(chromiumPath, profile, look, more)
}

async function launch(
  executablePath: string,
  profile: string,
  look: Look,
  more: readonly string[],
): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: [...args, ...more],
    ...look,
    permissions: ["clipboard-read", "clipboard-write"],
  })
  context.on("weberror", error => {
    throw error.error()
  })
  watchPolicy(context, breach => {
    throw new Error(breach)
  })
  return context
}

/** Tells of whatever no page and no worker of the app may do: break its content policy, or ask anybody but its server. */
export function watchPolicy(context: BrowserContext, tell: (breach: string) => void): void {
  context.on("console", message => {
    if (/Content Security Policy|Trusted(Script|HTML)/.test(message.text())) tell(message.text())
  })
  context.on("request", request => {
    const { protocol, hostname } = new URL(request.url())
    // Of names that end in `test` (RFC 6761 §6.2) there are those alone that a journey leads to its own server.
    const isOwn = /^(.+\.)?(localhost|test)$|^127\.0\.0\.1$/.test(hostname)
    if (/^(https?|wss?):$/.test(protocol) && !isOwn) tell(`a request to ${request.url()}`)
  })
  context.serviceWorkers().forEach(watchWorker)
  context.on("serviceworker", watchWorker)
  const watchPage = (page: Page) => {
    for (const worker of page.workers()) watchWorker(worker)
    page.on("worker", watchWorker)
  }
  context.pages().forEach(watchPage)
  context.on("page", watchPage)
}

/** Browsers write what a worker breaks nowhere that a page's console is: it says so there itself. */
function watchWorker(worker: Worker): void {
  const listening = worker.evaluate(() =>
    addEventListener("securitypolicyviolation", event => {
      const { effectiveDirective, blockedURI } = event as SecurityPolicyViolationEvent
      console.error(`Content Security Policy: a worker, ${effectiveDirective}, ${blockedURI}`)
    }),
  )
  // One that is gone before it could be asked has done nothing that anybody waits for.
  listening.catch(() => {})
}

/** A person at the web app: what they can do, named as in the interface whatever its language. */
export async function openApp(context: BrowserContext, origin: string, path = "/"): Promise<Page> {
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(origin + path)
  return page
}

export interface TwoPeople {
  readonly ana: Page
  readonly bob: Page
  /** Both browsers are closed. */
  readonly end: () => Promise<void>
}

/** Ana and Bob have signed up, each in a browser of their own, and have not talked yet. */
export async function twoPeople(origin: string, anas = deskEnglish, bobs = phoneFrench): Promise<TwoPeople> {
  const browsers = [await openBrowser(newProfile(), anas), await openBrowser(newProfile(), bobs)] as const
  const [ana, bob] = [await openApp(browsers[0], origin), await openApp(browsers[1], origin)]
  await signUp(ana, "ana", "Ana Souza")
  await signUp(bob, "bob", "Bob Martin")
  const end = async () => {
    for (const browser of browsers) await browser.close()
  }
  return { ana, bob, end }
}

export async function untilReady(page: Page): Promise<void> {
  await page.locator("html[data-ready]").waitFor({ state: "attached" })
}

/** The app is on this device, whole, and serves the page. */
export async function untilInstalled(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated")
}

/** Signs up and writes the words down; gives them back. */
export async function signUp(page: Page, handle: string, displayName: string): Promise<string[]> {
  await page.locator("input[name=handle]").fill(handle)
  await page.locator("input[name=display-name]").fill(displayName)
  await page.locator("form button[type=submit]").click()
  const words = page.locator(".words li")
  await expect(words).toHaveCount(24)
  const texts = await words.allTextContents()
  await keepWords(page, texts)
  await untilReady(page)
  return texts
}

/** Says that the words are on paper, and shows it. */
export async function keepWords(page: Page, words: readonly string[]): Promise<void> {
  await page.locator("main .primary").click()
  for (const field of await page.locator("input[name^=word-]").all()) {
    const place = Number((await field.getAttribute("name"))?.slice("word-".length))
    await field.fill(words[place - 1] ?? "")
  }
  await page.locator("form button[type=submit]").click()
}

export async function writeTo(page: Page, who: string): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/#/new`)
  await page.locator("input[name=who]").fill(who)
  await page.locator("input[name=who]").press("Enter")
  await page.locator(".composer textarea").waitFor()
}

export function message(page: Page, text: string): Locator {
  return page.locator("article.message", { hasText: text })
}

export async function say(page: Page, text: string): Promise<void> {
  await page.locator(".composer textarea").fill(text)
  await page.locator(".composer .send").click()
}

/** Waits for a message's text, and that the server has it where it is one's own. */
export async function sees(page: Page, text: string): Promise<void> {
  await expect(page.locator(".message .body", { hasText: text })).toBeVisible()
}

export async function seesSent(page: Page, text: string): Promise<void> {
  await expect(
    page.locator(".message.mine", { hasText: text }).locator(".mark-stored, .mark-read, .mark-read-by-all"),
  ).toBeVisible()
}

export async function openFirst(page: Page): Promise<void> {
  await page.locator(".rows .row-link").first().click()
}

export async function isAccessible(page: Page): Promise<void> {
  expect(await inaccessible(page)).toEqual([])
}

/** What is against WCAG 2.2 AA, as far as a machine can tell, on the page or in a part of it. */
export async function inaccessible(page: Page, part?: string): Promise<readonly string[]> {
  const builder = new AxeBuilder({ page })
  if (part !== undefined) builder.include(part)
  const { violations } = await builder
    // What passes is of no use here, and most of what would be written down.
    .options({ resultTypes: ["violations"] })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    // Nothing here has frames of other origins, for which it would open a page each time.
    .setLegacyMode(true)
    .analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.target).join(" ")}`)
}
