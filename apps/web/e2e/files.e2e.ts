import { createHash, randomBytes } from "node:crypto"
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  filmPictures,
  secretCamera,
  secretGif,
  secretHeic,
  secretPlace,
  smallJpeg,
  withSecretsInFilm,
  withSecretsInJpeg,
} from "@colombe/client/testing"
import { expect, type Page, test } from "@playwright/test"
import {
  deskEnglish,
  isAccessible,
  openFirst,
  phoneFrench,
  say,
  sees,
  twoPeople,
  writeTo,
} from "./browser.ts"
import { pinch, swipe } from "./fingers.ts"
import { type Server, startServer } from "./server.ts"

let server: Server
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(() => server.end())

const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex")

/** Chooses files as a person does, says something about them, and sends. */
async function attach(
  page: Page,
  paths: readonly string[],
  caption: string,
  unchanged = false,
): Promise<void> {
  await page.locator("input[type=file]").setInputFiles([...paths])
  const sheet = page.locator("dialog .file-sheet")
  await expect(sheet.locator("li")).toHaveCount(paths.length)
  if (unchanged) await sheet.locator("input[type=checkbox]").check()
  await sheet.locator("input[type=text]").fill(caption)
  await isAccessible(page)
  await sheet.locator("button[type=submit]").click()
  await expect(sheet).toHaveCount(0)
}

/** A JPEG of its own camera, with a place in its metadata: drawn by the browser, then marked. */
async function photograph(
  page: Page,
  folder: string,
  { name = "IMG_0042.jpg", width = 1600, height = 1200 } = {},
): Promise<string> {
  const drawn = await page.evaluate(
    async ([width, height]) => {
      const canvas = new OffscreenCanvas(width, height)
      const pen = canvas.getContext("2d")
      if (pen === null) throw new Error("no canvas")
      const sky = pen.createLinearGradient(0, 0, width, height)
      sky.addColorStop(0, "#e0b25c")
      sky.addColorStop(1, "#25628a")
      pen.fillStyle = sky
      pen.fillRect(0, 0, width, height)
      const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.95 })
      return [...new Uint8Array(await blob.arrayBuffer())]
    },
    [width, height] as const,
  )
  const jpeg = Buffer.from(drawn)
  const place = Buffer.from("Exif\0\0GPS 48.8566 N 2.3522 E, Paris")
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, place.length + 2]), place])
  const path = join(folder, name)
  writeFileSync(path, Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]))
  return path
}

test("a photo and a file go from one to the other, sealed, and without the place where it was taken (complaint: download not focusable)", async () => {
  const folder = mkdtempSync(join(tmpdir(), "colombe-files-"))
  const { ana: anaPage, bob: bobPage, end } = await twoPeople(server.origin, phoneFrench, deskEnglish)
  await writeTo(anaPage, "bob")
  await say(anaPage, "Regarde")
  await openFirst(bobPage)
  await sees(bobPage, "Regarde")

  const photo = await photograph(anaPage, folder)
  const report = join(folder, "rapport <final> & co.pdf")
  const pages = randomBytes(3 * 1024 * 1024 + 17)
  writeFileSync(report, pages)
  await attach(anaPage, [photo], "la plage")
  await attach(anaPage, [report], "")

  const picture = bobPage.locator(".picture")
  await expect(picture.locator("img")).toBeVisible()
  const room = await picture.boundingBox()
  expect(Math.round(((room?.width ?? 0) / (room?.height ?? 1)) * 100)).toBe(133)
  await sees(bobPage, "la plage")
  await isAccessible(bobPage)
  await picture.click()
  const whole = bobPage.locator(".viewer-stage img")
  await expect(whole).toBeVisible()
  const [downloadedPhoto] = await Promise.all([
    bobPage.waitForEvent("download"),
    bobPage.locator(".viewer-download").click(),
  ])
  const got = readFileSync(await downloadedPhoto.path())
  expect(got.includes("Paris")).toBe(false)
  expect(downloadedPhoto.suggestedFilename()).toBe("IMG_0042.jpg")
  await bobPage.keyboard.press("Escape")
  await expect(picture).toBeFocused()

  await expect(bobPage.locator(".file-row")).toBeVisible()
  await bobPage.locator(".timeline").focus()
  await bobPage.keyboard.press("End")
  await expect(bobPage.locator("article.message", { has: bobPage.locator(".file-row") })).toBeFocused()
  await bobPage.keyboard.press("Tab")
  await expect(bobPage.locator(".file-row button")).toBeFocused()
  const [downloaded] = await Promise.all([bobPage.waitForEvent("download"), bobPage.keyboard.press("Enter")])
  expect(hashOf(readFileSync(await downloaded.path()))).toBe(hashOf(pages))
  for (const name of readdirSync(join(server.data, "blobs"), { recursive: true, encoding: "utf8" })) {
    if (name.length < 60) continue
    const stored = readFileSync(join(server.data, "blobs", name))
    expect(stored.includes("JFIF") || stored.includes(pages.subarray(1000, 1032))).toBe(false)
  }
  await end()
})

