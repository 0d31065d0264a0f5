import { Database } from "bun:sqlite"
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { mkdirSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { join } from "node:path"
import { exits } from "./exit.ts"
import { endProcesses, runBinary, testMilliseconds } from "./testing/binary.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { personIn, register } from "./testing/person.ts"
import { expectRefusal } from "./testing/refusal.ts"
import { freePort, type TestServer, testServer } from "./testing/server.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()
const [ana, bob] = [personIn(folder, "ana"), personIn(folder, "bob")] as const
let server: TestServer
let stranger: Server

beforeAll(async () => {
  server = await testServer(join(folder, "data"))
  await server.start()
  await register(server.url, [ana, bob])
  await ana.say("send", "@bob", "hello")
  stranger = createServer((_, response) => response.end("a server, of something else"))
  await new Promise<void>(done => stranger.listen(0, "127.0.0.1", done))
})

afterAll(async () => {
  await endProcesses()
  stranger.close()
  removeFolder(folder)
})

const asAna = (...args: readonly string[]) => ["--home", ana.home, ...args]
const newcomer = (home: string, handle: string, url: string, ...more: readonly string[]) => [
  "--home",
  join(folder, home),
  "register",
  handle,
  "--server",
  url,
  ...more,
]

test("a handle that cannot be one makes no account", async () => {
  const handles = [
    ["", "handle-empty"],
    ["a".repeat(33), "handle-too-long"],
    ["Zoe", "handle-upper-case"],
    ["zо\u0435", "handle-look-alike"],
    ["9lives", "handle-start"],
  ] as const
  await Promise.all([
    ...handles.map(([handle, code]) => expectRefusal(newcomer(code, handle, server.url), code)),
    expectRefusal(newcomer("handle-reserved", "adm1n", server.url), "handle-reserved"),
    expectRefusal(newcomer("handle-taken", "ana", server.url), "handle-taken"),
  ])
})

test("an address that leads to no Colombe server, or to one of another name, makes no account", async () => {
  const at = stranger.address()
  const port = at !== null && typeof at === "object" ? at.port : 0
  const other = await testServer(join(folder, "other"))
  await other.start("--host", "elsewhere.example")
  await Promise.all([
    expectRefusal(newcomer("u1", "zoe", "localhost"), "server-address-invalid"),
    expectRefusal(newcomer("u2", "zoe", `http://localhost:${port}`), "server-not-colombe", exits.network),
    expectRefusal(
      newcomer("u3", "zoe", `http://localhost:${await freePort()}`),
      "server-unreachable",
      exits.network,
    ),
    expectRefusal(newcomer("u4", "zoe", other.url), "host-mismatch", exits.verification),
  ])
  await other.end()
})

test("an invitation that is wrong, used or too old opens no account, and none opens a closed server", async () => {
  const inviting = await testServer(join(folder, "inviting"))
  const invitation = async () => {
    await inviting.start("--sign-up", "invite")
    const line = await inviting.process().line(text => !text.startsWith("http"))
    return /[0-9a-f]{30}/.exec(line)?.[0] ?? ""
  }
  const first = await invitation()
  await expectRefusal(newcomer("i1", "zoe", inviting.url, "--invite", "guessed"), "invitation-wrong")
  const admitted = await runBinary(newcomer("i2", "zoe", inviting.url, "--invite", first))
  expect(admitted.code).toBe(exits.done)
  await expectRefusal(newcomer("i3", "yan", inviting.url, "--invite", first), "invitation-used")
  await inviting.end()
  const second = await invitation()
  await inviting.end()
  // A week goes by.
  const database = new Database(join(inviting.data, "colombe.sqlite"))
  database.run("UPDATE invitation SET expires = 1")
  database.close()
  await inviting.start("--sign-up", "invite")
  await expectRefusal(newcomer("i4", "yan", inviting.url, "--invite", second), "invitation-expired")
  await inviting.end()
  await inviting.start("--sign-up", "closed")
  await expectRefusal(newcomer("i5", "yan", inviting.url), "sign-up-closed")
  await inviting.end()
})

test("a text that is none is not sent, and nothing goes to a title that nobody has", async () => {
  const input = asAna("send", "@bob", "-")
  await expectRefusal(asAna("send", "@bob", ""), "text-empty")
  await expectRefusal(input, "text-too-long", exits.refused, "x".repeat(70_000))
  await expectRefusal(input, "text-encoding", exits.refused, Uint8Array.of(0x61, 0xc3, 0x28))
  await expectRefusal(input, "text-has-nul", exits.refused, "a\0b")
  await expectRefusal(asAna("send", "Nulle part", "x"), "title-unknown")
  await expectRefusal(asAna("send", "@nobody", "x"), "account-unknown")
  expect(await bob.texts("@ana")).toEqual(["hello"])
})

test("a server does not start where it cannot serve or store", async () => {
  const serve = (data: string, port: number) => [
    "serve",
    "--data",
    join(folder, data),
    "--port",
    String(port),
  ]
  const port = await freePort()
  writeFileSync(join(folder, "file"), "no folder")
  mkdirSync(join(folder, "foreign"))
  writeFileSync(join(folder, "foreign", "colombe.sqlite"), "not what it is called".repeat(100))
  const once = await testServer(join(folder, "newer"))
  await once.start()
  await once.end()
  const database = new Database(join(once.data, "colombe.sqlite"))
  database.run("PRAGMA user_version = 1000")
  database.close()
  await Promise.all([
    expectRefusal(serve("spare", server.port), "port-taken"),
    expectRefusal(serve("data", port), "data-in-use"),
    // As root nothing is read-only: a file stands where the folder would have to be made.
    expectRefusal(serve("file", port), "data-read-only"),
    expectRefusal(serve("foreign", port), "data-damaged"),
    expectRefusal(serve("newer", port), "data-newer"),
  ])
})

test("a home that cannot be written or opened is left as it is", async () => {
  writeFileSync(join(folder, "no-home"), "no folder")
  await expectRefusal(["--home", join(folder, "no-home"), "whoami"], "home-read-only")
  await expectRefusal(["--home", join(folder, "nobody"), "whoami"], "home-empty")
})
