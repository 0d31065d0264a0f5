import { afterAll, expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { toUtf8 } from "@colombe/base"
import { SQLITE_CONSTRAINT } from "@journeyapps/wa-sqlite"
import fc from "fast-check"
import { fileFolder } from "../file/file-folder.ts"
import { removeFolder, temporaryFolder } from "../testing/folder.ts"
import { connect } from "./connection.ts"
import { startEngine } from "./engine.ts"
import { slots } from "./slots.ts"

const code = await WebAssembly.compile(
  readFileSync(fileURLToPath(import.meta.resolve("@journeyapps/wa-sqlite/dist/mc-wa-sqlite.wasm"))),
)
const folder = temporaryFolder()
const engine = await startEngine(
  code,
  fileFolder(folder, () => {}),
)
const connection = await connect(engine, slots[0], new Uint8Array(32).fill(3))
afterAll(async () => {
  await connection.close()
  removeFolder(folder)
})

test("what is bound comes back as it was: whole numbers of either sign, bytes of any length, text as UTF-8", async () => {
  const select = await connection.prepare("SELECT ?, ?, CAST(? AS BLOB), typeof(?) = 'blob', NULL")
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.uint8Array({ minLength: 5_000, maxLength: 9_000 }),
  )
  fc.assert(
    fc.property(
      fc.maxSafeInteger(),
      bytes,
      fc.oneof(fc.string({ unit: "grapheme" }), fc.constant("a\0b")),
      (number, blob, text) => {
        expect(select(number, blob, text, blob)).toEqual([[number, blob, toUtf8(text), 1, 0]])
      },
    ),
  )
})

test("a statement that fails says with what, binds nothing of it afterwards, and can be run again", async () => {
  await connection.run("CREATE TABLE one (key BLOB PRIMARY KEY, value BLOB NOT NULL) STRICT")
  const insert = await connection.prepare("INSERT INTO one VALUES (?, ?)")
  const read = await connection.prepare("SELECT value FROM one ORDER BY key")
  insert(toUtf8("a"), toUtf8("1"))
  let failure: unknown
  try {
    insert(toUtf8("a"), toUtf8("2"))
  } catch (error) {
    failure = error
  }
  expect(failure).toMatchObject({ code: SQLITE_CONSTRAINT, message: expect.stringContaining("UNIQUE") })
  insert(toUtf8("b"), new Uint8Array())
  expect(read()).toEqual([[toUtf8("1")], [new Uint8Array()]])
})
