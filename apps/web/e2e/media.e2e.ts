import { createHash, randomBytes } from "node:crypto"
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { phrase } from "@colombe/phrases"
import { expect, type Page, test } from "@playwright/test"
import {
  isAccessible,
  openFirst,
  say,
  sees,
  type TwoPeople,
  twoPeople,
  untilInstalled,
  writeTo,
} from "./browser.ts"
import { longFilm, tone } from "./film.ts"
import { type Server, startServer } from "./server.ts"

let server: Server
let people: TwoPeople
const folder = mkdtempSync(join(tmpdir(), "colombe-media-"))
test.beforeAll(async () => {
  server = await startServer()
  people = await twoPeople(server.origin)
  await writeTo(people.ana, "bob")
  await say(people.ana, "listen to this")
  await openFirst(people.bob)
  await sees(people.bob, "listen to this")
  // Before an answer only a few messages may be sent.
  await say(people.bob, "je vous écoute")
  await sees(people.ana, "je vous écoute")
  await untilInstalled(people.bob)
})
test.afterAll(async () => {
  await people.end()
  await server.end()
})

const mebibyte = 1024 * 1024
const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex")

/** Milliseconds for tens of megabytes to be sealed and taken in, on a loaded machine. */
const uploadMs = 180_000

async function send(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  await page.locator("input[type=file]").setInputFiles(path)
  await page.locator("dialog .file-sheet button[type=submit]").click()
  await expect(page.locator("dialog[open]")).toHaveCount(0)
  const sent = page.locator(".message.mine", { hasText: name })
  await expect(sent.locator(".mark-stored, .mark-read, .mark-read-by-all")).toBeVisible({ timeout: uploadMs })
}

/** The mebibytes of a blob that a page's worker asks the server for, by their number, in order. */
function watchPieces(page: Page): number[] {
  const asked: number[] = []
  page.on("request", request => {
    const [, from] = /^bytes=(\d+)-/.exec(request.headers().range ?? "") ?? []
    if (request.url().includes("/blobs/") && from !== undefined)
      asked.push(Math.floor(Number(from) / mebibyte))
  })
  return asked
}

/** Where the server keeps the blob of at least so many bytes that came last. */
function lastLargeBlob(bytes: number): string {
  const blobs = join(server.data, "blobs")
  const names = readdirSync(blobs, { recursive: true, encoding: "utf8" }).map(name => join(blobs, name))
  const large = names
    .map(path => ({ path, stat: statSync(path) }))
    .filter(({ stat }) => stat.isFile() && stat.size >= bytes)
  const [last] = large.sort((one, other) => other.stat.mtimeMs - one.stat.mtimeMs)
  if (last === undefined) throw new Error("no such blob")
  return last.path
}

const row = (page: Page, name: string) => page.locator(".file-row", { hasText: name })
const played = (page: Page) =>
  page.locator(".player").evaluate((player: HTMLMediaElement) => player.readyState >= 2 && !player.seeking)

test("a film plays before it is fetched, and a jump in it fetches only what is needed", async () => {
  const { ana, bob } = people
  const film = await longFilm(ana, 150)
  await send(ana, "crossing.webm", film)
  await expect(row(bob, "crossing.webm")).toBeVisible()
  const asked = watchPieces(bob)
  await row(bob, "crossing.webm").getByRole("button", { name: "Lire" }).click()
  await expect.poll(() => played(bob)).toBe(true)
  await isAccessible(bob)
  const player = bob.locator("video.player")
  expect(await player.evaluate((video: HTMLVideoElement) => Math.round(video.duration))).toBe(150)
  asked.length = 0
  await player.evaluate((video: HTMLVideoElement) => {
    video.pause()
    video.currentTime = 120
  })
  await expect.poll(() => played(bob)).toBe(true)
  const pieces = Math.ceil(film.length / mebibyte)
  const needed = Math.floor((pieces * 120) / 150)
  expect(pieces).toBeGreaterThan(15)
  expect(asked.some(piece => Math.abs(piece - needed) <= 1)).toBe(true)
  // The browser reads some way ahead of what it shows, and never all that lies between.
  expect(new Set(asked).size).toBeLessThan(pieces / 2)

  const url = await player.getAttribute("src")
  const answerOf = (headers: Record<string, string>) =>
    bob.evaluate(
      async ([address, asking]) => {
        const answer = await fetch(address, { headers: asking })
        await answer.body?.cancel()
        return [answer.status, answer.headers.get("content-type"), answer.headers.get("content-disposition")]
      },
      [url ?? "", headers] as const,
    )
  // Whatever is no player gets a file to save, and no page.
  expect(await answerOf({})).toEqual([
    200,
    "application/octet-stream",
    "attachment; filename*=UTF-8''crossing.webm",
  ])
  await row(bob, "crossing.webm").getByRole("button", { name: "Arrêter" }).click()
  await expect(bob.locator(".player")).toHaveCount(0)
  expect((await answerOf({}))[0]).toBe(404)
})

