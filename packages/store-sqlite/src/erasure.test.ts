import { afterEach, expect, setDefaultTimeout, test } from "bun:test"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { toUtf8, unwrap } from "@colombe/base"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { conversation, named, newEntry, openEntry, range } from "@colombe/store/testing"
import { openSqliteStore } from "./open.ts"
import { quickFolders, removeFolder, temporaryFolder } from "./testing/folder.ts"

setDefaultTimeout(30_000)
const crypto = deterministicCrypto(Uint8Array.of(33))
const folder = temporaryFolder(quickFolders)
afterEach(() => removeFolder(folder))

/** In which of a folder's files the bytes are. */
function filesWith(data: string, text: string): readonly string[] {
  return readdirSync(data).filter(name => readFileSync(join(data, name)).includes(Buffer.from(text)))
}

test("T33 what was taken out is in no file any more, whatever its size, and what stays is", async () => {
  const data = join(folder, "data")
  const store = unwrap(await openSqliteStore(data, { crypto }))
  const room = conversation("room")
  unwrap(await store.conversations.open(openEntry()))
  // One that fits into a page, and one that fills pages of its own.
  const sizes = [600, 30_000]
  for (const size of sizes)
    for (const number of range(20))
      unwrap(
        await store.conversations.append(newEntry("", { body: named(`secret ${size} ${number}.`, size) })),
      )
  unwrap(await store.conversations.append(newEntry("", { body: toUtf8("this one stays") })))
  await store.scrub()
  for (const size of sizes) expect(filesWith(data, `secret ${size} 7.`)).toEqual(["colombe.sqlite"])
  expect(await store.conversations.erase(room, [9, 29])).toBe(2)
  await store.scrub()
  for (const size of sizes) {
    expect(filesWith(data, `secret ${size} 7.`)).toEqual([])
    expect(filesWith(data, `secret ${size} 8.`)).toEqual(["colombe.sqlite"])
  }
  expect((await store.conversations.expire({ now: 9_000, keptSince: 9_000 }, 100)).erased).toBe(39)
  await store.scrub()
  expect(filesWith(data, "secret")).toEqual([])
  expect(filesWith(data, "this one stays")).toEqual([])
  await store.close()
})
