import { phrase } from "@colombe/phrases"
import { expect, type Page, test } from "@playwright/test"
import {
  deskEnglish,
  isAccessible,
  newProfile,
  openApp,
  openBrowser,
  openFirst,
  openWholeBrowser,
  phoneFrench,
  say,
  sees,
  seesSent,
  signUp,
  untilReady,
  writeTo,
} from "./browser.ts"
import { breakDetector, drawnCode, fakeCamera, lookAway, watchCameras } from "./camera.ts"
import { colombe, type Server, startServer } from "./server.ts"

let server: Server
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(() => server.end())

const safety = (page: Page) => page.locator(".account-digits li").allTextContents()

test("G2 a phone links a desktop by scanning alone: both show the same digits, and the camera is on no longer than it is looked through", async () => {
  const camera = fakeCamera()
  const [phone, desk] = [
    await openBrowser(newProfile(), phoneFrench, ...camera.args),
    await openBrowser(newProfile(), deskEnglish),
  ]
  await phone.grantPermissions(["camera"])
  const [anaPhone, anaDesk] = [await openApp(phone, server.origin), await openApp(desk, server.origin)]
  await colombe(newProfile(), ["register", "bob", "--server", server.origin])
  await signUp(anaPhone, "ana", "Ana Souza")
  await writeTo(anaPhone, "bob")
  await say(anaPhone, "avant")
  await seesSent(anaPhone, "avant")
  const isCameraOn = await watchCameras(anaPhone)
  await anaPhone.reload()

  // A camera that sees nothing is turned off by hand, by looking elsewhere, and by leaving.
  await anaPhone.goto(`${server.origin}/#/devices`)
  const scan = anaPhone.locator("button[name=scan]")
  await scan.click()
  await expect(anaPhone.locator(".scanner[data-at=looking]")).toBeVisible()
  expect(await isCameraOn()).toBe(true)
  await isAccessible(anaPhone)
  await scan.press("Enter")
  await expect(anaPhone.locator(".scanner")).toHaveCount(0)
  await expect.poll(isCameraOn).toBe(false)
  await scan.press("Enter")
  await expect(anaPhone.locator(".scanner[data-at=looking]")).toBeVisible()
  await lookAway(anaPhone)
  await expect(anaPhone.locator(".scanner")).toHaveCount(0)
  await expect.poll(isCameraOn).toBe(false)
  await scan.press("Enter")
  await expect(anaPhone.locator(".scanner[data-at=looking]")).toBeVisible()
  await anaPhone.keyboard.press("Escape")
  await expect(anaPhone.locator(".scanner")).toHaveCount(0)
  await expect.poll(isCameraOn).toBe(false)

  await anaDesk.locator("button[name=link]").click()
  await expect(anaDesk.locator(".qr")).toBeVisible()
  camera.see(await drawnCode(anaDesk))
  await anaPhone.goto(`${server.origin}/#/devices`)
  await scan.click()
  await expect(anaPhone.locator(".row .primary")).toBeVisible()
  await expect.poll(isCameraOn).toBe(false)
  await anaPhone.locator(".row .primary").click()
  await expect(anaDesk.locator(".account-asked")).toHaveText("ana@localhost")
  await expect(anaPhone.locator(".account-digits li")).toHaveCount(6)
  expect(await safety(anaDesk)).toEqual(await safety(anaPhone))
  await anaDesk.locator(".primary").click()
  await untilReady(anaDesk)
  await openFirst(anaDesk)
  await sees(anaDesk, "avant")
  await phone.close()
  await desk.close()
})

test("G9 a desktop shows the code, a phone without an account scans it, and the six digits are compared; a detector that fails is not asked again", async () => {
  const camera = fakeCamera()
  const [phone, desk] = [
    await openBrowser(newProfile(), phoneFrench, ...camera.args),
    await openBrowser(newProfile(), deskEnglish),
  ]
  await phone.grantPermissions(["camera"])
  const [anaPhone, anaDesk] = [await openApp(phone, server.origin), await openApp(desk, server.origin)]
  const isCameraOn = await watchCameras(anaPhone)
  await breakDetector(anaPhone)
  await anaPhone.reload()
  await signUp(anaDesk, "ana", "Ana Souza")
  await anaPhone.locator("button[name=link]").click()
  await expect(anaPhone.locator(".qr")).toBeVisible()
  // The code of another new device is not what is looked for.
  camera.see(await drawnCode(anaPhone))
  const scan = anaPhone.locator("button[name=scan]")
  await scan.click()
  await expect(anaPhone.locator(".scanner .problem")).toBeVisible()
  await isAccessible(anaPhone)
  await scan.click()
  await expect.poll(isCameraOn).toBe(false)

  await anaDesk.goto(`${server.origin}/#/devices`)
  await anaDesk.locator("button[name=show-code]").click()
  await expect(anaDesk.locator(".qr")).toBeVisible()
  await isAccessible(anaDesk)
  camera.see(await drawnCode(anaDesk))
  await scan.click()
  const digits = anaPhone.locator("output[name=link-digits]")
  await expect(digits).toHaveText(/^[0-9]{6}$/)
  await expect.poll(isCameraOn).toBe(false)
  await anaDesk.locator("input[name=link-digits]").fill((await digits.textContent()) ?? "")
  await anaDesk.locator("input[name=link-digits]").press("Enter")
  await expect(anaPhone.locator(".account-asked")).toHaveText("ana@localhost")
  await expect(anaDesk.locator(".account-digits li")).toHaveCount(6)
  expect(await safety(anaPhone)).toEqual(await safety(anaDesk))
  await anaPhone.locator(".primary").click()
  await untilReady(anaPhone)
  await expect(anaDesk.locator(".device")).toHaveCount(2)
  await phone.close()
  await desk.close()
})

test("a camera that is not allowed, or not there, is said, and the code can be typed all the same", async () => {
  const withCamera = ["--use-fake-device-for-media-stream"]
  for (const [handle, code, args, allowed] of [
    ["ana", "camera-denied", withCamera, []],
    ["eve", "camera-missing", [], ["camera"]],
  ] as const) {
    const [phone, desk] = [
      await openWholeBrowser(newProfile(), phoneFrench, ...args),
      await openBrowser(newProfile(), deskEnglish),
    ]
    await phone.grantPermissions([...allowed])
    const [anaPhone, anaDesk] = [await openApp(phone, server.origin), await openApp(desk, server.origin)]
    await signUp(anaPhone, handle, "Ana")
    await anaPhone.goto(`${server.origin}/#/devices`)
    await anaPhone.locator("button[name=scan]").click()
    await expect(anaPhone.locator(".scan [role=alert]")).toHaveText(phrase(code, "fr"))
    await expect(anaPhone.locator(".scanner")).toHaveCount(0)
    await isAccessible(anaPhone)
    await anaDesk.locator("button[name=link]").click()
    const shown = anaDesk.locator("output[name=link-code]")
    await expect(shown).toHaveText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    await anaPhone.locator("input[name=link-code]").fill((await shown.textContent()) ?? "")
    await anaPhone.locator(".field-row button").click()
    await expect(anaPhone.locator("input[name=link-digits]")).toBeVisible()
    await phone.close()
    await desk.close()
  }
})