test("a page under the name of a picture is a file, and files can be left out before they go", async () => {
  const folder = mkdtempSync(join(tmpdir(), "colombe-files-"))
  const trap = join(folder, "holiday.png")
  writeFileSync(trap, "<!doctype html><script>alert(1)</script>")
  const second = join(folder, "notes.txt")
  writeFileSync(second, "notes")
  const { ana: page, bob: bobPage, end } = await twoPeople(server.origin, deskEnglish, deskEnglish)
  await writeTo(page, "bob")
  await page.locator("input[type=file]").setInputFiles([trap, second])
  await page.locator("dialog .chosen-files button").nth(1).click()
  await expect(page.locator("dialog .chosen-files li")).toHaveCount(1)
  await page.locator("dialog button[type=submit]").click()
  await openFirst(bobPage)
  await expect(bobPage.locator(".file-row")).toContainText("holiday.png")
  await expect(bobPage.locator(".picture")).toHaveCount(0)
  await end()
})

/** What Bob gets when he downloads each file of what came last, by name. */
async function downloads(page: Page, names: readonly string[]): Promise<Buffer[]> {
  const got: Buffer[] = []
  for (const name of names) {
    const row = page.locator(".file-row", { hasText: name })
    await expect(row).toBeVisible()
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      row.getByRole("button", { name: /^(Download|Télécharger) / }).click(),
    ])
    got.push(readFileSync(await download.path()))
  }
  return got
}

test("F10, F11 no kind of picture or film carries place or camera, in full size neither, and what cannot be cleaned is named before it goes", async () => {
  const folder = mkdtempSync(join(tmpdir(), "colombe-files-"))
  const { ana: page, bob: bobPage, end } = await twoPeople(server.origin, phoneFrench, deskEnglish)
  await writeTo(page, "bob")

  const files: Readonly<Record<string, Uint8Array>> = {
    "phone.heic": secretHeic(),
    "film.mp4": withSecretsInFilm(),
    "torn.jpg": withSecretsInJpeg(smallJpeg, 6),
    "raw.dng": Buffer.concat([Buffer.from("II*\0"), randomBytes(300)]),
  }
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
  const names = Object.keys(files)
  await page.locator("input[type=file]").setInputFiles(names.map(name => join(folder, name)))
  const warned = page.locator(".chosen-files li", { has: page.locator(".file-hidden") })
  await expect(warned).toHaveCount(1)
  await expect(warned).toContainText("raw.dng")
  await isAccessible(page)
  await page.locator("dialog button[type=submit]").click()
  await expect(page.locator("dialog")).toHaveCount(0)
  await openFirst(bobPage)
  const got = await downloads(bobPage, names)
  for (const bytes of got.slice(0, 3))
    for (const secret of [secretPlace, secretCamera]) expect(bytes.includes(secret)).toBe(false)
  expect(got[0]?.length).toBe(files["phone.heic"]?.length)
  expect(got[1]?.includes(filmPictures)).toBe(true)
  expect(hashOf(got[3] ?? Buffer.of())).toBe(hashOf(files["raw.dng"] ?? Buffer.of()))

  const photo = await photograph(page, folder)
  const loop = join(folder, "loop.gif")
  writeFileSync(loop, secretGif())
  await attach(page, [photo, loop], "en grand", true)
  await sees(bobPage, "en grand")
  for (const name of ["IMG_0042.jpg", "loop.gif"]) {
    await bobPage.getByRole("button", { name: `Look at ${name}` }).click()
    const [download] = await Promise.all([
      bobPage.waitForEvent("download"),
      bobPage
        .locator("dialog")
        .getByRole("button", { name: `Download ${name}` })
        .click(),
    ])
    const bytes = readFileSync(await download.path())
    for (const secret of ["Paris", secretPlace, secretCamera]) expect(bytes.includes(secret)).toBe(false)
    await bobPage.keyboard.press("Escape")
  }
  await end()
})

