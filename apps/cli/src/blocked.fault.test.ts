import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { join } from "node:path"
import { endProcesses, testMilliseconds } from "./testing/binary.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { personIn, register } from "./testing/person.ts"
import { expectRefusal } from "./testing/refusal.ts"
import { type TestServer, testServer } from "./testing/server.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()
const [ana, mal] = [personIn(folder, "ana"), personIn(folder, "mal")] as const
let server: TestServer

beforeAll(async () => {
  server = await testServer(join(folder, "data"))
  await server.start()
  await register(server.url, [ana, mal])
})

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

test("Y225 from a terminal somebody is blocked without a word to them, and heard again when that is lifted", async () => {
  await mal.say("send", "@ana", "first words")
  expect(await ana.say("list")).toContain("mal")
  await ana.say("block", "@mal")
  expect(await ana.say("blocked")).toContain("mal@localhost")
  await mal.say("send", "@ana", "more words")
  // Nobody has answered the request, so that nothing of it is shown.
  expect(await ana.say("list")).not.toContain("mal")
  await expectRefusal(["--home", ana.home, "history", "@mal"], "conversation-unknown")
  await expectRefusal(["--home", ana.home, "send", "@mal", "no"], "person-blocked")
  await expectRefusal(["--home", ana.home, "block", "@nobody"], "account-unknown")
  await ana.say("unblock", "@mal")
  expect(await ana.say("blocked")).toBe("")
  expect(await ana.texts("@mal")).toEqual(["first words", "more words"])
})
