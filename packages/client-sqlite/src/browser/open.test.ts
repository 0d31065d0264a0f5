import { expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { openBrowserStore } from "./open.ts"

test("T28 a platform without private files is refused", async () => {
  const engine = readFileSync(
    fileURLToPath(import.meta.resolve("@journeyapps/wa-sqlite/dist/mc-wa-sqlite.wasm")),
  )
  expect(await openBrowserStore("home", new Uint8Array(32), engine)).toMatchObject({
    code: "storage-blocked",
  })
})