test("F12, F14 one's own photo is there at once, while it waits and without a network, and what was opened stays over a reload, until it is cleared", async () => {
  const folder = mkdtempSync(join(tmpdir(), "colombe-files-"))
  const { ana: page, bob: bobPage, end } = await twoPeople(server.origin, phoneFrench, deskEnglish)
  await writeTo(page, "bob")
  const photo = await photograph(page, folder)

  let release = () => {}
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  // What goes over HTTP is counted, and cut while `isCut`.
  let isCut = true
  const fetched: string[] = []
  for (const one of [page, bobPage])
    await one.context().route("**/blobs/**", async route => {
      if (route.request().method() === "GET") {
        fetched.push(route.request().url())
        await held
      }
      return isCut ? route.abort() : route.continue()
    })
  await attach(page, [photo], "sans réseau")
  const picture = page.locator(".picture")
  await expect(picture.locator("img")).toBeVisible()
  await expect(page.getByRole("progressbar", { name: "Envoi" })).toBeVisible()
  await attach(page, [photo], "à ne pas envoyer")
  await sees(page, "à ne pas envoyer")
  await isAccessible(page)
  await page.getByRole("button", { name: "Ne pas envoyer" }).last().click()
  await expect(page.getByText("à ne pas envoyer")).toHaveCount(0)
  await expect(picture).toHaveCount(1)
  isCut = false
  await expect(page.getByRole("progressbar")).toHaveCount(0, { timeout: 30_000 })
  await expect(picture.locator("img")).toBeVisible()

  await openFirst(bobPage)
  const preview = bobPage.locator("canvas.picture-preview")
  await expect(preview).toBeVisible()
  const colour = () =>
    preview.evaluate(canvas => [
      ...((canvas as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, 1, 1).data ?? []),
    ])
  await expect.poll(async () => (await colour())[3]).toBe(255)
  const [red = 0, , blue = 0] = await colour()
  expect(red).toBeGreaterThan(blue)
  release()
  await expect(bobPage.locator(".picture img")).toBeVisible()
  await expect(preview).toHaveCount(0)
  await expect(page.locator(".picture img")).toBeVisible()
  const once = fetched.length
  expect(new Set(fetched).size).toBe(1)
  isCut = true
  for (const one of [page, bobPage]) {
    await one.reload()
    await expect(one.locator(".picture img")).toBeVisible()
  }
  expect(fetched.length).toBe(once)
  isCut = false

  await bobPage.goto(`${server.origin}/#/settings/storage`)
  const kept = bobPage.locator(".kept .member")
  await expect(kept).toContainText("1 file")
  await isAccessible(bobPage)
  await kept.getByRole("button").click()
  await expect(kept).toHaveCount(0)
  await bobPage.goBack()
  await expect(bobPage.locator(".picture img")).toBeVisible()
  expect(fetched.length).toBeGreaterThan(once)
  await end()
})

