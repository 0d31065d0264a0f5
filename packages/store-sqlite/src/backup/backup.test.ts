import { Database } from "bun:sqlite"
import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test"
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { unwrap } from "@colombe/base"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import type { Store } from "@colombe/store"
import {
  conversation,
  expectChain,
  newAccount,
  newEntry,
  openEntry,
  range,
  seqKey,
} from "@colombe/store/testing"
import { openSqliteStore } from "../open.ts"
import { crashedCopy, quickFolders, removeFolder, temporaryFolder } from "../testing/folder.ts"
import { backupStore } from "./backup.ts"
import { manifestFormat } from "./manifest.ts"
import { measureFile } from "./measure-file.ts"
import { restoreStore, verifyBackup } from "./restore.ts"

setDefaultTimeout(30_000)
const crypto = deterministicCrypto(Uint8Array.of(7))
const folders: string[] = []
const newFolder = (): string => {
  const folder = temporaryFolder(quickFolders)
  folders.push(folder)
  return folder
}
afterEach(() => {
  for (const folder of folders.splice(0)) removeFolder(folder)
})

const open = async (data: string): Promise<Store> => unwrap(await openSqliteStore(data, { crypto }))
const room = conversation("room")

async function fill(store: Store, entries = 20): Promise<void> {
  unwrap(await store.accounts.create(newAccount("ana")))
  unwrap(await store.conversations.open(openEntry()))
  for (const number of range(entries))
    unwrap(await store.conversations.append(newEntry(`text ${number}`, { sendKey: seqKey("s", number) })))
}

const example = temporaryFolder(quickFolders)
beforeAll(async () => {
  const store = await open(join(example, "data"))
  await fill(store)
  await store.close()
  unwrap(backupStore(join(example, "data"), join(example, "backup"), 5_000))
})
afterAll(() => removeFolder(example))

/** A folder with a closed store and a backup of it. */
function backedUp(): { folder: string; data: string; backup: string } {
  const folder = newFolder()
  cpSync(example, folder, { recursive: true })
  return { folder, data: join(folder, "data"), backup: join(folder, "backup") }
}

const restore = (source: string, data: string, readBack = true) =>
  restoreStore(source, data, { crypto, readBack })

/** Makes a backup agree with its manifest again after somebody wrote into its database. */
function resign(backup: string): void {
  const path = join(backup, "backup.json")
  const measured = measureFile(join(backup, "colombe.sqlite"))
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), ...measured }))
}

function change(backup: string, sql: string): void {
  const database = new Database(join(backup, "colombe.sqlite"))
  database.run(sql)
  database.close()
  resign(backup)
}

