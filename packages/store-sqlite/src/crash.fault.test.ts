import { expect, test } from "bun:test"
import { join } from "node:path"
import { fromUtf8, unwrap } from "@colombe/base"
import { platformCrypto } from "@colombe/base/crypto/platform"
import type { StoredEntry } from "@colombe/store"
import { conversation, expectChain, range } from "@colombe/store/testing"
import { openSqliteStore } from "./open.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"

const rooms = 4
/** Answers after which the process is killed, in the midst of whatever it does. */
const answersBeforeKill = 400

interface Answer {
  readonly room: number
  readonly text: string
  readonly seq: number
}

async function appendUntilKilled(folder: string): Promise<readonly Answer[]> {
  const child = Bun.spawn(
    [process.execPath, join(import.meta.dir, "testing/appender.ts"), folder, `${rooms}`],
    {
      stdout: "pipe",
      stderr: "inherit",
    },
  )
  let output = ""
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    output += chunk
    if (output.split("\n").length > answersBeforeKill) child.kill("SIGKILL")
  }
  await child.exited
  expect(child.signalCode).toBe("SIGKILL")
  const lines = output.slice(0, output.lastIndexOf("\n")).split("\n")
  return lines.map(line => {
    const [room, number, seq] = line.split(" ").map(Number)
    return { room: room ?? -1, text: `text ${number}`, seq: seq ?? -1 }
  })
}

const textAt = (entries: readonly StoredEntry[], seq: number): string | undefined =>
  fromUtf8(entries[seq - 1]?.body ?? new Uint8Array())

test("T1, T2, T3 a process killed while it appends loses nothing that it answered", async () => {
  const folder = temporaryFolder()
  const answers: Answer[] = []
  for (let round = 0; round < 2; round++) answers.push(...(await appendUntilKilled(folder)))
  expect(answers.length).toBeGreaterThan(2 * answersBeforeKill - 2)
  const store = unwrap(await openSqliteStore(folder, { crypto: platformCrypto(globalThis.crypto) }))
  for (const room of range(rooms)) {
    const id = conversation(`room ${room}`)
    const entries = await store.conversations.entries(id, 0, 1_000_000)
    expectChain(id, entries)
    expect((await store.conversations.head(id))?.seq).toBe(entries.length)
    for (const answer of answers.filter(one => one.room === room))
      expect(textAt(entries, answer.seq)).toBe(answer.text)
  }
  await store.close()
  removeFolder(folder)
}, 30_000)
