import { type BrowserContext, expect, type Page, test } from "@playwright/test"
import {
  deskEnglish,
  isAccessible,
  message,
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
import { callClient, openedIn, sayMany } from "./client.ts"
import { type Server, startServer } from "./server.ts"

let server: Server
const browsers: BrowserContext[] = []
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.close()
  await server.end()
})

async function open(profile: string, look: typeof deskEnglish): Promise<Page> {
  const browser = await openBrowser(profile, look)
  browsers.push(browser)
  return openApp(browser, server.origin)
}

/** Of one page: the longest time that its thread was busy with one thing, in milliseconds, and what its chip has said. */
interface Watched {
  readonly longest: number
  readonly said: readonly string[]
}

/** Watches a page as it is, and from its first line on when it is loaded anew. */
async function watch(page: Page): Promise<void> {
  const begin = () => {
    const watched = { longest: 0, said: [] as string[] }
    Object.assign(globalThis, { watched })
    new PerformanceObserver(list => {
      for (const { duration } of list.getEntries()) watched.longest = Math.max(watched.longest, duration)
    }).observe({ type: "longtask" })
    new MutationObserver(() => {
      const chip = document.querySelector(".chip:not([hidden])")?.textContent ?? ""
      if (chip !== "" && watched.said.at(-1) !== chip) watched.said.push(chip)
    }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true })
  }
  await page.addInitScript(begin)
  await page.evaluate(begin)
}

const watchedIn = (page: Page): Promise<Watched> => page.evaluate(() => Reflect.get(globalThis, "watched"))

/**
 * A page whose thread is busy for longer than this answers nobody meanwhile: it has frozen. Far above what a task takes
 * on a machine that does other work, and below what a hundred messages take in one go.
 */
const freezeMs = 3000

test("a hundred messages are written and caught up with while the page answers and says where it stands (complaints: freezes while persisting, seconds of freeze during sync without progress, hours of decrypting)", async () => {
  const bobs = newProfile()
  const ana = await open(newProfile(), deskEnglish)
  let bob = await open(bobs, phoneFrench)
  await signUp(ana, "ana", "Ana Souza")
  await signUp(bob, "bob", "Bob Martin")
  await writeTo(ana, "bob")
  await say(ana, "Hello Bob")
  await openFirst(bob)
  await sees(bob, "Hello Bob")
  await say(bob, "Bonjour Ana")
  await sees(ana, "Bonjour Ana")
  await browsers.pop()?.close()

  await watch(ana)
  const texts = Array.from(
    { length: 100 },
    (_, index) => `No. ${index + 1}. ${"And some more. ".repeat(index % 3)}`,
  )
  await sayMany(ana, openedIn(ana), texts)
  await expect(message(ana, "No. 100.")).toBeInViewport()
  expect((await watchedIn(ana)).longest).toBeLessThan(freezeMs)

  bob = await open(bobs, phoneFrench)
  await watch(bob)
  await bob.reload()
  await untilReady(bob)
  // Whoever opens it before the first of them has come is at its end, and stays there.
  await expect(bob.locator(".row-link .badge")).toBeVisible()
  await openFirst(bob)
  await bob.locator(".to-end").click()
  await expect(message(bob, "No. 100.")).toBeInViewport()
  const { longest, said } = await watchedIn(bob)
  expect(longest).toBeLessThan(freezeMs)
  expect(said.length).toBeGreaterThan(0)
  // Everything is open: nothing waits for keys.
  await expect(bob.locator(".arriving, .notice")).toHaveCount(0)
})

test("a send that the server refuses says so in the conversation and in the list, and goes when it may (complaint: no sign that a send failed)", async () => {
  const [ana, bob] = [await open(newProfile(), deskEnglish), await open(newProfile(), phoneFrench)]
  await signUp(ana, "ana", "Ana Souza")
  await signUp(bob, "bob", "Bob Martin")
  await writeTo(ana, "bob")
  // Nobody may write on and on to somebody who has not answered.
  const failed = ana.locator(".failed")
  for (let number = 1; number <= 8 && (await failed.count()) === 0; number++) {
    await say(ana, `Are you there? ${number}`)
    const last = message(ana, `Are you there? ${number}`)
    await expect(last.locator(".mark-stored, .mark-failed")).toBeVisible()
  }
  await expect(failed).toBeVisible()
  await expect(ana.locator(".row-failed")).toBeVisible()
  await isAccessible(ana)
  await openFirst(bob)
  await say(bob, "Oui !")
  await sees(ana, "Oui !")
  // By itself, now that it may.
  await expect(failed).toHaveCount(0)
  await expect(ana.locator(".row-failed")).toHaveCount(0)
  await expect(
    ana.locator(".message.mine .meta").last().locator(".mark-stored, .mark-read, .mark-read-by-all"),
  ).toBeVisible()
})

test("several tabs at once write to one store, and it goes on when the one that owned it dies (complaints: storage deadlock, second tab breaks encryption)", async () => {
  const [first, bob] = [await open(newProfile(), deskEnglish), await open(newProfile(), phoneFrench)]
  await signUp(first, "ana", "Ana Souza")
  await signUp(bob, "bob", "Bob Martin")
  await writeTo(first, "bob")
  await say(first, "Hello Bob")
  await openFirst(bob)
  await say(bob, "Bonjour")
  await sees(first, "Bonjour")
  const address = first.url()
  const context = first.context()
  const tabs = await Promise.all([1, 2, 3].map(() => context.newPage()))
  await Promise.all(tabs.map(tab => tab.goto(address)))
  await Promise.all(tabs.map(untilReady))
  const said = tabs.map((_, index) => `From tab ${index + 1}`)
  // Not typed at once: whoever writes in three tabs of one conversation within a moment writes one draft.
  await Promise.all(tabs.map((tab, index) => callClient(tab, "sendText", openedIn(tab), said[index])))
  // What is shown is on the disk, whoever owns it next.
  for (const [index, tab] of tabs.entries()) await expect(message(tab, said[index] ?? "")).toBeVisible()
  await first.close()
  for (const text of said) await expect(message(bob, text)).toHaveCount(1)
  for (const tab of tabs) for (const text of said) await expect(message(tab, text)).toHaveCount(1)
  const last = tabs[2]
  if (last === undefined) throw new Error("no tab")
  await say(last, "And after it was closed")
  await seesSent(last, "And after it was closed")
  await sees(bob, "And after it was closed")
})
