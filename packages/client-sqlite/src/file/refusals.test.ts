import { afterEach, expect, test } from "bun:test"
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type Bytes, toUtf8, unwrap } from "@colombe/base"
import { crashedCopy, removeFolder, temporaryFolder } from "../testing/folder.ts"
import { openFileStore } from "./open.ts"

const key = new Uint8Array(32).map((_, index) => index * 5)
const folders: string[] = []
const owned = (folder: string): string => {
  folders.push(folder)
  return folder
}
afterEach(() => {
  for (const folder of folders.splice(0)) removeFolder(folder)
})

const codeOf = async (folder: string, under: Bytes = key): Promise<string> => {
  const result = await openFileStore(folder, under)
  if (!result.ok) return result.code
  await result.value.close()
  return "ok"
}

const filesOf = (folder: string): ReadonlyMap<string, Buffer> =>
  new Map(
    readdirSync(folder)
      .filter(name => name.startsWith("store"))
      .map(name => [name, readFileSync(join(folder, name))]),
  )

/** A closed store with records enough for many pages. */
async function filledFolder(): Promise<string> {
  const folder = owned(temporaryFolder())
  const store = unwrap(await openFileStore(folder, key))
  const records = Array.from({ length: 300 }, (_, number) => ({
    put: toUtf8(`record ${number}`),
    value: toUtf8(`the value of ${number} `.repeat(40)),
  }))
  await store.write(records)
  await store.close()
  return folder
}

test("T24 nothing that was stored can be read from the files, open or closed", async () => {
  const folder = owned(temporaryFolder())
  const store = unwrap(await openFileStore(folder, key))
  const secret = "colombe plaintext marker"
  const large = secret.repeat(2_000)
  for (let round = 0; round < 20; round++)
    await store.write([
      {
        put: toUtf8(`${secret} key ${round}`),
        value: toUtf8(large),
        searchable: {
          order: round,
          scope: "wherethiswassaid",
          words: ["foldedmarker", `number${round}word`],
        },
      },
    ])
  const open = crashedCopy(owned(folder))
  owned(open)
  await store.close()
  expect(filesOf(open).get("store-wal")?.length).toBeGreaterThan(20 * large.length)
  for (const one of [open, folder])
    for (const [name, bytes] of filesOf(one)) {
      for (const wanted of [
        secret,
        "record",
        "foldedmarker",
        "number7word",
        "wherethiswassaid",
        "CREATE TABLE",
        Buffer.from(key).toString("hex"),
        Buffer.from(key),
      ])
        expect({ name, has: bytes.includes(wanted) }).toEqual({ name, has: false })
      const base64 = Buffer.from(secret).toString("base64").slice(0, 30)
      expect({ name, has: bytes.includes(base64) }).toEqual({ name, has: false })
    }
})

test("T25 another key opens nothing and changes nothing", async () => {
  const folder = await filledFolder()
  const before = filesOf(folder)
  expect(
    await codeOf(
      folder,
      key.map(byte => byte ^ 1),
    ),
  ).toBe("storage-locked")
  expect(filesOf(folder)).toEqual(before)
  expect(await codeOf(folder)).toBe("ok")
})

test("T25 another key changes nothing after a crash either, when recent writes are still in the log", async () => {
  const folder = owned(temporaryFolder())
  const store = unwrap(await openFileStore(folder, key))
  await store.write([{ put: toUtf8("recent"), value: toUtf8("write") }])
  const crashed = owned(crashedCopy(folder))
  await store.close()
  const before = filesOf(crashed)
  expect(before.get("store-wal")?.length).toBeGreaterThan(0)
  expect(await codeOf(crashed, new Uint8Array(32))).toBe("storage-locked")
  expect(filesOf(crashed)).toEqual(before)
  const again = unwrap(await openFileStore(crashed, key))
  expect(await again.get(toUtf8("recent"))).toEqual(toUtf8("write"))
  await again.close()
})

test("T23 a home in use is refused to this process and to others, until it is closed", async () => {
  const folder = owned(temporaryFolder())
  const store = unwrap(await openFileStore(folder, key))
  expect(await codeOf(folder)).toBe("home-busy")
  const script = `
    import { openFileStore } from "./open.ts"
    const result = await openFileStore(process.argv[1], new Uint8Array(32))
    console.log(result.ok ? "ok" : result.code)`
  const other = Bun.spawn([process.execPath, "-e", script, folder], { cwd: import.meta.dir, stdout: "pipe" })
  expect((await new Response(other.stdout).text()).trim()).toBe("home-busy")
  await store.write([{ put: toUtf8("still"), value: toUtf8("works") }])
  await store.close()
  expect(await codeOf(folder)).toBe("ok")
})

test("T28 a place where nothing can be written is refused", async () => {
  const folder = owned(temporaryFolder())
  writeFileSync(join(folder, "file"), "")
  expect(await codeOf(join(folder, "file"))).toBe("home-read-only")
  expect(await codeOf(join(folder, "file", "below"))).toBe("home-read-only")
})

test("T27 a changed page is never read as data, wherever it is", async () => {
  const folder = await filledFolder()
  const path = join(folder, "store")
  const whole = readFileSync(path)
  const pages = whole.length / 4096
  for (const page of [1, Math.floor(pages / 2), pages - 1]) {
    const changed = Buffer.from(whole)
    changed.writeUInt8((changed[page * 4096 + 100] ?? 0) ^ 1, page * 4096 + 100)
    writeFileSync(path, changed)
    const result = await openFileStore(folder, key)
    const store = result.ok ? result.value : undefined
    const read = async () =>
      store?.scan({ from: toUtf8(""), to: toUtf8("z"), limit: 1000 }).then(
        records => `${records.length} records`,
        (error: { code?: string }) => error.code,
      )
    expect(result.ok ? await read() : result.code).toBe("storage-damaged")
    await store?.close()
  }
  writeFileSync(path, whole)
  expect(await codeOf(folder)).toBe("ok")
})

test("T27 a file cut short, or one that is no store, is refused", async () => {
  const folder = await filledFolder()
  truncateSync(join(folder, "store"), 3 * 4096)
  expect(await codeOf(folder)).toBe("storage-damaged")
  const other = owned(temporaryFolder())
  writeFileSync(join(other, "store"), "this is a text file\n".repeat(500))
  expect(await codeOf(other)).toBe("storage-locked")
  expect(readFileSync(join(other, "store"), "utf8")).toStartWith("this is a text file\n")
  expect(existsSync(join(other, "store-wal"))).toBe(false)
})
