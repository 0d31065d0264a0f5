import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { endProcesses, refused, testMilliseconds } from "./testing/binary.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { personIn, register } from "./testing/person.ts"
import { type TestServer, testServer } from "./testing/server.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()
const [ana, bob] = [personIn(folder, "ana"), personIn(folder, "bob")] as const
let server: TestServer

beforeAll(async () => {
  server = await testServer(join(folder, "data"))
  await server.start()
  await register(server.url, [ana, bob])
  await ana.say("send", "@bob", "À l’ombre du tilleul \u001b[31m")
  await bob.say("send", "@ana", "東京都で会おう")
  await ana.say("history", "@bob")
  // Neither command needs it.
  await server.kill()
})

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

test("T52 T55 T59 search finds messages and people without a server, with accents or without, in any script", async () => {
  expect(await ana.say("search", "OMBRE till")).toContain("ana@localhost: À l’ombre du tilleul \ufffd[31m")
  expect(await ana.say("search", "京都")).toContain("東京都で会おう")
  const [person] = (await ana.say("search", "--json", "bob")).split("\n")
  expect(JSON.parse(person ?? "")).toMatchObject({ kind: "person", address: "bob@localhost" })
  expect(await ana.say("search", "*")).toBe("")
})

test("EX1 EX4 export writes everything that can be read, once", async () => {
  const out = join(folder, "out")
  await ana.say("export", out)
  const { conversations } = JSON.parse(readFileSync(join(out, "index.json"), "utf8"))
  const lines = readFileSync(join(out, conversations[0].file), "utf8")
  expect(lines).toContain("À l’ombre du tilleul")
  expect(lines).toContain("東京都で会おう")
  expect(refused(await ana.run(["export", out]))).toEqual({ code: 3, reason: "export-folder-used" })
})
