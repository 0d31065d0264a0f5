import { mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { phrase } from "@colombe/phrases"
import { type BrowserContext, expect, type Page, test } from "@playwright/test"
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
  signUp,
  writeTo,
} from "./browser.ts"
import { colombe, type Server, startServer } from "./server.ts"

let server: Server
const browsers: BrowserContext[] = []
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(async () => {
  for (const one of browsers.splice(0)) await one.close()
  await server.end()
})

/** A device that beeps once a second; nobody is asked, and nobody says that it may be used. */
const fakeDevice = "--use-fake-device-for-media-stream"
const fakeMicrophone = [fakeDevice, "--use-fake-ui-for-media-stream"]

async function person(name: string, look = deskEnglish, ...more: readonly string[]): Promise<Page> {
  const openOne = more.length > 0 ? openWholeBrowser : openBrowser
  const browser = await openOne(newProfile(), look, ...more)
  browsers.push(browser)
  const page = await openApp(browser, server.origin)
  await signUp(page, name.toLowerCase(), name)
  return page
}

const button = (page: Page) => page.locator(".voice-button")
const recording = (page: Page) => page.locator(".composer.recording")
const untilSeconds = (page: Page, seconds: number) =>
  expect
    .poll(async () => Number((await recording(page).locator(".voice-time").textContent())?.split(":")[1]))
    .toBeGreaterThanOrEqual(seconds)
const positionOf = (page: Page) =>
  page.locator(".voice-note input").evaluate((slider: HTMLInputElement) => Number(slider.value))

test("F15 a voice note is recorded, paused, listened to, sent, and played on the other side", async () => {
  const home = newProfile()
  await colombe(home, ["register", "eve", "--server", server.origin])
  const [ana, bob] = [await person("Ana", deskEnglish, ...fakeMicrophone), await person("Bob", phoneFrench)]
  await writeTo(ana, "bob")
  await say(ana, "listen")
  await openFirst(bob)
  await sees(bob, "listen")

  await button(ana).click()
  await untilSeconds(ana, 3)
  await isAccessible(ana)
  await recording(ana).getByRole("button", { name: "Pause" }).click()
  await expect(recording(ana).locator("audio.so-far")).toBeVisible()
  await isAccessible(ana)
  await recording(ana).getByRole("button", { name: "Speak on" }).click()
  await untilSeconds(ana, 5)
  await recording(ana).locator(".send").click()
  await expect(recording(ana)).toHaveCount(0)

  const note = bob.locator(".voice-note")
  await expect(note).toBeVisible()
  const heights = await note
    .locator("rect")
    .evaluateAll(all => all.map(one => Number(one.getAttribute("height"))))
  expect(heights).toHaveLength(64)
  // It beeps, and is silent in between.
  expect(Math.max(...heights)).toBeGreaterThan(3 * Math.min(...heights))
  await expect(note.locator(".voice-new")).toBeVisible()
  await isAccessible(bob)
  await note.getByRole("button", { name: "Écouter" }).click()
  await expect.poll(() => positionOf(bob)).toBeGreaterThan(500)
  await expect(note.locator(".voice-new")).toHaveCount(0)
  await note.getByRole("button", { name: "pause" }).click()
  const slider = note.locator("input")
  await slider.fill("3000")
  await expect.poll(() => positionOf(bob)).toBeGreaterThanOrEqual(2900)
  for (const speed of ["1,5", "2", "1"]) {
    await note.locator(".voice-speed").click()
    await expect(note.locator(".voice-speed")).toContainText(speed.replace(",", "."))
  }
  await bob.reload()
  await expect(note).toBeVisible()
  await expect(note.locator(".voice-new")).toHaveCount(0)

  // A terminal has it as a file, in which nothing says who made it, where or when.
  await writeTo(ana, "eve")
  await button(ana).click()
  await untilSeconds(ana, 1)
  await recording(ana).locator(".send").click()
  await expect(ana.locator(".message.mine .mark-stored")).toBeVisible()
  const history = await colombe(home, ["history", "@ana", "--json"])
  const messages = history.out
    .trim()
    .split("\n")
    .map(line => JSON.parse(line) as { kind: string; id: string })
    .filter(({ kind }) => kind === "message")
  const folder = mkdtempSync(join(tmpdir(), "colombe-voice-"))
  expect(await colombe(home, ["save", messages[0]?.id ?? "", folder])).toMatchObject({ code: 0 })
  const [name = ""] = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(path =>
    statSync(join(folder, path)).isFile(),
  )
  expect(name).toMatch(/voice\.(m4a|webm|ogg)$/)
  expect(readFileSync(join(folder, name)).toString("latin1")).not.toMatch(/ana|bob|linux|x86|20\d\d[-:]/i)
})

test("held, a voice note is sent when it is let go; slid aside it is given up, slid up it goes on", async () => {
  await person("Bob")
  const ana = await person("Ana", deskEnglish, ...fakeMicrophone)
  await writeTo(ana, "bob")
  const press = async (end: { readonly x: number; readonly y: number }) => {
    const box = await button(ana).boundingBox()
    if (box === null) throw new Error("no button")
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    await ana.mouse.move(x, y)
    await ana.mouse.down()
    await untilSeconds(ana, 1)
    await ana.mouse.move(x + end.x, y + end.y)
    await ana.mouse.up()
  }
  await press({ x: -120, y: 0 })
  await expect(recording(ana)).toHaveCount(0)
  await press({ x: 0, y: 0 })
  await expect(ana.locator(".voice-note")).toHaveCount(1)
  await press({ x: 0, y: -80 })
  await untilSeconds(ana, 2)
  await ana.keyboard.press("Escape")
  await expect(recording(ana)).toHaveCount(0)
  await expect(ana.locator(".voice-note")).toHaveCount(1)
})

test("what was said until the microphone was gone is there, is heard, and is sent", async () => {
  await person("Bob")
  const ana = await person("Ana", phoneFrench, ...fakeMicrophone)
  await ana.evaluate(() => {
    const { mediaDevices } = navigator
    const ask = mediaDevices.getUserMedia.bind(mediaDevices)
    mediaDevices.getUserMedia = async constraints => {
      const stream = await ask(constraints)
      addEventListener("unplugged", () => {
        for (const track of stream.getTracks()) track.stop()
      })
      return stream
    }
  })
  await writeTo(ana, "bob")
  await button(ana).click()
  await untilSeconds(ana, 2)
  await ana.evaluate(() => dispatchEvent(new Event("unplugged")))
  await expect(recording(ana).getByRole("alert")).toHaveText(phrase("microphone-lost", "fr"))
  await expect(recording(ana).locator("audio.so-far")).toBeVisible()
  await expect(recording(ana).getByRole("button", { name: "Pause" })).toHaveCount(0)
  await isAccessible(ana)
  await recording(ana).locator(".send").click()
  await expect(ana.locator(".voice-note")).toHaveCount(1)
  await expect(recording(ana)).toHaveCount(0)
})

test("a microphone that is denied says so, and one can write on", async () => {
  await person("Bob")
  const ana = await person("Ana", phoneFrench, fakeDevice)
  await writeTo(ana, "bob")
  await button(ana).click()
  await expect(ana.locator(".composer .problem")).toHaveText(phrase("microphone-denied", "fr"))
  await isAccessible(ana)
  await say(ana, "alors j’écris")
  await sees(ana, "alors j’écris")
  await expect(ana.locator(".composer .problem")).toHaveCount(0)
})