test("sound plays, and a file that is none says so", async () => {
  const { ana, bob } = people
  await send(ana, "tone.wav", tone(60))
  await send(ana, "noise.mp4", randomBytes(5000))
  await row(bob, "tone.wav").getByRole("button", { name: "Lire" }).click()
  const player = bob.locator("audio.player")
  await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBeGreaterThan(0)
  await row(bob, "noise.mp4").getByRole("button", { name: "Lire" }).click()
  await expect(row(bob, "noise.mp4").getByRole("alert")).toHaveText(phrase("file-not-playable", "fr"))
  await row(bob, "tone.wav").getByRole("button", { name: "Arrêter" }).click()
  await expect(bob.locator(".player")).toHaveCount(0)
})

test("a film in which the server exchanged two chunks stops there, and says so", async () => {
  const { ana, bob } = people
  const film = await longFilm(ana, 150)
  await send(ana, "exchanged.webm", film)
  await expect(row(bob, "exchanged.webm")).toBeVisible()
  const path = lastLargeBlob(film.length)
  const stored = readFileSync(path)
  const chunk = 16 * 1024 + 16
  const at = 56 + chunk * Math.floor((0.8 * film.length) / (16 * 1024))
  const kept = Buffer.from(stored.subarray(at, at + chunk))
  stored.copy(stored, at, at + chunk, at + 2 * chunk)
  kept.copy(stored, at + chunk)
  writeFileSync(path, stored)
  await row(bob, "exchanged.webm").getByRole("button", { name: "Lire" }).click()
  await expect.poll(() => played(bob)).toBe(true)
  await bob.locator("video.player").evaluate((video: HTMLVideoElement) => {
    video.currentTime = 120
  })
  await expect(row(bob, "exchanged.webm").getByRole("alert")).toHaveText(phrase("file-damaged", "fr"))
  await expect(bob.locator(".player")).toHaveCount(0)
  await isAccessible(bob)
})

test("a large download goes to disk as it comes, shows how far it is, and can be stopped", async () => {
  const { ana, bob } = people
  const bytes = randomBytes(20 * mebibyte + 5)
  const name = "rapport (l'été) 100%.bin"
  await send(ana, name, bytes)
  await expect(row(bob, name)).toBeVisible()
  let isHeld = true
  let release = () => {}
  const released = new Promise<void>(resolve => {
    release = resolve
  })
  await bob.route("**/blobs/**", async route => {
    const [, from = 0] = /^bytes=(\d+)-/.exec(route.request().headers().range ?? "") ?? []
    if (isHeld && Number(from) > 8 * mebibyte) await released
    await route.continue()
  })
  const press = (label: string) => row(bob, name).getByRole("button", { name: label }).click()
  const [stopped] = await Promise.all([bob.waitForEvent("download"), press("Télécharger")])
  const bar = row(bob, name).locator("progress")
  await expect.poll(() => bar.evaluate((progress: HTMLProgressElement) => progress.value)).toBeGreaterThan(20)
  await isAccessible(bob)
  await press("Arrêter le téléchargement")
  expect(await stopped.failure()).not.toBeNull()
  await expect(bar).toHaveCount(0)
  isHeld = false
  release()

  const [download] = await Promise.all([bob.waitForEvent("download"), press("Télécharger")])
  expect(hashOf(readFileSync(await download.path()))).toBe(hashOf(bytes))
  expect(download.suggestedFilename()).toBe(name)
  await expect(bar).toHaveCount(0)
})
