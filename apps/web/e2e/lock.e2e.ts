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
  untilReady,
  writeTo,
} from "./browser.ts"
import { filesWith } from "./profile-files.ts"
import { colombe, type Server, startServer } from "./server.ts"

let server: Server
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(() => server.end())

const passcode = "blue kite over Lisbon"
const secret = "Under the clock of Saint-Lazare"

async function setLock(page: Page, next = passcode): Promise<void> {
  await page.goto(`${server.origin}/#/settings/lock`)
  await page.locator("input[name=new-passcode]").fill(next)
  await page.locator("input[name=again]").fill(next)
  await page.locator("button[name=set-passcode]").click()
  await page.locator("button[name=lock-now]").waitFor()
}

async function tryPasscode(page: Page, tried: string): Promise<void> {
  await page.locator(".lock-screen input[name=passcode]").fill(tried)
  await page.locator(".lock-screen button[type=submit]").click()
}

async function isLocked(page: Page): Promise<void> {
  await page.locator(".lock-screen").waitFor()
  await expect(page).toHaveTitle("Colombe")
  await expect(page.locator(".rows, .message")).toHaveCount(0)
}

async function anaWithLock(look = deskEnglish) {
  const home = newProfile()
  await colombe(home, ["register", "eve", "--server", server.origin])
  const profile = newProfile()
  const browser = await openBrowser(profile, look)
  const page = await openApp(browser, server.origin)
  const words = await signUp(page, "ana", "Ana Souza")
  await setLock(page)
  await writeTo(page, "eve")
  await say(page, secret)
  await seesSent(page, secret)
  return { home, profile, browser, page, words }
}

/** What script in the page can do with the key that the browser keeps, without the passcode. */
function unwrapped(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open("colombe-keys")
        opening.onsuccess = () => {
          const asked = opening.result.transaction("keys").objectStore("keys").get("database")
          asked.onsuccess = () => {
            opening.result.close()
            const { wrapping, nonce, wrapped } = asked.result
            crypto.subtle
              .decrypt({ name: "AES-GCM", iv: nonce }, wrapping, wrapped)
              .then(({ byteLength }) => resolve(byteLength), reject)
          }
        }
      }),
  )
}

/** All that the origin keeps without a database: small things by name and value, and what first screens there are. */
function keptInTheClear(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>(resolve => {
        const opening = indexedDB.open("colombe-first-screen")
        opening.onsuccess = () => {
          const asked = opening.result.transaction("snapshots").objectStore("snapshots").getAllKeys()
          asked.onsuccess = () => {
            opening.result.close()
            const screens = asked.result.filter(name => name !== "bar")
            resolve(JSON.stringify({ ...localStorage, ...sessionStorage, screens, at: location.hash }))
          }
        }
      }),
  )
}

test("Y260, Y265: with a passcode nothing opens without it, and the profile on disk shows nothing said since", async () => {
  const { profile, browser, page } = await anaWithLock()
  await page.reload()
  await isLocked(page)
  await isAccessible(page)
  expect(await keptInTheClear(page)).toMatch(/"screens":\[\],"at":"[^"]*"}$/)
  expect(await keptInTheClear(page)).not.toMatch(/ana/i)
  // The 32 bytes of the database key, sealed: with the 16 of the seal.
  expect(await unwrapped(page)).toBe(48)
  await tryPasscode(page, "blue kite over lisbon")
  await expect(page.getByRole("status")).toContainText("This is not the passcode")
  await tryPasscode(page, passcode)
  await untilReady(page)
  await openFirst(page)
  await sees(page, secret)
  await browser.close()
  for (const words of [secret, passcode]) expect(filesWith(profile, words)).toEqual([])
})

test("Y262: every tab locks, by hand or once nobody was there for long enough", async () => {
  const { home, browser, page } = await anaWithLock()
  const second = await browser.newPage()
  await second.goto(server.origin)
  await untilReady(second)
  await openFirst(second)
  await sees(second, secret)
  await page.goto(`${server.origin}/#/settings/lock`)
  await page.locator("button[name=lock-now]").click()
  await isLocked(page)
  await isLocked(second)
  await colombe(home, ["send", "@ana", "said while it was locked"])
  await tryPasscode(second, passcode)
  for (const tab of [page, second]) await untilReady(tab)
  await openFirst(page)
  await sees(page, "said while it was locked")
  await passMinutes(browser, 6)
  await second.keyboard.press("Shift")
  for (const tab of [page, second]) await isLocked(tab)
  await browser.close()
})

test("Y262, Y265: closing the tab that leads locks the others, and nothing of what they showed stays with them", async () => {
  const { home, browser, page } = await anaWithLock()
  const second = await browser.newPage()
  await second.goto(server.origin)
  await untilReady(second)
  await page.goto(`${server.origin}/#/settings/lock`)
  await colombe(home, ["send", "@ana", "said to the list"])
  await expect(second).toHaveTitle("(1) Colombe")
  const sameMemory = () => second.evaluate(() => "remembered" in globalThis)
  await second.evaluate(() => Object.assign(globalThis, { remembered: true }))
  expect(await sameMemory()).toBe(true)
  await page.close()
  await isLocked(second)
  await expect.poll(sameMemory).toBe(false)
  await tryPasscode(second, passcode)
  await untilReady(second)
  await expect(second).toHaveTitle("(1) Colombe")
  await browser.close()
})

