import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { phrase } from "@colombe/phrases"
import { endProcesses, refused, testMilliseconds } from "./testing/binary.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { personIn } from "./testing/person.ts"
import { inBothLanguages } from "./testing/refusal.ts"
import { type TestServer, testServer } from "./testing/server.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()
const [both, carol] = [personIn(folder, "both"), personIn(folder, "carol")] as const
let server: TestServer
let words: string

beforeAll(async () => {
  server = await testServer(join(folder, "data"))
  await server.start()
  words = await both.say("register", "ana", "--server", server.url)
  await carol.say("register", "carol", "--server", server.url)
})

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

const described = () => readFileSync(join(both.home, "home.json"), "utf8")
const as = (account: string, ...args: readonly string[]) => both.say("--account", account, ...args)

test("a home with one account asks for no choice, and says outside its database of nobody whose it is", async () => {
  expect(await both.say("accounts")).toBe(`ana@localhost  ${server.url}\n`)
  expect(await both.say("whoami")).toContain("ana@localhost")
  expect(await as("ana@localhost", "whoami")).toContain("ana@localhost")
  expect(described()).not.toContain("ana")
  expect(existsSync(join(both.home, "accounts"))).toBe(false)
})

test("an account that did not come to be is none to choose from", async () => {
  expect(refused(await both.run(["register", "Zoe", "--server", server.url])).reason).toBe(
    "handle-upper-case",
  )
  expect(refused(await both.run(["register", "carol", "--server", server.url])).reason).toBe("handle-taken")
  expect(await both.say("whoami")).toContain("ana@localhost")
  expect((await both.say("accounts")).split("\n").length).toBe(2)
})

test("a second account stands beside the first: each is chosen by its address, and both work at once", async () => {
  await both.say("register", "bob", "--server", server.url)
  const lines = (await both.say("accounts", "--json"))
    .trim()
    .split("\n")
    .map(line => JSON.parse(line))
  expect(lines).toMatchObject([
    { address: "ana@localhost", server: server.url },
    { address: "bob@localhost", server: server.url },
  ])
  const listening = both.start("--account", "bob@localhost", "listen", "--json")
  await as("ana@localhost", "send", "@bob", "to my other self")
  await listening.line(line => JSON.parse(line).text === "to my other self")
  await as("@bob@localhost", "send", "@carol", "from bob")
  listening.child.kill("SIGTERM")
  expect((await listening.ended).code).toBe(0)
  expect((await carol.history("@bob")).map(({ from, text }) => [from, text])).toEqual([
    ["bob@localhost", "from bob"],
  ])
  const chosen = await both.run(["whoami"], { environment: { COLOMBE_ACCOUNT: "bob@localhost" } })
  expect(chosen.out).toContain("bob@localhost")
})

test("without a choice, or with one that is not there, nothing is done and the accounts are listed", async () => {
  for (const [args, code] of [
    [["send", "@carol", "from whom?"], "account-ambiguous"],
    [["--account", "eve@localhost", "whoami"], "account-not-here"],
  ] as const) {
    const ran = await inBothLanguages(["--home", both.home, ...args])
    for (const locale of ["en", "fr"] as const)
      expect(ran[locale]).toEqual({
        code: 3,
        out: "",
        err: `${phrase(code, locale)} (${code})\n  ana@localhost\n  bob@localhost\n`,
      })
  }
  expect((await carol.texts("@bob")).length).toBe(1)
})

test("an account that does not open is listed with the reason, and hinders no other", async () => {
  const path = join(both.home, "accounts", "1", "key")
  const key = readFileSync(path, "utf8")
  writeFileSync(path, key.replace(/[0-9a-f]/g, "0"))
  expect(await both.say("accounts")).toContain("bob@localhost  (storage-locked)")
  expect(await as("ana@localhost", "whoami")).toContain("ana@localhost")
  writeFileSync(path, key)
})

test("coming back by the words into an account that is here adds none", async () => {
  expect((await both.run(["recover", "ana", "--server", server.url], { input: words })).code).toBe(0)
  expect((await both.say("accounts")).trim().split("\n").length).toBe(2)
  const again = personIn(folder, "again")
  await again.say("register", "dan", "--server", server.url)
  expect((await again.run(["recover", "ana", "--server", server.url], { input: words })).code).toBe(0)
  expect((await again.say("accounts")).match(/\S+@\S+/g)).toEqual(["dan@localhost", "ana@localhost"])
})
