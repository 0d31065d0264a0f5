import { expect, test } from "bun:test"
import { type Bytes, concat, fail, fromUtf8, type Result, succeed, toUtf8 } from "@colombe/base"
import type { ConversationDetails, FileItem, Person, TimelineItem } from "../api/index.ts"
import { portable } from "./files.ts"
import { type ExportedClient, type ExportSink, writeExport } from "./index.ts"

const ana: Person = { account: "A", address: "ana@localhost", displayName: "Ana", trust: "typed" }
const file = (id: string, name: string, pieces = 2): FileItem => ({
  ...{ file: id, name, mediaType: "text/plain", size: 2, pieces, box: undefined, preview: undefined },
})
const message = (seq: number | undefined, files: readonly FileItem[]): TimelineItem => ({
  ...{
    kind: "message",
    seq,
    at: 0,
    id: `m${seq}`,
    from: ana,
    mine: false,
    format: "plain",
    text: "",
    sentAt: 0,
  },
  ...{ files, edited: false, read: false, vouched: false, reply: undefined, silent: false, reactions: [] },
  ...{ forwarded: undefined, poll: undefined, expiresAt: undefined },
  ...{ state: { at: seq === undefined ? "queued" : "stored" }, change: undefined },
})
const items = [
  message(1, [file("F1", "a.txt"), file("gone", "b.txt"), file("none", "empty", 0)]),
  message(2, [file("F1", "a again.txt")]),
  message(undefined, [file("mine", "under way.txt")]),
]
const details = {
  ...{ conversation: "C", kind: "group", title: "Garden", membership: "member", members: [], head: 2 },
} as unknown as ConversationDetails

function clientThat(readPiece: ExportedClient["readPiece"]): ExportedClient {
  return {
    me: async () => ({ ...ana, device: "D" }) as unknown as Awaited<ReturnType<ExportedClient["me"]>>,
    conversations: async () => [details],
    conversation: async () => details,
    timeline: async () => ({ items, moreBefore: false, moreAfter: false, readUpTo: 0 }),
    readPiece,
  }
}

function memorySink() {
  const written = new Map<string, Bytes>()
  let [path, content]: [string, Bytes] = ["", new Uint8Array()]
  const sink: ExportSink = {
    async open(next) {
      expect(written.has(next)).toBe(false)
      path = next
      content = new Uint8Array()
    },
    async write(bytes) {
      content = concat(content, bytes)
    },
    async close() {
      written.set(path, content)
    },
  }
  const read = (name: string): string => fromUtf8(written.get(name) ?? new Uint8Array()) ?? ""
  return { sink, read, paths: () => [...written.keys()] }
}

const pieces = async (_: string, id: string, place: number, index: number): Promise<Result<Bytes>> =>
  id === "m1" && place === 1 ? fail("blob-unknown", "never") : succeed(toUtf8(`${id}/${place}/${index};`))

test("EX2 EX4 EX7 each file is there once, one that is gone is left out, and the index comes last", async () => {
  const { sink, read, paths } = memorySink()
  const seen: number[] = []
  const onProgress = ({ done, total }: { done: number; total: number }) => seen.push(done / total)
  expect(await writeExport(clientThat(pieces), sink, { now: 0, withFiles: true, onProgress })).toEqual(
    succeed(),
  )
  expect(paths()).toEqual(["files/F1/a.txt", "files/none/empty", "conversations/C.jsonl", "index.json"])
  expect(read("files/F1/a.txt")).toBe("m1/0/0;m1/0/1;")
  const lines = read("conversations/C.jsonl")
    .trimEnd()
    .split("\n")
    .map(line => JSON.parse(line))
  expect(lines.map(line => line.files.map(({ path }: { path?: string }) => path))).toEqual([
    ["files/F1/a.txt", undefined, "files/none/empty"],
    ["files/F1/a.txt"],
    [undefined],
  ])
  expect(seen.at(-1)).toBe(1)
})

test("EX7 without the server the export fails, and has no index", async () => {
  const { sink, paths } = memorySink()
  const offline = clientThat(async () => fail("server-unreachable", "after-delay"))
  expect(await writeExport(offline, sink, { now: 0, withFiles: true })).toMatchObject({
    code: "server-unreachable",
  })
  expect(paths()).not.toContain("index.json")
  expect(await writeExport(offline, sink, { now: 0, withFiles: false })).toEqual(succeed())
})

test("EX1 whoever stops an export stops it within a file and between pages", async () => {
  const { sink, paths } = memorySink()
  let isCancelled = false
  const stopping = clientThat(async (...place) => {
    isCancelled = true
    return pieces(...place)
  })
  const request = { now: 0, withFiles: true, isCancelled: () => isCancelled }
  expect(await writeExport(stopping, sink, request)).toMatchObject({ code: "export-cancelled" })
  expect(await writeExport(stopping, sink, { ...request, withFiles: false })).toMatchObject({
    code: "export-cancelled",
  })
  expect(paths()).toEqual([])
})

test("EX7 a name in an export is one that every file system takes", () => {
  const names = [
    "été 🌿.jpg",
    'a<b>:"c|d?*.txt',
    "CON",
    "nul.txt",
    " .hidden. ",
    "..",
    "",
    `${"x".repeat(300)}.pdf`,
  ]
  expect(names.map(portable)).toEqual([
    ...["été 🌿.jpg", "a_b___c_d__.txt", "_CON", "_nul.txt", "hidden", "_", "_", `${"x".repeat(116)}.pdf`],
  ])
})
