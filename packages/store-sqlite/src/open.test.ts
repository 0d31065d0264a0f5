import { Database } from "bun:sqlite"
import { afterEach, expect, setDefaultTimeout, test } from "bun:test"
import { readFileSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { toUtf8, unwrap } from "@colombe/base"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { account, commitEntry, conversation, nextEpoch, openEntry } from "@colombe/store/testing"
import { openSqliteStore } from "./open.ts"
import { schemaVersion } from "./schema.ts"
import { quickFolders, removeFolder, temporaryFolder } from "./testing/folder.ts"

setDefaultTimeout(30_000)
const crypto = deterministicCrypto(Uint8Array.of(1))
const folders: string[] = []
const newFolder = (): string => {
  const folder = temporaryFolder(quickFolders)
  folders.push(folder)
  return folder
}
afterEach(() => {
  for (const folder of folders.splice(0)) removeFolder(folder)
})

const fileOf = (folder: string): string => join(folder, "colombe.sqlite")
const codeOf = async (folder: string): Promise<string> => {
  const result = await openSqliteStore(folder, { crypto })
  if (!result.ok) return result.code
  await result.value.close()
  return "ok"
}

test("a data folder keeps its store's id; another has another", async () => {
  const folder = newFolder()
  const first = unwrap(await openSqliteStore(join(folder, "deep", "er"), { crypto }))
  await first.close()
  const again = unwrap(await openSqliteStore(join(folder, "deep", "er"), { crypto }))
  expect(again.storeId).toEqual(first.storeId)
  expect(again.storeId).toHaveLength(16)
  const other = unwrap(await openSqliteStore(newFolder(), { crypto }))
  expect(other.storeId).not.toEqual(first.storeId)
  await again.close()
  await other.close()
})

test("T16 a folder in use is refused to this process and to others, until it is closed", async () => {
  const folder = newFolder()
  const store = unwrap(await openSqliteStore(folder, { crypto }))
  expect(await codeOf(folder)).toBe("data-in-use")
  const script = `
    import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
    import { openSqliteStore } from "./open.ts"
    const result = await openSqliteStore(process.argv[1], { crypto: deterministicCrypto(Uint8Array.of(2)) })
    console.log(result.ok ? "ok" : result.code)
    process.exit()`
  const other = Bun.spawn([process.execPath, "-e", script, folder], { cwd: import.meta.dir, stdout: "pipe" })
  expect((await new Response(other.stdout).text()).trim()).toBe("data-in-use")
  await store.accounts.addInvitation("still works", 1)
  await store.close()
  expect(await codeOf(folder)).toBe("ok")
})

test("T17 a newer file is refused and left as it was", async () => {
  const folder = newFolder()
  expect(await codeOf(folder)).toBe("ok")
  const database = new Database(fileOf(folder))
  database.run(`PRAGMA user_version = ${schemaVersion + 1}`)
  database.close()
  const before = readFileSync(fileOf(folder))
  expect(await codeOf(folder)).toBe("data-newer")
  expect(readFileSync(fileOf(folder)).equals(before)).toBe(true)
})

test("T19 a file of the first version is brought to this one and keeps what it holds", async () => {
  const folder = newFolder()
  const before = unwrap(await openSqliteStore(folder, { crypto }))
  unwrap(await before.conversations.open(openEntry()))
  await before.close()
  const database = new Database(fileOf(folder))
  for (const table of ["former_member", "read_position", "blob", "blob_reference"])
    database.run(`DROP TABLE ${table}`)
  database.run("PRAGMA user_version = 1")
  database.close()
  const after = unwrap(await openSqliteStore(folder, { crypto }))
  expect(after.storeId).toEqual(before.storeId)
  unwrap(await after.conversations.append(commitEntry(0, { next: nextEpoch(1, { members: [] }) })))
  expect(await after.conversations.readableUpTo(conversation("room"), account("bob"))).toBe(2)
  await after.close()
})

test("T17 what is not a store is refused and left as it was", async () => {
  const noise = newFolder()
  writeFileSync(fileOf(noise), crypto.random(8192))
  const foreign = newFolder()
  new Database(fileOf(foreign), { create: true }).run("CREATE TABLE other (a)")
  for (const folder of [noise, foreign]) {
    const before = readFileSync(fileOf(folder))
    expect(await codeOf(folder)).toBe("data-damaged")
    expect(readFileSync(fileOf(folder)).equals(before)).toBe(true)
  }
})

test("T17 a file cut short is refused", async () => {
  const folder = newFolder()
  expect(await codeOf(folder)).toBe("ok")
  truncateSync(fileOf(folder), 5000)
  expect(await codeOf(folder)).toBe("data-damaged")
})

test("T18 a full disk fails what does not fit and keeps everything else", async () => {
  const folder = newFolder()
  const store = unwrap(await openSqliteStore(folder, { crypto, pagesMax: 60 }))
  const deliver = (name: string, length: number) =>
    store.accounts
      .deliver([
        {
          account: crypto.hash("SHA-256", toUtf8("ana")),
          device: new Uint8Array(16),
          id: crypto.hash("SHA-256", toUtf8(name)).slice(16),
          kind: 2,
          conversation: new Uint8Array(32),
          commitSeq: 0,
          body: new Uint8Array(length),
        },
      ])
      .then(
        () => "ok",
        (error: { code?: string }) => error.code,
      )
  const answers = await Promise.all([
    deliver("fits", 100),
    deliver("too large", 500_000),
    deliver("fits too", 100),
    deliver("too large as well", 500_000),
  ])
  expect(answers).toEqual(["ok", "storage-full", "ok", "storage-full"])
  expect(await deliver("later", 100)).toBe("ok")
  await store.close()
  const again = unwrap(await openSqliteStore(folder, { crypto }))
  const mail = await again.accounts.mail(crypto.hash("SHA-256", toUtf8("ana")), new Uint8Array(16), 0, 10)
  expect(mail.map(({ body }) => body.length)).toEqual([100, 100, 100])
  await again.close()
})

test("T17 a place where nothing can be written is refused", async () => {
  const folder = newFolder()
  writeFileSync(join(folder, "file"), "")
  expect(await codeOf(join(folder, "file"))).toBe("data-read-only")
  expect(await codeOf(join(folder, "file", "below"))).toBe("data-read-only")
})
