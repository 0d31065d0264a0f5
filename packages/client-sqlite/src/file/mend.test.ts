import { afterEach, expect, setDefaultTimeout, test } from "bun:test"
import { existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type Bytes, concat, toUtf8, unwrap } from "@colombe/base"
import type { LocalStore } from "@colombe/client"
import { crashedCopy, removeFolder, temporaryFolder } from "../testing/folder.ts"
import { openFileStore } from "./open.ts"

// Many homes are opened, on machines that do other things besides.
setDefaultTimeout(30_000)

const key = new Uint8Array(32).fill(3)
const pageBytes = 4096
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) removeFolder(folder)
})

/** Numbers of the client's tables: whose home it is, people, conversations, messages, what waits to be sent. */
const tables = { me: 1, contact: 10, conversation: 20, entry: 23, outbox: 25 } as const
const keyOf = (table: keyof typeof tables, number: number): Bytes =>
  concat(Uint8Array.of(tables[table]), toUtf8(`${number}`.padStart(6, "0")))

const put = (table: keyof typeof tables, number: number) => ({
  put: keyOf(table, number),
  value: toUtf8(`${table} ${number} `.repeat(20)),
})

const own = (folder: string): string => {
  folders.push(folder)
  return folder
}

/** A closed home with a little of everything, and enough messages and people for many pages. */
async function home(): Promise<string> {
  const folder = own(temporaryFolder())
  const store = unwrap(await openFileStore(folder, key))
  const numbers = Array.from({ length: 400 }, (_, number) => number)
  await store.write([
    put("me", 0),
    ...numbers.map(number => put("contact", number)),
    put("conversation", 1),
    ...numbers.map(number => put("entry", number)),
    put("outbox", 1),
  ])
  await store.close()
  return folder
}

const count = async (store: LocalStore, table: keyof typeof tables): Promise<number> => {
  const [from, to] = [Uint8Array.of(tables[table]), Uint8Array.of(tables[table] + 1)]
  return (await store.scan({ from, to, limit: 1_000 })).length
}
const counts = async (store: LocalStore) => ({
  me: await count(store, "me"),
  contact: await count(store, "contact"),
  conversation: await count(store, "conversation"),
  entry: await count(store, "entry"),
  outbox: await count(store, "outbox"),
})

function flip(folder: string, page: number): void {
  const path = join(folder, "store")
  const bytes = readFileSync(path)
  bytes.writeUInt8((bytes[page * pageBytes + 50] ?? 0) ^ 1, page * pageBytes + 50)
  writeFileSync(path, bytes)
}

const pagesOf = (folder: string): number => readFileSync(join(folder, "store")).length / pageBytes

test("T70 wherever one page is changed, what is damaged is met as such, and the next start carries over what it can", async () => {
  const whole = await home()
  const pages = pagesOf(whole)
  const seen = new Set<string>()
  for (let page = 1; page < pages; page += Math.ceil(pages / 6)) {
    const folder = own(crashedCopy(whole))
    flip(folder, page)
    const first = await openFileStore(folder, key)
    const met = first.ok
      ? await counts(first.value).then(
          () => "nothing",
          (error: { code?: string }) => error.code,
        )
      : first.code
    if (first.ok) await first.value.close()
    const second = await openFileStore(folder, key)
    const found = second.ok
      ? await counts(second.value).catch((error: { code?: string }) => error.code)
      : second.code
    if (second.ok) await second.value.close()
    // A page of the search index, or one that is free, is not met by reading records.
    if (met === "nothing") expect(found).toMatchObject({ me: 1, contact: 400, entry: 400, outbox: 1 })
    else if (typeof found === "object") {
      expect(found).toMatchObject({ me: 1, conversation: 0, entry: 0 })
      // Of records of some two hundred bytes at most a page is gone.
      expect(found.contact).toBeGreaterThan(360)
      expect([found.contact === 400, found.outbox === 1]).toContain(true)
    } else expect(found).toBe("storage-damaged")
    seen.add(met === "nothing" ? "nothing" : typeof found === "object" ? "mended" : "refused")
  }
  expect(seen.has("mended")).toBe(true)
})

test("T70 the damaged file is only read and stays beside the new one, which goes on after that", async () => {
  const folder = await home()
  flip(folder, Math.floor(pagesOf(folder) / 2))
  const damaged = readFileSync(join(folder, "store"))
  const first = unwrap(await openFileStore(folder, key))
  await expect(counts(first)).rejects.toMatchObject({ code: "storage-damaged" })
  await expect(first.get(keyOf("me", 0))).rejects.toMatchObject({ code: "storage-damaged" })
  await first.close()
  for (const round of [1, 2]) {
    const store = unwrap(await openFileStore(folder, key))
    expect(await counts(store)).toMatchObject({ me: 1, entry: round - 1, outbox: 1 })
    await store.write([put("entry", round)])
    await store.close()
    expect(readFileSync(join(folder, "store")).equals(damaged)).toBe(true)
  }
})

test("T70 a file cut short is carried over as far as it goes, or refused and left as it is", async () => {
  const folder = await home()
  truncateSync(join(folder, "store"), 4 * pageBytes)
  const cut = readFileSync(join(folder, "store"))
  const opened = await openFileStore(folder, key)
  if (opened.ok) {
    expect(await counts(opened.value)).toMatchObject({ me: 1, entry: 0 })
    await opened.value.close()
  } else expect(opened.code).toBe("storage-damaged")
  expect(readFileSync(join(folder, "store")).equals(cut)).toBe(true)
})

test("T70 without its log of recent writes a home is an earlier one, whole", async () => {
  const folder = await home()
  const store = unwrap(await openFileStore(folder, key))
  await store.write([put("entry", 1000), put("outbox", 2)])
  const earlier = readFileSync(join(folder, "store"))
  await store.close()
  writeFileSync(join(folder, "store"), earlier)
  expect(existsSync(join(folder, "store-wal"))).toBe(false)
  const again = unwrap(await openFileStore(folder, key))
  expect(await counts(again)).toEqual({ me: 1, contact: 400, conversation: 1, entry: 400, outbox: 1 })
  await again.close()
})
