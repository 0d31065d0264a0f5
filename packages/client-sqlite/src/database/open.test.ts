import { afterEach, expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { toUtf8, unwrap } from "@colombe/base"
import { fileFolder } from "../file/file-folder.ts"
import { removeFolder, temporaryFolder } from "../testing/folder.ts"
import { NoRoom, type SyncFolder } from "../vfs/folder.ts"
import { connect } from "./connection.ts"
import { startEngine } from "./engine.ts"
import { openStore } from "./open.ts"
import { schemaVersion } from "./schema.ts"
import { slots } from "./slots.ts"

const [databaseName] = slots

const code = await WebAssembly.compile(
  readFileSync(fileURLToPath(import.meta.resolve("@journeyapps/wa-sqlite/dist/mc-wa-sqlite.wasm"))),
)
const key = new Uint8Array(32).fill(9)
const folders: string[] = []
const newFolder = (): string => {
  const folder = temporaryFolder()
  folders.push(folder)
  return folder
}
afterEach(() => {
  for (const folder of folders.splice(0)) removeFolder(folder)
})

/** A disk on which files together grow to at most `room.bytes`, as a real one fails: in the midst of a write. */
function limitedFolder(folder: string, room: { bytes: number }): SyncFolder {
  const inner = fileFolder(folder, () => {})
  const names = new Map<string, () => number>()
  const used = (): number => [...names.values()].reduce((sum, size) => sum + size(), 0)
  return {
    ...inner,
    open(name, create) {
      const file = inner.open(name, create)
      if (!file) return undefined
      names.set(name, () => file.size())
      return {
        ...file,
        write(from, at) {
          const growth = Math.max(0, at + from.length - file.size())
          if (used() + growth > room.bytes) {
            file.write(from.subarray(0, Math.max(0, from.length - growth)), at)
            throw new NoRoom("no room")
          }
          file.write(from, at)
        },
        close() {
          names.delete(name)
          file.close()
        },
      }
    },
  }
}

const put = (name: string, length: number) => ({ put: toUtf8(name), value: new Uint8Array(length).fill(1) })
const outcome = (promise: Promise<void>): Promise<string | undefined> =>
  promise.then(
    () => "ok",
    (error: { code?: string }) => error.code,
  )

test("T26 a full disk fails what does not fit, keeps everything else, and goes on once there is room", async () => {
  const folder = newFolder()
  const room = { bytes: 400_000 }
  const store = unwrap(await openStore(code, limitedFolder(folder, room), key))
  expect(await outcome(store.write([put("a", 1_000)]))).toBe("ok")
  expect(await outcome(store.write([put("b", 100), put("a", 2_000), put("large", 600_000)]))).toBe(
    "storage-full",
  )
  expect((await store.get(toUtf8("a")))?.length).toBe(1_000)
  expect(await store.get(toUtf8("b"))).toBeUndefined()
  expect(await outcome(store.write([put("b", 3_000)]))).toBe("ok")
  room.bytes = 5_000_000
  expect(await outcome(store.write([put("large", 600_000)]))).toBe("ok")
  await store.close()
  const again = unwrap(
    await openStore(
      code,
      fileFolder(folder, () => {}),
      key,
    ),
  )
  const records = await again.scan({ from: toUtf8("a"), to: toUtf8("z"), limit: 9 })
  expect(records.map(({ value }) => value.length)).toEqual([1_000, 3_000, 600_000])
  await again.close()
})

test("T26 a disk without room for a new store says so", async () => {
  const folder = limitedFolder(newFolder(), { bytes: 5_000 })
  expect(await openStore(code, folder, key)).toMatchObject({ code: "storage-full" })
})

test("T28 a newer store, or another database, is refused and left as it was", async () => {
  const folder = newFolder()
  const files = () => fileFolder(folder, () => {})
  await unwrap(await openStore(code, files(), key)).close()
  const connection = await connect(await startEngine(code, files()), databaseName, key)
  await connection.run(`PRAGMA user_version = ${schemaVersion + 1}`)
  await connection.close()
  const before = readFileSync(`${folder}/${databaseName}`)
  expect(await openStore(code, files(), key)).toMatchObject({ code: "home-newer" })
  expect(readFileSync(`${folder}/${databaseName}`).equals(before)).toBe(true)
  const again = await connect(await startEngine(code, files()), databaseName, key)
  await again.run("PRAGMA application_id = 1")
  await again.close()
  expect(await openStore(code, files(), key)).toMatchObject({ code: "storage-damaged" })
})
