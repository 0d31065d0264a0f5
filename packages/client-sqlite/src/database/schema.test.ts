import { afterEach, expect, setDefaultTimeout, test } from "bun:test"
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

// Milliseconds, for a machine that is loaded: a file is made anew for every write that finds no room.
setDefaultTimeout(60_000)

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

/** The program's own now. */
const current = 3
const searchable = { order: 1, scope: "chat", words: ["garden"] }

/** Letter by letter what the program of version 1 ran on an empty file. */
const version1 = `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE;
   CREATE TABLE record (key BLOB PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
   PRAGMA application_id = 1131375724; PRAGMA user_version = 1; COMMIT`
/** What the one of version 2 did besides. */
const version2 = `BEGIN IMMEDIATE; ALTER TABLE record ADD COLUMN mark INTEGER;
   CREATE TABLE document (mark INTEGER PRIMARY KEY, key BLOB NOT NULL) STRICT;
   CREATE VIRTUAL TABLE word USING fts5(words, content = '', contentless_delete = 1, tokenize = 'ascii',
     prefix = '1 2 3'); PRAGMA user_version = 2; COMMIT`

/** A file as the program of that version left it: in the second all that is stored is found by a word. */
async function fileOfVersion(version: number): Promise<string> {
  const folder = temporaryFolder()
  folders.push(folder)
  const connection = await connect(await startEngine(code, filesOf(folder)), databaseName, key)
  await connection.run(version1)
  const put = await connection.prepare("INSERT INTO record (key, value) VALUES (?, ?)")
  for (const name of names) await put(toUtf8(name), contentOf(name))
  if (version === 2) {
    await connection.run(version2)
    const mark = await connection.prepare("UPDATE record SET mark = ? WHERE key = ?")
    const document = await connection.prepare("INSERT INTO document (mark, key) VALUES (?, ?)")
    const words = await connection.prepare("INSERT INTO word (rowid, words) VALUES (?, ?)")
    for (const [number, name] of names.entries()) {
      await mark(1025 + number, toUtf8(name))
      await document(1025 + number, toUtf8(name))
      await words(1025 + number, "\ue000chat garden")
    }
  }
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

for (const version of [1, 2])
  test(`T86 a file of version ${version} is brought to this one with all its records, of which those written again are found by their words`, async () => {
    const folder = await fileOfVersion(version)
    const store = unwrap(await openStore(code, filesOf(folder), key))
    await expectEverything(store)
    expect(await found(store)).toEqual([])
    for (const name of [names[7] ?? "", "new"])
      await store.write([{ put: toUtf8(name), value: contentOf(name), searchable }])
    expect((await found(store)).toSorted()).toEqual(["new", names[7]])
    // One that was found before and was not written again is among them.
    await store.write([
      { delete: toUtf8("new") },
      ...names.slice(7, 9).map(name => ({ delete: toUtf8(name) })),
    ])
    expect(await found(store)).toEqual([])
    await store.close()
    expect(await versionOf(folder)).toBe(current)
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
    const folder = await fileOfVersion(1)
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
    expect(await versionOf(folder)).toBe(current)
  }
  // Once the step is taken, what follows it may still find no room.
  expect(new Set(left)).toEqual(new Set([1, current]))
  expect(left).toEqual(left.toSorted())
})
