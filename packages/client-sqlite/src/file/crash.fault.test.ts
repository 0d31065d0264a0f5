import { expect, test } from "bun:test"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fromUtf8, toUtf8, unwrap } from "@colombe/base"
import { removeFolder } from "../testing/folder.ts"
import { openFileStore } from "./open.ts"

test("T20 a process killed while it writes loses nothing that it answered, and no write is there by half", async () => {
  const folder = mkdtempSync(join(tmpdir(), "colombe-home-"))
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "../testing/writer.ts"), folder], {
    stdout: "pipe",
    stderr: "inherit",
  })
  let output = ""
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    output += chunk
    if (output.split("\n").length > 120) child.kill("SIGKILL")
  }
  await child.exited
  expect(child.signalCode).toBe("SIGKILL")
  const answered = output.split("\n").length - 2
  const store = unwrap(await openFileStore(folder, new Uint8Array(32).fill(7)))
  const read = async (key: string) => Number(fromUtf8((await store.get(toUtf8(key))) ?? new Uint8Array()))
  const last = Math.max(...(await Promise.all(Array.from({ length: 50 }, (_, place) => read(`a ${place}`)))))
  expect(last).toBeGreaterThanOrEqual(answered)
  for (let number = last - 49; number <= last; number++) {
    expect(await read(`a ${number % 50}`)).toBe(number)
    expect(await read(`b ${number % 50}`)).toBe(number)
  }
  await store.close()
  removeFolder(folder)
}, 20_000)
