import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { join } from "node:path"
import { endProcesses, testMilliseconds } from "./testing/binary.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { personIn, register } from "./testing/person.ts"
import { expectRefusal } from "./testing/refusal.ts"
import { type TestServer, testServer } from "./testing/server.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()
const [ana, bob, eve] = [personIn(folder, "ana"), personIn(folder, "bob"), personIn(folder, "eve")] as const
const title = "Le verger"
let server: TestServer

beforeAll(async () => {
  server = await testServer(join(folder, "data"))
  await server.start()
  await register(server.url, [ana, bob, eve])
  await ana.say("group", "create", title)
})

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

async function listed(): Promise<Readonly<Record<string, unknown>>[]> {
  const out = await ana.say("group", "links", title, "--json")
  return out
    .split("\n")
    .filter(line => line !== "")
    .map(line => JSON.parse(line))
}

test("Y220 D221 people come in by a link from a terminal, as often as it was made for and until it is ended", async () => {
  const once = (await ana.say("group", "link", title, "--uses", "1", "--days", "7")).trim()
  expect(once).toStartWith(`${server.url}/#/join/`)
  const shown = await bob.say("join", once, "--look")
  expect(shown).toContain(`“${title}”`)
  expect(await bob.texts(title).catch(() => "not in it")).toBe("not in it")
  const conversation = (await bob.say("join", once)).trim()
  await bob.say("send", title, "here by link")
  expect(await ana.texts(title)).toEqual(["here by link"])
  expect((await ana.history(title)).flatMap(item => item.change ?? [])).toContain("joined-by-link")
  expect((await bob.say("join", once)).trim()).toBe(conversation)
  await expectRefusal(["--home", eve.home, "join", once], "invite-link-used-up")
  await expectRefusal(["--home", bob.home, "group", "link", title], "commit-forbidden")
  await expectRefusal(["--home", eve.home, "join", once.slice(0, -3)], "invite-link-malformed")
  await expectRefusal(["--home", ana.home, "group", "link", title, "--days", "400"], "invite-limits-invalid")
  const [row] = await listed()
  expect(row).toMatchObject({ by: "ana@localhost", uses: 1, used: 1, ended: "used-up" })
  expect(await ana.say("group", "links", title)).toContain("(used up)")
  const open = (await ana.say("group", "link", title, "--days", "0")).trim()
  const id = (await listed()).find(({ until }) => until === null)?.id
  await ana.say("group", "unlink", title, String(id))
  await expectRefusal(["--home", eve.home, "join", open], "invite-link-unknown")
  expect(await listed()).toHaveLength(1)
})

test("D221 uses are counted by what is on disk: a server that was killed lets nobody in twice", async () => {
  const once = (await ana.say("group", "link", title, "--uses", "1")).trim()
  await eve.say("join", once)
  await server.kill()
  await server.start()
  await ana.say("group", "remove", title, "@eve")
  await ana.say("group", "unban", title, "@eve")
  await expectRefusal(["--home", eve.home, "join", once], "invite-link-used-up")
})