test("Y264: whoever led a locked account that another tab erases leads it no more", async () => {
  const { browser, page } = await anaWithLock()
  await page.goto(`${server.origin}/#/settings/accounts`)
  await page.locator("button[name=add-account]").click()
  await signUp(page, "zoe", "Zoé")
  await expect.poll(() => page.workers().length).toBe(2)
  const second = await browser.newPage()
  await second.goto(`${server.origin}/#/settings/accounts`)
  await second.locator("button[name=open-account]").click()
  await second.locator(".forgotten summary").click()
  await second.locator("button[name=begin-again]").click()
  await second.locator("button[name=erase]").click()
  await expect(second.locator("input[name=handle]")).toBeVisible()
  await expect.poll(() => page.workers().length).toBe(1)
  await signUp(second, "eva", "Eva")
  await second.reload()
  await untilReady(second)
  await browser.close()
})

test("Y265: names that were hidden for a lock that was not set come back", async () => {
  const browser = await openBrowser(newProfile(), deskEnglish)
  const page = await openApp(browser, server.origin)
  await signUp(page, "ana", "Ana Souza")
  const known = () => page.evaluate(() => localStorage.getItem("colombe.accounts"))
  await page.evaluate(() => {
    const hidden = { slot: "", account: "", address: "", displayName: "", locked: true }
    localStorage.setItem("colombe.accounts", JSON.stringify([hidden]))
  })
  await page.reload()
  await expect.poll(known).toContain("Ana Souza")
  await browser.close()
})

/** The clock of the workers goes on by so much. */
async function passMinutes(browser: BrowserContext, minutes: number): Promise<void> {
  for (const worker of browser.pages().flatMap(page => page.workers()))
    await worker.evaluate(ms => {
      const now = Date.now.bind(Date)
      Date.now = () => now() + ms
    }, minutes * 60_000)
}

test("Y263, Y264: tries wait longer over reloads, nothing is erased by itself, and what is forgotten comes back by the words", async () => {
  const { browser, page, words } = await anaWithLock(phoneFrench)
  await page.reload()
  for (let count = 0; count < 5; count++) {
    await tryPasscode(page, `wrong passcode ${count}`)
    await expect(page.locator(".lock-screen input[name=passcode]")).toHaveValue("")
  }
  await page.reload()
  await expect(page.getByRole("status")).toContainText("Attendez")
  await page.locator(".lock-screen input[name=passcode]").fill(passcode)
  await expect(page.locator(".lock-screen button[type=submit]")).toBeDisabled()
  await page.locator(".forgotten summary").click()
  await page.locator("button[name=begin-again]").click()
  await page.locator("button[name=erase]").click()
  await page.locator("button[name=words]").click()
  expect(await page.evaluate(() => localStorage.getItem("colombe.accounts"))).toBe("[]")
  await page.locator("textarea").first().fill(words.join(" "))
  await page.locator("input[name=handle]").fill("ana")
  await page.locator("form button[type=submit]").click()
  await untilReady(page)
  await page.goto(`${server.origin}/#/settings/lock`)
  await expect(page.locator("input[name=new-passcode]")).toBeVisible()
  await expect(page.locator("button[name=lock-now]")).toHaveCount(0)
  await browser.close()
})

test("Y261, Y265: it is changed and turned off by who knows it, and weak ones are refused", async () => {
  const { browser, page } = await anaWithLock()
  await page.goto(`${server.origin}/#/settings/lock`)
  await page.locator("input[name=passcode-to-remove]").fill("not this one, no")
  await page.locator("button[name=remove-passcode]").click()
  await expect(page.getByText("This is not the passcode")).toBeVisible()
  await page.locator("input[name=current]").fill(passcode)
  for (const name of ["new-passcode", "again"]) await page.locator(`input[name=${name}]`).fill("12345678")
  await page.locator("button[name=set-passcode]").click()
  await expect(page.getByText("would be guessed too quickly")).toBeVisible()
  for (const name of ["new-passcode", "again"])
    await page.locator(`input[name=${name}]`).fill("green kite, Porto")
  await page.locator("button[name=set-passcode]").click()
  await expect(page.locator("input[name=again]")).toHaveValue("")
  await page.locator("button[name=lock-now]").click()
  await isLocked(page)
  await tryPasscode(page, "green kite, Porto")
  await untilReady(page)
  await page.goto(`${server.origin}/#/settings/lock`)
  await page.locator("input[name=passcode-to-remove]").fill("green kite, Porto")
  await page.locator("button[name=remove-passcode]").click()
  await expect(page.locator("button[name=lock-now]")).toHaveCount(0)
  await page.reload()
  await untilReady(page)
  expect(await unwrapped(page)).toBe(32)
  await browser.close()
})

test("Y264: with an account that leaves this browser its lock goes", async () => {
  const { browser, page } = await anaWithLock()
  await page.goto(`${server.origin}/#/settings/devices`)
  await page.locator("button[name=sign-out]").click()
  await page.locator("button[name=leave]").click()
  await expect(page.locator("dialog [role=alert]")).toBeVisible()
  await page.locator("button[name=leave]").click()
  await expect(page.getByRole("heading", { name: "You are signed out" })).toBeVisible()
  await expect.poll(() => unwrapped(page)).toBe(32)
  await page.getByRole("main").locator(".primary").click()
  await expect(page.locator("input[name=handle]")).toBeVisible()
  await browser.close()
})