describe("T29 a backup", () => {
  test("holds everything that was answered before it began, and whole logs, while the store is written to", async () => {
    const folder = newFolder()
    const store = await open(join(folder, "data"))
    await fill(store)
    let stop = false
    let appended = 0
    const writing = (async () => {
      for (let number = 0; !stop; number++) {
        await store.conversations.append(newEntry(`more ${number}`, { sendKey: seqKey("m", number) }))
        appended += 1
      }
    })()
    const script = `
      import { backupStore } from "./backup.ts"
      const result = backupStore(process.argv[1], process.argv[2], 0)
      console.log(result.ok ? "ok" : result.code)`
    while (appended < 50) await new Promise(done => setImmediate(done))
    const before = appended
    const other = Bun.spawn([process.execPath, "-e", script, join(folder, "data"), join(folder, "backup")], {
      cwd: import.meta.dir,
      stdout: "pipe",
    })
    expect((await new Response(other.stdout).text()).trim()).toBe("ok")
    stop = true
    await writing
    expect(appended).toBeGreaterThan(before)
    expect(verifyBackup(join(folder, "backup")).ok).toBe(true)
    unwrap(restore(join(folder, "backup"), join(folder, "restored")))
    const restored = await open(join(folder, "restored"))
    const entries = await restored.conversations.entries(room, 0, 1_000_000)
    expect(entries.length).toBeGreaterThanOrEqual(21 + before)
    expectChain(room, entries)
    await restored.close()
    await store.close()
  })

  test("of a store whose process was killed holds what it had answered", async () => {
    const folder = newFolder()
    const store = await open(join(folder, "data"))
    await fill(store)
    const killed = crashedCopy(join(folder, "data"), folder)
    unwrap(backupStore(killed, join(folder, "backup"), 0))
    expect(verifyBackup(join(folder, "backup"))).toMatchObject({
      value: { totals: { accounts: 1, conversations: 1, entries: 21 } },
    })
    await store.close()
  })

  test("is not written over something, nor where nothing can be written, nor made of nothing", () => {
    const { folder, data, backup } = backedUp()
    const before = readFileSync(join(backup, "backup.json"))
    expect(backupStore(data, backup, 0)).toMatchObject({ code: "destination-used" })
    expect(readFileSync(join(backup, "backup.json")).equals(before)).toBe(true)
    writeFileSync(join(folder, "file"), "")
    expect(backupStore(data, join(folder, "file"), 0)).toMatchObject({ code: "destination-used" })
    expect(backupStore(data, join(folder, "file", "below"), 0)).toMatchObject({
      code: "destination-read-only",
    })
    expect(backupStore(join(folder, "none"), join(folder, "b2"), 0)).toMatchObject({ code: "data-missing" })
    mkdirSync(join(folder, "foreign"))
    writeFileSync(join(folder, "foreign", "colombe.sqlite"), crypto.random(8192))
    expect(backupStore(join(folder, "foreign"), join(folder, "b2"), 0)).toMatchObject({
      code: "data-damaged",
    })
    expect(existsSync(join(folder, "b2"))).toBe(false)
  })

  test("goes on where an earlier one was ended, and into an empty folder", () => {
    const { folder, data } = backedUp()
    mkdirSync(join(folder, "b2.partial"))
    writeFileSync(join(folder, "b2.partial", "colombe.sqlite"), "cut")
    mkdirSync(join(folder, "b2"))
    unwrap(backupStore(data, join(folder, "b2"), 0))
    expect(verifyBackup(join(folder, "b2")).ok).toBe(true)
    expect(readdirSync(folder).sort()).toEqual(["b2", "backup", "data"])
  })
})

describe("T30 a backup that does not hold is refused and restores nothing", () => {
  const refused = (spoil: (backup: string) => void, code: string): void => {
    const { folder, backup } = backedUp()
    spoil(backup)
    expect(verifyBackup(backup)).toMatchObject({ ok: false, code })
    expect(restore(backup, join(folder, "restored"))).toMatchObject({ ok: false, code })
    expect(existsSync(join(folder, "restored"))).toBe(false)
  }
  const file = (backup: string) => join(backup, "colombe.sqlite")

  test("cut short, at its end or in its manifest", () => {
    refused(backup => truncateSync(file(backup), 20_000), "backup-cut")
    refused(backup => truncateSync(join(backup, "backup.json"), 40), "backup-cut")
    refused(backup => removeFolder(join(backup, "backup.json")), "backup-cut")
    refused(backup => removeFolder(file(backup)), "backup-cut")
    refused(removeFolder, "backup-missing")
  })

  test("changed by one bit", () =>
    refused(backup => {
      const bytes = readFileSync(file(backup))
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
      writeFileSync(file(backup), bytes)
    }, "backup-damaged"))

  test("changed within, even where its checksum agrees", () => {
    for (const sql of [
      "UPDATE log SET body = x'00' WHERE seq = 5",
      "UPDATE log SET digest = zeroblob(32) WHERE seq = 5",
      "UPDATE log SET at = at + 1 WHERE seq = 5",
      "UPDATE log SET type = 2 WHERE seq = 5",
      "UPDATE log SET hash = zeroblob(32) WHERE seq = 21",
      "DELETE FROM log WHERE seq = 5",
      "DELETE FROM log WHERE seq = 21",
      "DELETE FROM log",
      "DELETE FROM conversation",
      "DELETE FROM link",
      "DELETE FROM account",
      "DELETE FROM store",
      "DELETE FROM group_part",
      "UPDATE group_part SET whole = 0",
      "UPDATE group_part SET epoch = epoch + 1",
    ])
      refused(backup => change(backup, sql), "backup-damaged")
  })

  test("of a newer version, in its schema or its form", () => {
    refused(backup => change(backup, "PRAGMA user_version = 1000"), "backup-newer")
    refused(backup => {
      const path = join(backup, "backup.json")
      writeFileSync(
        path,
        JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), format: manifestFormat + 1 }),
      )
    }, "backup-newer")
  })
})

