import { Database } from "bun:sqlite"
import { afterEach, expect, setDefaultTimeout, test } from "bun:test"
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { type Bytes, toUtf8, unwrap } from "@colombe/base"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { nextEntry } from "@colombe/store"
import {
  account,
  commitEntry,
  conversation,
  newAccount,
  newEntry,
  nextEpoch,
  openEntry,
} from "@colombe/store/testing"
import { nativeHash } from "./native-hash.ts"
import { openSqliteStore } from "./open.ts"
import { applicationId, schemaVersion } from "./schema.ts"
import { firstSchema } from "./testing/first-schema.ts"
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

/** What the program of the first version left behind: a conversation of two, an account and an invitation. */
function firstVersion(folder: string): Bytes {
  const database = new Database(fileOf(folder), { create: true, readwrite: true })
  database.run("PRAGMA journal_mode = WAL")
  database.run(firstSchema)
  const entry = nextEntry(nativeHash, undefined, openEntry())
  const { seq, at, type, incarnation, epoch, hash, digest, body, author } = entry
  database.run("INSERT INTO store (id) VALUES (?)", [new Uint8Array(16).fill(5)])
  database.run("INSERT INTO conversation (key, id) VALUES (1, ?)", [conversation("room")])
  database.run(
    `INSERT INTO log (conversation, seq, at, type, incarnation, epoch, hash, digest, author, body)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [seq, at, type, incarnation, epoch, hash, digest, author, body],
  )
  const { state, groupInfo } = nextEpoch(0)
  database.run(
    "INSERT INTO group_state (conversation, incarnation, epoch, seq, state, group_info) VALUES (1, 0, 0, 1, ?, ?)",
    [state.body, groupInfo],
  )
  for (const name of ["ana", "bob"])
    database.run("INSERT INTO member (conversation, account) VALUES (1, ?)", [account(name)])
  const { handle, handleStatement, handleSignature, genesis } = newAccount("ana")
  database.run(
    "INSERT INTO account (key, id, handle, handle_statement, handle_signature) VALUES (1, ?, ?, ?, ?)",
    [account("ana"), handle, handleStatement, handleSignature],
  )
  database.run("INSERT INTO link (account, place, body) VALUES (1, 0, ?)", [genesis])
  const invitation = nativeHash.hash("SHA-256", toUtf8("come in"))
  database.run("INSERT INTO invitation (hash, expires, used) VALUES (?, 9000, 0)", [invitation])
  database.run(`PRAGMA application_id = ${applicationId}`)
  database.run("PRAGMA user_version = 1")
  database.close()
  return entry.hash
}

test("T19 a file of the first version is brought to this one, keeps what it holds and goes on", async () => {
  const folder = newFolder()
  const hash = firstVersion(folder)
  const store = unwrap(await openSqliteStore(folder, { crypto }))
  expect(store.storeId).toEqual(new Uint8Array(16).fill(5))
  expect((await store.conversations.head(conversation("room")))?.hash).toEqual(hash)
  expect((await store.accounts.get(account("ana")))?.chain).toHaveLength(1)
  const bob = newAccount("bob", { invitation: "come in" })
  unwrap(await store.accounts.create(bob))
  unwrap(await store.conversations.append(newEntry("after", { lifetime: 10 })))
  unwrap(await store.conversations.append(commitEntry(0, { next: nextEpoch(1, { members: [] }) })))
  expect(await store.conversations.readableUpTo(conversation("room"), account("bob"))).toBe(3)
  expect((await store.conversations.expire({ now: 9_000, keptSince: undefined }, 10)).erased).toBe(1)
  await store.close()
})

test("T35 before an upgrade the store is copied as it was, so that the earlier program can have it back", async () => {
  const folder = newFolder()
  firstVersion(folder)
  const snapshot = join(folder, `before-version-${schemaVersion}.sqlite`)
  writeFileSync(`${snapshot}.partial`, "what an interrupted upgrade left")
  expect(await codeOf(folder)).toBe("ok")
  expect(existsSync(`${snapshot}.partial`)).toBe(false)
  const before = new Database(snapshot, { readonly: true })
  expect(before.query("PRAGMA user_version").get()).toEqual({ user_version: 1 })
  expect(before.query("PRAGMA application_id").get()).toEqual({ application_id: applicationId })
  expect(before.query("SELECT count(*) AS entries FROM log").get()).toEqual({ entries: 1 })
  expect(before.query("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" })
  before.close()
  // Today's program makes no second one, and takes the copy in the file's place like the file itself.
  const made = statSync(snapshot).mtimeMs
  expect(await codeOf(folder)).toBe("ok")
  expect(statSync(snapshot).mtimeMs).toBe(made)
  renameSync(snapshot, fileOf(folder))
  expect(await codeOf(folder)).toBe("ok")
})

test("T35 where the copy cannot be written the store is left as it was", async () => {
  const folder = newFolder()
  firstVersion(folder)
  // Something that is no file and cannot be replaced.
  mkdirSync(join(folder, `before-version-${schemaVersion}.sqlite`, "in the way"), { recursive: true })
  const before = readFileSync(fileOf(folder))
  expect(await codeOf(folder)).toBe("upgrade-not-copied")
  expect(readFileSync(fileOf(folder)).equals(before)).toBe(true)
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
