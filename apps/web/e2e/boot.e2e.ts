import { join } from "node:path"
import { expect, test } from "@playwright/test"
import {
  deskEnglish,
  isAccessible,
  newProfile,
  openApp,
  openBrowser,
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

test("the list is painted before the database is open, from a record that no file shows", async () => {
  await colombe(newProfile(), ["register", "eve", "--server", server.origin])
  const profile = newProfile()
  const browser = await openBrowser(profile, deskEnglish)
  const page = await openApp(browser, server.origin)
  await signUp(page, "ana", "Ana Souza")
  await writeTo(page, "eve")
  const field = page.locator(".composer textarea")
  await field.fill("Meet me under the clock of Saint-Lazare")
  await page.locator(".composer .send").click()
  await expect(page.locator(".mark-stored")).toBeVisible()
  await page.goto(`${server.origin}/#/`)
  const row = page.locator(".rows .row-link", { hasText: "under the clock" })
  await expect(row).toBeVisible()
  // Each record has a nonce of its own: the one after this start holds what was said before it.
  const nonce = () =>
    page.evaluate(
      () =>
        new Promise<string>(resolve => {
          const opening = indexedDB.open("colombe-first-screen")
          opening.onsuccess = () => {
            const asked = opening.result.transaction("snapshots").objectStore("snapshots").get("list")
            asked.onsuccess = () => {
              opening.result.close()
              resolve(String(asked.result?.nonce))
            }
          }
        }),
    )
  await page.reload()
  await untilReady(page)
  const before = await nonce()
  await expect.poll(nonce).not.toBe(before)

  let release = () => {}
  const released = new Promise<void>(resolve => {
    release = resolve
  })
  // What is installed comes with no request that could be held up: the page is served as on a first visit.
  await page.evaluate(async () => {
    for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister()
  })
  await page.route("**/*.wasm", async route => {
    await released
    await route.continue()
  })
  await page.reload()
  await expect(row).toBeVisible()
  await expect(page.locator("html[data-ready]")).toHaveCount(0)
  await isAccessible(page)
  release()
  await untilReady(page)
  await row.click()
  await expect(page.locator(".message .body", { hasText: "Saint-Lazare" })).toBeVisible()
  await browser.close()
  for (const words of ["Saint-Lazare", "Ana Souza"])
    expect(filesWith(join(profile, "Default", "IndexedDB"), words)).toEqual([])
})
