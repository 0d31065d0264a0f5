import { mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, type Page, test } from "@playwright/test"
import {
  deskEnglish,
  isAccessible,
  newProfile,
  openApp,
  openBrowser,
  openFirst,
  sees,
  signUp,
} from "./browser.ts"
import { colombe, type Server, startServer } from "./server.ts"

let server: Server
test.beforeEach(async () => {
  server = await startServer()
})
test.afterEach(() => server.end())

/** Stored entries of an archive, by name (PKWARE APPNOTE 4.3.12, 4.3.16). */
function unzip(archive: Buffer): ReadonlyMap<string, string> {
  const end = archive.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"))
  const entries = new Map<string, string>()
  let at = archive.readUInt32LE(end + 16)
  while (archive.readUInt32LE(at) === 0x02014b50) {
    expect(archive.readUInt16LE(at + 10)).toBe(0)
    const [size, named, extra] = [at + 24, at + 28, at + 30]
    const name = archive.toString("utf8", at + 46, at + 46 + archive.readUInt16LE(named))
    const local = archive.readUInt32LE(at + 42)
    const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
    entries.set(name, archive.toString("utf8", from, from + archive.readUInt32LE(size)))
    at += 46 + archive.readUInt16LE(named) + archive.readUInt16LE(extra) + archive.readUInt16LE(at + 32)
  }
  return entries
}

/** What lies in the folder that the person chose, by path. */
function filesIn(page: Page): Promise<Record<string, string>> {
  return page.evaluate(async () => {
    const found: Record<string, string> = {}
    const walk = async (folder: FileSystemDirectoryHandle, before: string): Promise<void> => {
      for await (const [name, handle] of folder.entries())
        if (handle instanceof FileSystemDirectoryHandle) await walk(handle, `${before}${name}/`)
        else if (handle instanceof FileSystemFileHandle)
          found[`${before}${name}`] = await (await handle.getFile()).text()
    }
    const top = await navigator.storage.getDirectory()
    await walk(await top.getDirectoryHandle("chosen"), "")
    return found
  })
}

test("EX1 EX2 EX4 EX7 everything is exported, files too, as an archive and into a folder", async () => {
  const bob = newProfile()
  const note = join(mkdtempSync(join(tmpdir(), "colombe-files-")), "Été 🌿.txt")
  writeFileSync(note, "what the file says")
  const run = async (...args: readonly string[]) =>
    expect(await colombe(bob, args), args.join(" ")).toMatchObject({ code: 0 })
  await run("register", "bob", "--server", server.origin)
  const browser = await openBrowser(newProfile(), deskEnglish)
  // Where the system would show its own dialog, the person chooses a folder of the browser's.
  await browser.addInitScript(() => {
    const chosen = async () =>
      (await navigator.storage.getDirectory()).getDirectoryHandle("chosen", { create: true })
    Object.assign(globalThis, { showDirectoryPicker: chosen })
  })
  const page = await openApp(browser, server.origin)
  await signUp(page, "ana", "Ana")
  await run("send", "@ana", "bonjour « Ana »\nعربى")
  await run("send", "@ana", "--file", note, "--caption", "read it")
  await openFirst(page)
  await sees(page, "read it")

  await page.goto(`${server.origin}/#/settings/storage`)
  await page.reload()
  await isAccessible(page)
  await page.locator("button[name=export]").click()
  await expect(page.getByText("The export is whole.")).toBeVisible()
  const written = await filesIn(page)
  const [root = ""] = Object.keys(written)[0]?.split("/") ?? []
  expect(root).toMatch(/^Colombe ana@localhost \d{4}-\d\d-\d\d$/)
  const index = JSON.parse(written[`${root}/index.json`] ?? "")
  expect(index).toMatchObject({ format: "colombe-export", version: 1, account: { address: "ana@localhost" } })
  const [{ file }] = index.conversations
  const lines = (written[`${root}/${file}`] ?? "")
    .trimEnd()
    .split("\n")
    .map(line => JSON.parse(line))
  expect(lines.find(line => line.text?.startsWith("bonjour"))?.text).toBe("bonjour « Ana »\nعربى")
  const { path } = lines.find(line => line.text === "read it").files[0]
  expect(written[`${root}/${path}`]).toBe("what the file says")

  await page.evaluate(() => Object.assign(globalThis, { showDirectoryPicker: undefined }))
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("button[name=export]").click(),
  ])
  expect(download.suggestedFilename()).toBe(`${root}.zip`)
  const archived = unzip(readFileSync(await download.path()))
  expect([...archived.keys()].at(-1)).toBe(`${root}/index.json`)
  expect(Object.fromEntries([...archived].filter(([name]) => !name.endsWith("index.json")))).toEqual(
    Object.fromEntries(Object.entries(written).filter(([name]) => !name.endsWith("index.json"))),
  )
  await browser.close()
})
