import { afterEach, expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { type Bytes, fromUtf8, toUtf8, unwrap } from "@colombe/base"
import type { LocalStore } from "@colombe/client"
import { fileFolder } from "../file/file-folder.ts"
import { removeFolder, temporaryFolder } from "../testing/folder.ts"
import { NoRoom, type SyncFolder } from "../vfs/folder.ts"
import { connect } from "./connection.ts"
import { startEngine } from "./engine.ts"
import { openStore } from "./open.ts"
import { slots } from "./slots.ts"

const [databaseName] = slots
const code = await WebAssembly.compile(
  readFileSync(fileURLToPath(import.meta.resolve("@journeyapps/wa-sqlite/dist/mc-wa-sqlite.wasm"))),
)
const key = new Uint8Array(32).fill(5)
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) removeFolder(folder)
})

const filesOf = (folder: string): SyncFolder => fileFolder(folder, () => {})
const names = Array.from({ length: 300 }, (_, number) => `record ${`${number}`.padStart(3, "0")}`)
const contentOf = (name: string): Bytes => toUtf8(`${name} `.repeat(20))

/** Letter by letter what the program of version 1 ran on an empty file, and what it then stored. */
async function fileOfVersion1(): Promise<string> {
  const folder = temporaryFolder()
  folders.push(folder)
  const connection = await connect(await startEngine(code, filesOf(folder)), databaseName, key)
  await connection.run(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE;
     CREATE TABLE record (key BLOB PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
     PRAGMA application_id = 1131375724; PRAGMA user_version = 1; COMMIT`,
  )
  const put = await connection.prepare("INSERT INTO record (key, value) VALUES (?, ?)")
  for (const name of names) await put(toUtf8(name), contentOf(name))
  await connection.close()
  return folder
}

async function versionOf(folder: string): Promise<number> {
  const connection = await connect(await startEngine(code, filesOf(folder)), databaseName, key)
  const version = await connection.number("user_version")
  await connection.close()
  return version
}

async function expectEverything(store: LocalStore): Promise<void> {
  const records = await store.scan({ from: toUtf8("record"), to: toUtf8("recorf"), limit: 999 })
  expect(records.map(record => fromUtf8(record.key))).toEqual(names)
  for (const record of records) expect(record.value).toEqual(contentOf(fromUtf8(record.key) ?? ""))
}

const terms = [{ words: ["garden"], begun: false }]
const found = async (store: LocalStore) =>
  (await store.search({ terms, from: 0, to: Number.MAX_SAFE_INTEGER, limit: 9 })).map(hit =>
    fromUtf8(hit.key),
  )

test("T86 a file of version 1 is brought to this one with all its records, of which those written again are found by their words", async () => {
  const folder = await fileOfVersion1()
  const store = unwrap(await openStore(code, filesOf(folder), key))
  await expectEverything(store)
  expect(await found(store)).toEqual([])
  const searchable = { order: 1, scope: "chat", words: ["garden"] }
  for (const name of [names[7] ?? "", "new"])
    await store.write([{ put: toUtf8(name), value: contentOf(name), searchable }])
  expect((await found(store)).toSorted()).toEqual(["new", names[7]])
  await store.write([{ delete: toUtf8("new") }, { delete: toUtf8(names[7] ?? "") }])
  expect(await found(store)).toEqual([])
  await store.close()
  expect(await versionOf(folder)).toBe(2)
})

/** A disk that takes nothing more after so many writes. */
function fullAfter(folder: string, writes: number): SyncFolder {
  const inner = filesOf(folder)
  let left = writes
  return {
    ...inner,
    open(name, create) {
      const file = inner.open(name, create)
      return (
        file && {
          ...file,
          write(from, at) {
            if (left-- <= 0) throw new NoRoom("no room")
            file.write(from, at)
          },
        }
      )
    },
  }
}

test("T86 where there is no room on the way, the file is whole in the one form or the other, and in the new one the next time", async () => {
  /** Versions of the files that were left where there was no room. */
  const left: number[] = []
  for (let writes = 0; ; writes++) {
    const folder = await fileOfVersion1()
    const opened = await openStore(code, fullAfter(folder, writes), key)
    if (opened.ok) {
      await opened.value.close()
      break
    }
    expect([writes, opened.code]).toEqual([writes, "storage-full"])
    left.push(await versionOf(folder))
    const store = unwrap(await openStore(code, filesOf(folder), key))
    await expectEverything(store)
    await store.close()
    expect(await versionOf(folder)).toBe(2)
  }
  // Once the step is taken, what follows it may still find no room.
  expect(new Set(left)).toEqual(new Set([1, 2]))
  expect(left).toEqual(left.toSorted())
})
