import { afterEach, expect, test } from "bun:test"
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { ConversationDetails, Person, TimelineItem } from "@colombe/client"
import type { ExportedClient } from "@colombe/client/export"
import { removeFolder, temporaryFolder } from "../testing/folder.ts"
import { exportTo } from "./export.ts"

const folders: string[] = []
const newFolder = (): string => {
  const folder = temporaryFolder()
  folders.push(folder)
  return folder
}
afterEach(() => {
  for (const folder of folders.splice(0)) removeFolder(folder)
})

const ana: Person = { account: "A", address: "ana@localhost", displayName: "Ana", trust: "typed" }
const bob: Person = { account: "B", address: "bob@localhost", displayName: "Bob", trust: "typed" }
const at = Date.UTC(2026, 0, 2, 3, 4, 5)
const message = (seq: number | undefined, text: string): TimelineItem => ({
  ...{ kind: "message", seq, at, id: `m${seq}`, from: bob, mine: false, format: "plain", text, sentAt: at },
  ...{
    files: [],
    edited: false,
    read: false,
    vouched: false,
    reply: undefined,
    silent: false,
    forwarded: undefined,
    poll: undefined,
    expiresAt: undefined,
    reactions: [{ reaction: "👍", people: [ana], mine: true }],
  },
  ...{ state: { at: seq === undefined ? "queued" : "stored" }, change: undefined },
})
const items: readonly TimelineItem[] = [
  { kind: "change", seq: 1, at, by: ana, change: { type: "added", people: [bob] } },
  ...Array.from({ length: 1200 }, (_, index) => message(index + 2, `line\n"${index}" ✓`)),
  { kind: "notice", seq: 1202, at, notice: "withheld", from: undefined },
  message(undefined, "not sent"),
]
const details = {
  ...{ conversation: "C", kind: "group", title: "Jardin/../..", membership: "member" },
  members: [{ ...ana, role: "owner", dormant: false }],
} as unknown as ConversationDetails

/** The timeline in pages as the SDK gives them. */
const client: ExportedClient = {
  readPiece: () => Promise.reject(new Error("files are fetched apart")),
  me: async () => ({ ...ana, device: "D" }) as unknown as Awaited<ReturnType<ExportedClient["me"]>>,
  conversations: async () => [details],
  conversation: async () => details,
  timeline: async (_, { after = 0, limit }) => {
    const later = items.filter(({ seq }) => seq === undefined || seq > after)
    return {
      items: later.slice(0, limit),
      moreBefore: after > 0,
      moreAfter: later.length > limit,
      readUpTo: 0,
    }
  },
}

test("EX2 EX3 EX4 EX5 everything in the timeline is in the export, in its order", async () => {
  const folder = join(newFolder(), "out")
  expect(await exportTo(client, folder, at)).toMatchObject({ ok: true })
  const index = JSON.parse(readFileSync(join(folder, "index.json"), "utf8"))
  expect(index).toMatchObject({
    ...{ format: "colombe-export", version: 1, exported_at: "2026-01-02T03:04:05.000Z" },
    account: { account: "A", address: "ana@localhost", name: "Ana" },
    conversations: [
      { conversation: "C", title: "Jardin/../..", lines: items.length, members: [{ role: "owner" }] },
    ],
  })
  const text = readFileSync(join(folder, index.conversations[0].file), "utf8")
  const lines = text
    .trimEnd()
    .split("\n")
    .map(line => JSON.parse(line))
  expect(lines.map(({ seq }) => seq)).toEqual(items.map(({ seq }) => seq ?? null))
  expect(lines[0]).toMatchObject({ type: "change", change: "added", people: [{ name: "Bob" }] })
  expect(lines[1]).toMatchObject({
    ...{ type: "message", from: { address: "bob@localhost" }, text: 'line\n"0" ✓', state: "stored" },
    reactions: [{ reaction: "👍", from: [{ name: "Ana" }] }],
  })
  expect(lines.at(-2)).toMatchObject({ type: "notice", notice: "withheld", from: null })
  expect(lines.at(-1)).toMatchObject({ state: "queued", text: "not sent" })
})

test("EX1 a used folder is refused and left as it was, an empty one is taken", async () => {
  const folder = newFolder()
  writeFileSync(join(folder, "mine"), "")
  expect(await exportTo(client, folder, at)).toMatchObject({ code: "export-folder-used" })
  expect(readdirSync(folder)).toEqual(["mine"])
  const empty = join(folder, "empty")
  mkdirSync(empty)
  expect(await exportTo(client, empty, at)).toMatchObject({ ok: true })
})

test("EX1 an export that breaks leaves nothing behind", async () => {
  const folder = newFolder()
  const breaking: ExportedClient = { ...client, timeline: () => Promise.reject(new Error("broke")) }
  expect(await exportTo(breaking, join(folder, "out"), at).catch(({ message }) => message)).toBe("broke")
  expect(readdirSync(folder)).toEqual([])
  writeFileSync(join(folder, "file"), "")
  expect(await exportTo(client, join(folder, "file", "out"), at)).toMatchObject({
    code: "export-not-written",
  })
  expect(existsSync(join(folder, "file"))).toBe(true)
})

test("EX6 nobody but the owner can read it", async () => {
  const folder = join(newFolder(), "out")
  await exportTo(client, folder, at)
  const modes = ["", "index.json", "conversations", "conversations/C.jsonl"].map(
    name => statSync(join(folder, name)).mode & 0o077,
  )
  expect(modes).toEqual([0, 0, 0, 0])
})