test("pictures are looked at one after the other, near and whole, by mouse, keys and fingers; several are an album with exact boxes", async () => {
  const folder = mkdtempSync(join(tmpdir(), "colombe-files-"))
  const { ana: page, bob: bobPage, end } = await twoPeople(server.origin, phoneFrench, deskEnglish)
  await writeTo(page, "bob")
  const wide = await photograph(page, folder, { name: "wide.jpg", width: 1600, height: 900 })
  const tall = await photograph(page, folder, { name: "tall.jpg", width: 900, height: 1200 })
  const square = await photograph(page, folder, { name: "square.jpg", width: 800, height: 800 })
  await attach(page, [wide, tall, square], "trois")
  await openFirst(bobPage)
  const album = bobPage.locator(".album .picture img")
  await expect(album).toHaveCount(3)
  const boxes = await bobPage
    .locator(".album li")
    .evaluateAll(all => all.map(one => one.getBoundingClientRect()))
  const ratios = boxes.map(({ width, height }) => Math.round((100 * width) / height))
  // Rounded to pixels of the screen at the most.
  for (const [at, ratio] of [178, 75, 100].entries())
    expect(Math.abs((ratios[at] ?? 0) - ratio)).toBeLessThan(3)
  expect(Math.abs((boxes[0]?.height ?? 0) - (boxes[1]?.height ?? 1))).toBeLessThan(1)
  await isAccessible(bobPage)

  const open = (name: string) => bobPage.getByRole("button", { name: `Look at ${name}` })
  const viewer = bobPage.getByRole("dialog")
  const shown = viewer.locator(".viewer-stage img")
  const scale = () => shown.evaluate(image => new DOMMatrix(getComputedStyle(image).transform).a)
  await open("tall.jpg").click()
  await expect(shown).toHaveAttribute("alt", "tall.jpg")
  const window = bobPage.viewportSize()
  expect(await viewer.boundingBox()).toMatchObject({ x: 0, y: 0, ...window })
  await isAccessible(bobPage)

  await bobPage.keyboard.press("+")
  expect(await scale()).toBeGreaterThan(1.3)
  await bobPage.keyboard.press("0")
  expect(await scale()).toBe(1)
  await shown.dblclick()
  expect(await scale()).toBe(2.5)
  await bobPage.mouse.wheel(0, -300)
  await expect.poll(scale).toBeGreaterThan(4.5)
  await bobPage.keyboard.press("ArrowRight")
  await expect(shown).toHaveAttribute("alt", "square.jpg")
  expect(await scale()).toBe(1)
  await bobPage.keyboard.press("ArrowRight")
  await expect(viewer.getByRole("button", { name: "Later picture" })).toHaveAttribute("aria-disabled", "true")
  await bobPage.keyboard.press("ArrowLeft")
  await viewer.getByRole("button", { name: "Earlier picture" }).click()
  await expect(shown).toHaveAttribute("alt", "wide.jpg")
  await bobPage.keyboard.press("Escape")
  await expect(viewer).toHaveCount(0)
  await expect(open("wide.jpg")).toBeFocused()

  await page.locator(".picture").first().click()
  const stage = page.locator(".viewer-stage")
  const turned = page.locator(".viewer-stage img")
  await expect(turned).toHaveAttribute("alt", "wide.jpg")
  await isAccessible(page)
  await swipe(stage, -150, 10)
  await expect(turned).toHaveAttribute("alt", "tall.jpg")
  await swipe(stage, 150, 10)
  await expect(turned).toHaveAttribute("alt", "wide.jpg")
  await pinch(stage, 2)
  await expect
    .poll(() => turned.evaluate(image => new DOMMatrix(getComputedStyle(image).transform).a))
    .toBeCloseTo(2)
  await page.keyboard.press("0")
  await swipe(stage, 5, 200)
  await expect(stage).toHaveCount(0)
  await end()
})
