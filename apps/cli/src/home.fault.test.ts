import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { chmodSync, mkdirSync, statSync, writeFileSync } from "node:fs"
import { createConnection } from "node:net"
import { join } from "node:path"
import { unwrap } from "@colombe/base"
import { encodeFrame, frameReader } from "./home/frames.ts"
import { lockHome } from "./home/home.ts"
import { listenAtHome } from "./home/meeting.ts"
import { greeting } from "./home/messages.ts"
import { endProcesses, type Process, startScript, testMilliseconds } from "./testing/binary.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { type HistoryItem, personIn, register } from "./testing/person.ts"
import { expectRefusal } from "./testing/refusal.ts"
import { type TestServer, testServer } from "./testing/server.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()
/** Longer than the address of a socket may be. */
const deep = join(folder, "d".repeat(120))
const [ana, bob] = [personIn(deep, "ana"), personIn(folder, "bob")] as const
let server: TestServer

beforeAll(async () => {
  mkdirSync(deep)
  server = await testServer(join(folder, "data"))
  await server.start()
  await register(server.url, [ana, bob])
  await ana.say("send", "@bob", "hello")
  await bob.say("send", "@ana", "hello to you")
})

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

const socketOf = (home: string) => join(home, "run", "socket")

/** Resolves when this process listens: its first line is of what was said for that. */
async function listening(who: typeof ana): Promise<Process> {
  const process = who.start("listen", "--json")
  await opened(who.home)
  return process
}

/** Resolves when somebody greets at a home. */
async function opened(home: string): Promise<void> {
  for (;;) if ((await conversation(home, [])).includes("greeting")) return
}

/** What a home's owner says, by type, until `last` or its end, after `frames` were written. */
function conversation(home: string, frames: readonly Uint8Array[], last = "greeting"): Promise<string[]> {
  return new Promise(resolve => {
    const said: string[] = []
    const before = process.cwd()
    try {
      process.chdir(home)
    } catch {
      return void setImmediate(resolve, said)
    }
    const socket = createConnection("run/socket")
    process.chdir(before)
    const read = frameReader(frame => {
      const { type, code } = frame as { type: string; code?: string }
      said.push(code === undefined ? type : `${type} ${code}`)
      if (type === last) socket.end()
    })
    socket.on("data", (piece: Uint8Array) => unwrap(read(piece)))
    socket.on("error", () => {})
    socket.once("connect", () => {
      for (const frame of frames) socket.write(frame)
    })
    socket.once("close", () => resolve(said))
  })
}

const textOf = (line: string) => (JSON.parse(line) as HistoryItem).text

test("HO1 HO2 while one process listens, others send, search and list in the same home, through a socket that is its owner's alone", async () => {
  const owner = await listening(ana)
  expect(statSync(socketOf(ana.home)).mode & 0o777).toBe(0o600)
  expect(statSync(join(ana.home, "run")).mode & 0o777).toBe(0o700)
  await ana.say("send", "@bob", "through the socket")
  await owner.line(line => textOf(line) === "through the socket")
  expect(await ana.say("search", "socket")).toContain("through the socket")
  expect(await ana.say("devices", "list")).toContain("(this device)")
  expect(JSON.parse(await ana.say("whoami", "--json"))).toMatchObject({ address: "ana@localhost" })
  expect(await bob.texts("@ana")).toContain("through the socket")
  owner.child.kill("SIGTERM")
  expect((await owner.ended).code).toBe(0)
})

test("HO7 HO8 when the owner is killed, whoever listens beside it takes over and misses nothing", async () => {
  const owner = await listening(ana)
  const heir = ana.start("listen", "--json")
  await bob.say("send", "@ana", "to both")
  await Promise.all([owner, heir].map(one => one.line(line => textOf(line) === "to both")))
  owner.child.kill("SIGKILL")
  await owner.ended
  await bob.say("send", "@ana", "to the heir")
  await heir.line(line => textOf(line) === "to the heir")
  await ana.say("send", "@bob", "through the heir")
  await heir.line(line => textOf(line) === "through the heir")
  heir.child.kill("SIGTERM")
  expect((await heir.ended).code).toBe(0)
})

