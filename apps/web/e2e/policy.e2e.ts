import { type BrowserContext, expect, type Page, test } from "@playwright/test"
import { deskEnglish, newProfile, openApp, openBrowser, signUp, watchPolicy } from "./browser.ts"
import { type Server, startServer } from "./server.ts"

let server: Server
let context: BrowserContext
let page: Page
const breaches: string[] = []

test.beforeAll(async () => {
  server = await startServer()
  context = await openBrowser(newProfile(), deskEnglish)
  page = await openApp(context, server.origin)
  await signUp(page, "ana", "Ana Souza")
  // From here on breaches are planted: what fails every other journey is written down instead.
  context.removeAllListeners("console")
  context.removeAllListeners("request")
  watchPolicy(context, breach => breaches.push(breach))
})
test.afterAll(async () => {
  await context.close()
  await server.end()
})
test.beforeEach(() => {
  breaches.length = 0
})

/** Nobody answers there, whatever the network of this machine. */
const elsewhere = "https://elsewhere.invalid/pixel.png"
const told = (what: RegExp) => expect.poll(() => breaches.join("\n")).toMatch(what)

test("a page that shows a picture of somebody else's is seen to break the policy", async () => {
  await page.evaluate(address => {
    new Image().src = address
  }, elsewhere)
  await told(/Content Security Policy/)
})

test("a page that asks another server is seen, and learns nothing", async () => {
  const answer = await page.evaluate(
    address =>
      fetch(address).then(
        () => "answered",
        () => "refused",
      ),
    elsewhere,
  )
  expect(answer).toBe("refused")
  await told(/Content Security Policy/)
})

test("the worker, which has the keys, is seen to ask another server, and learns nothing", async () => {
  const [worker] = page.workers()
  const answer = await worker?.evaluate(
    address =>
      fetch(address).then(
        () => "answered",
        () => "refused",
      ),
    elsewhere,
  )
  expect(answer).toBe("refused")
  await told(/Content Security Policy/)
})

test("a text that is made HTML, and a script that is not the app's, are seen", async () => {
  await page.evaluate(() => {
    try {
      document.body.insertAdjacentHTML("beforeend", "<b>bold</b>")
    } catch {
      // What is asked below is whether somebody hears of it.
    }
  })
  await told(/TrustedHTML/)
  breaches.length = 0
  await page.evaluate(() => {
    const script = document.createElement("script")
    script.async = true
    script.type = "module"
    try {
      script.textContent = "globalThis.planted = true"
      document.head.append(script)
    } catch {
      // As above.
    }
  })
  await told(/TrustedScript|Content Security Policy/)
  expect(await page.evaluate(() => "planted" in globalThis)).toBe(false)
})

test("a request that leaves the origin is seen, whoever makes it", async () => {
  // Where the page goes is no matter of its policy.
  await page.goto(elsewhere).catch(() => {})
  await told(/a request to https:\/\/elsewhere\.invalid/)
})