describe("T31 a restored store", () => {
  test("has the same entries and a new id, and goes on", async () => {
    const { folder, data, backup } = backedUp()
    const first = await open(data)
    const before = await first.conversations.entries(room, 0, 100)
    unwrap(restore(backup, join(folder, "restored"), false))
    const restored = await open(join(folder, "restored"))
    expect(restored.storeId).toHaveLength(16)
    expect(restored.storeId).not.toEqual(first.storeId)
    expect(await restored.conversations.entries(room, 0, 100)).toEqual(before)
    unwrap(await restored.conversations.append(newEntry("after")))
    expectChain(room, await restored.conversations.entries(room, 0, 100))
    await first.close()
    await restored.close()
  })

  test("takes the place of nothing: a folder with a store or anything else in it is left as it is", async () => {
    const { folder, data, backup } = backedUp()
    expect(restore(backup, data)).toMatchObject({ code: "destination-used" })
    mkdirSync(join(folder, "photos"))
    writeFileSync(join(folder, "photos", "cat"), "")
    expect(restore(backup, join(folder, "photos"))).toMatchObject({ code: "destination-used" })
    expect(readdirSync(join(folder, "photos"))).toEqual(["cat"])
    const running = await open(data)
    expect(restore(backup, data)).toMatchObject({ code: "destination-used" })
    await running.close()
  })

  test("is put where an earlier restore was cut", async () => {
    const { folder, backup } = backedUp()
    const data = join(folder, "again")
    mkdirSync(data)
    writeFileSync(join(data, "colombe.sqlite.partial"), "half")
    unwrap(restore(backup, data))
    const store = await open(data)
    expect(await store.conversations.entries(room, 0, 100)).toHaveLength(21)
    await store.close()
  })

  test("comes from a backup that lies where nothing is written beside it", () => {
    const { folder, backup } = backedUp()
    const names = readdirSync(backup).sort()
    cpSync(backup, join(folder, "copy"), { recursive: true })
    unwrap(verifyBackup(join(folder, "copy")))
    unwrap(restore(join(folder, "copy"), join(folder, "r")))
    expect(readdirSync(join(folder, "copy")).sort()).toEqual(names)
  })
})

describe("T29, T30, T31 sealed files", () => {
  const photo = new Uint8Array(32).fill(9)
  const bytes = crypto.random(3000)
  const backedUpFile = (folder: string) => join(folder, "blobs", "09", "09".repeat(32))

  async function withPhoto(): Promise<{ data: string; backup: string; folder: string }> {
    const folder = newFolder()
    const [data, backup] = [join(folder, "data"), join(folder, "backup")]
    const store = await open(data)
    await fill(store, 2)
    unwrap(
      await store.blobs.open({ blob: photo, account: newAccount("ana").account, size: 3000, at: 0 }, 10_000),
    )
    unwrap(await store.blobs.append(photo, 0, bytes))
    unwrap(await store.conversations.append(newEntry("photo", { blobs: [photo] })))
    unwrap(backupStore(data, backup, 0))
    await store.close()
    return { folder, data, backup }
  }

  test("come back with what refers to them", async () => {
    const { folder, backup } = await withPhoto()
    const target = join(folder, "restored")
    expect(unwrap(restore(backup, target)).blobs).toMatchObject({ files: 1, bytes: 3000 })
    const store = await open(target)
    expect(await store.blobs.read(photo, 0, 3000)).toEqual(bytes)
    expect((await store.blobs.get(photo))?.length).toBe(3000)
    await store.close()
  })

  test("of a store that is there are left alone, whatever an earlier restore left beside it", async () => {
    const { data, backup } = await withPhoto()
    writeFileSync(join(data, "colombe.sqlite.partial"), "cut")
    expect(restore(backup, data)).toMatchObject({ code: "destination-used" })
    const store = await open(data)
    expect(await store.blobs.read(photo, 0, 3000)).toEqual(bytes)
    await store.close()
  })

  test("that were cut, changed or are missing restore nothing", async () => {
    const { folder, backup } = await withPhoto()
    const path = backedUpFile(backup)
    const whole = readFileSync(path)
    const target = join(folder, "restored")
    truncateSync(path, 2999)
    expect(restore(backup, target)).toMatchObject({ code: "backup-cut" })
    writeFileSync(
      path,
      whole.map((byte, at) => (at === 5 ? byte ^ 1 : byte)),
    )
    expect(restore(backup, target)).toMatchObject({ code: "backup-damaged" })
    rmSync(path)
    expect(restore(backup, target)).toMatchObject({ code: "backup-cut" })
    expect(existsSync(join(target, "colombe.sqlite"))).toBe(false)
  })
})