test("HO6 HO7 many at once on one home: each is done, once", async () => {
  const texts = Array.from({ length: 6 }, (_, index) => `at once ${index}`)
  const before = (await bob.texts("@ana")).length
  const ran = await Promise.all(texts.map(text => ana.run(["send", "@bob", text])))
  expect(ran.map(({ code, err }) => [code, err])).toEqual(ran.map(() => [0, ""]))
  expect((await bob.texts("@ana")).slice(before).toSorted()).toEqual(texts)
})

test("HO8 the owner killed in the middle of a flood by another: what was acknowledged is there, and nothing is there twice", async () => {
  const owner = await listening(ana)
  const script = join(import.meta.dirname, "testing/flood.ts")
  const flood = startScript(script, [ana.home, "@bob", "flood", "1", "25", "5"])
  const acknowledged = () =>
    flood.lines().flatMap(line => (JSON.parse(line).acknowledged?.text as string | undefined) ?? [])
  await flood.line(() => acknowledged().length > 4)
  owner.child.kill("SIGKILL")
  const { err } = await flood.ended
  expect(["", "interrupted"]).toContain(err.trim())
  const arrived = (await bob.texts("@ana")).filter(text => text.startsWith("flood "))
  expect(new Set(arrived).size).toBe(arrived.length)
  expect(arrived).toEqual(expect.arrayContaining(acknowledged()))
  expect(acknowledged().length).toBeGreaterThan(4)
})

test("HO3 HO4 who says what cannot stand there is told so and let go, and the owner goes on", async () => {
  const owner = await listening(ana)
  const spoken = (value: unknown) => unwrap(encodeFrame(value))
  const malformed = ["greeting", "state", "closing home-frame-malformed"]
  const wrong = [
    Uint8Array.of(0, 0, 0, 1, 0x7b),
    spoken({ type: "call", tab: "t", id: 1, method: "close", args: [] }),
    spoken({ type: "call", tab: "t", id: 1, method: "constructor", args: [] }),
    spoken({ type: "call", tab: "t", id: "1", method: "me", args: [] }),
    spoken({ type: "call", tab: "t", id: 1, method: "me" }),
    spoken(null),
  ]
  for (const frame of wrong) {
    const said = await conversation(ana.home, [frame], "never")
    expect([said[0], said.at(-1)]).toEqual([malformed[0] ?? "", malformed[2] ?? ""])
  }
  const said = await conversation(ana.home, [Uint8Array.of(0xff, 0, 0, 0)], "never")
  expect(said.at(-1)).toBe("closing home-frame-too-big")
  // What breaks in a call breaks that call alone.
  const call = spoken({ type: "call", tab: "t", id: 1, method: "timeline", args: [{}, null] })
  expect(await conversation(ana.home, [call], "broken")).toContain("broken")
  expect(await ana.say("whoami")).toContain("ana@localhost")
  owner.child.kill("SIGTERM")
  expect((await owner.ended).code).toBe(0)
})

test("HO2 HO5 who owns the home in another version, or where somebody else could answer, is told nothing", async () => {
  const locked = unwrap(lockHome(bob.home))
  let heard = 0
  const there = await listenAtHome(bob.home, socket => {
    socket.on("data", () => heard++)
    socket.on("error", () => {})
    socket.write(unwrap(encodeFrame({ ...greeting, protocol: 99 })))
  })
  await expectRefusal(["--home", bob.home, "send", "@ana", "secret"], "home-other-version")
  chmodSync(join(bob.home, "run"), 0o777)
  await expectRefusal(["--home", bob.home, "send", "@ana", "secret"], "home-folder-unsafe")
  expect(heard).toBe(0)
  there?.close()
  locked.release()
  // It is narrowed by whoever owns it next.
  expect(await bob.say("whoami")).toContain("bob@localhost")
  expect(statSync(join(bob.home, "run")).mode & 0o777).toBe(0o700)
})

test("HO2 where nothing can listen, one process works all the same", async () => {
  const dan = personIn(folder, "dan")
  mkdirSync(dan.home)
  // What stands for a file system without sockets: as root nothing is read-only.
  writeFileSync(join(dan.home, "run"), "no folder")
  await dan.say("register", "dan", "--server", server.url)
  const owner = dan.start("listen", "--json")
  await bob.say("send", "@dan", "alone")
  await owner.line(line => textOf(line) === "alone")
  owner.child.kill("SIGTERM")
  expect((await owner.ended).code).toBe(0)
  expect(await dan.say("whoami")).toContain("dan@localhost")
})
