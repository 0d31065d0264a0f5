import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { createHash, randomBytes } from "node:crypto"
import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { endProcesses, refused, testMilliseconds } from "./testing/binary.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { type HistoryItem, type Person, personIn, register } from "./testing/person.ts"
import { type TestServer, testServer } from "./testing/server.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()
const [ana, bob] = [personIn(folder, "ana"), personIn(folder, "bob")] as const
const inbox = join(folder, "inbox")
let server: TestServer

const makeFile = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}
const hashOf = (path: string): string => createHash("sha256").update(readFileSync(path)).digest("hex")
const lastOf = async (person: Person, target: string): Promise<HistoryItem> => {
  const item = (await person.history(target)).findLast(({ kind }) => kind === "message")
  if (item === undefined) throw new Error("no message")
  return item
}

beforeAll(async () => {
  server = await testServer(join(folder, "data"))
  await server.start()
  await register(server.url, [ana, bob])
  await ana.say("send", "@bob", "hello")
  await bob.say("send", "@ana", "hello")
})

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

test("files arrive as they were, are never written over, and the server's disk holds nothing readable", async () => {
  const text = "nobody but us reads this sentence. ".repeat(40_000)
  const paths = [
    makeFile("report (final).txt", Buffer.from(text)),
    makeFile("noise.bin", randomBytes(100_000)),
  ]
  await ana.say("send", "@bob", "--file", ...paths, "--caption", "two files")
  const item = await lastOf(bob, "@ana")
  expect(item).toMatchObject({ text: "two files" })
  expect(item.files?.map(({ name, size }) => [name, size])).toEqual([
    ["report (final).txt", text.length],
    ["noise.bin", 100_000],
  ])
  const saved = (await bob.say("save", item.id ?? "", inbox)).trimEnd().split("\n")
  expect(saved.map(path => basename(path))).toEqual(["report (final).txt", "noise.bin"])
  expect(saved.map(hashOf)).toEqual(paths.map(hashOf))
  const again = (await bob.say("save", item.id ?? "", inbox)).trimEnd().split("\n")
  expect(again.map(path => basename(path))).toEqual(["report (final) (2).txt", "noise (2).bin"])
  for (const disk of [join(folder, "data"), ana.home, bob.home])
    for (const name of readdirSync(disk, { recursive: true, encoding: "utf8" })) {
      const path = join(disk, name)
      if (isFile(path))
        expect([path, readFileSync(path).includes("nobody but us reads")]).toEqual([path, false])
    }
  expect(readdirSync(join(ana.home, "files"))).toEqual([])
})

test("a large file with a server that is killed on the way arrives whole", async () => {
  const bytes = 64 * 1024 * 1024
  const path = makeFile("large.bin", randomBytes(bytes))
  const sending = ana.start("send", "@bob", "--file", path)
  await sending.complains(/[3-9][0-9] %/)
  await server.kill()
  await server.start()
  expect((await sending.ended).code).toBe(0)
  const item = await lastOf(bob, "@ana")
  const [saved] = (await bob.say("save", item.id ?? "", inbox)).trimEnd().split("\n")
  expect(hashOf(saved ?? "")).toBe(hashOf(path))
})

test("a sender that is killed on the way goes on where it stood with the next command", async () => {
  const path = makeFile("later.bin", randomBytes(24 * 1024 * 1024))
  const sending = ana.start("send", "@bob", "--file", path)
  await sending.complains(/ %/)
  sending.child.kill("SIGKILL")
  await sending.ended
  await ana.say("send", "@bob", "after it")
  const names = (await bob.history("@ana")).slice(-2).map(item => item.files?.[0]?.name ?? item.text)
  expect(names).toEqual(["later.bin", "after it"])
})

test("F13 a sender that is interrupted says that the message is kept, and it goes on with the next command", async () => {
  const path = makeFile("kept.bin", randomBytes(24 * 1024 * 1024))
  const sending = ana.start("send", "@bob", "--file", path)
  await sending.complains(/ %/)
  sending.child.kill("SIGINT")
  expect(refused(await sending.ended).reason).toBe("send-left-queued")
  await ana.say("send", "@bob", "after the interruption")
  const names = (await bob.history("@ana")).slice(-2).map(item => item.files?.[0]?.name ?? item.text)
  expect(names).toEqual(["kept.bin", "after the interruption"])
})

test("empty files, folders, missing files and messages say what they are", async () => {
  const refusal = async (code: string, ...args: string[]) =>
    expect([args, refused(await ana.run(args)).reason]).toEqual([args, code])
  await refusal("file-empty", "send", "@bob", "--file", makeFile("empty", new Uint8Array()))
  await refusal("file-not-readable", "send", "@bob", "--file", folder)
  await refusal("file-not-readable", "send", "@bob", "--file", join(folder, "none"))
  const huge = makeFile("huge", new Uint8Array(1))
  truncateSync(huge, 2 ** 31 + 1)
  await refusal("blob-too-large", "send", "@bob", "--file", huge)
  await refusal("message-unknown", "save", "AAAAAAAAAAAAAAAAAAAAAA", inbox)
  const { id } = await lastOf(ana, "@bob")
  await refusal("message-without-files", "save", id ?? "", inbox)
  await refusal("usage", "send", "@bob", "text", "--caption", "x")
})

test("a file of the message whose bytes were changed at the server leaves nothing behind", async () => {
  await ana.say("send", "@bob", "--file", makeFile("truth.txt", Buffer.from("the truth")))
  const blobs = join(folder, "data", "blobs")
  for (const name of readdirSync(blobs, { recursive: true, encoding: "utf8" })) {
    const path = join(blobs, name)
    if (!isFile(path)) continue
    const bytes = readFileSync(path)
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
    writeFileSync(path, bytes)
  }
  const { id } = await lastOf(bob, "@ana")
  const out = join(folder, "empty inbox")
  mkdirSync(out)
  expect(refused(await bob.run(["save", id ?? "", out])).reason).toBe("file-damaged")
  expect(readdirSync(out)).toEqual([])
})

/** No folder, and no socket. */
function isFile(path: string): boolean {
  return statSync(path).isFile()
}
