import { Database } from "bun:sqlite"
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { join } from "node:path"
import { setImmediate } from "node:timers/promises"
import { endProcesses, testMilliseconds } from "./testing/binary.ts"
import { checkRun } from "./testing/checker.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { killRounds } from "./testing/kill-loop.ts"
import { type HistoryItem, type Person, personIn, register } from "./testing/person.ts"
import { type TestServer, testServer } from "./testing/server.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()
const [ana, bob, cleo] = [personIn(folder, "ana"), personIn(folder, "bob"), personIn(folder, "cleo")] as const
let server: TestServer

beforeAll(async () => {
  server = await testServer(join(folder, "data"))
  await server.start()
  await register(server.url, [ana, bob, cleo])
  // Everybody knows everybody: whoever is added comes in at once, by Welcome.
  for (const [one, other] of [
    [ana, bob],
    [ana, cleo],
  ] as const) {
    await one.say("send", `@${other.name}`, "hello")
    await other.say("send", `@${one.name}`, "hello to you")
  }
})

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

/** All read the same log, and show the same of it; the value is what they show. */
async function oneLog(people: readonly Person[], targetOf: (person: Person) => string) {
  const logs = await Promise.all(people.map(one => one.history(targetOf(one), 100_000)))
  const [first = []] = logs
  const clients = people.map(({ name }, index) => {
    const shown = logs[index] ?? []
    const taken = textsOf(shown.filter(({ from }) => from === `${name}@localhost`))
    return { name, tried: taken, taken, acknowledged: [], shown }
  })
  const checked = checkRun(server.data, clients)
  expect(checked.faults).toEqual([])
  expect(checked.entries).toBeGreaterThan(0)
  return first
}

const textsOf = (log: readonly HistoryItem[]) => log.flatMap(item => item.text ?? [])

test("killed between two messages, the server has both, once", async () => {
  const before = textsOf(await ana.history("@bob"))
  await ana.say("send", "@bob", "before the kill")
  await server.kill()
  expect((await ana.run(["send", "@bob", "during"])).code).toBe(4)
  await server.start()
  await bob.say("send", "@ana", "after it")
  const log = await oneLog([ana, bob], one => (one === ana ? "@bob" : "@ana"))
  expect(textsOf(log)).toEqual([...before, "before the kill", "after it"])
})

test("killed three times in a flood from both sides, and a client with it, it has all that it acknowledged, once, in one order", async () => {
  const { faults, kills, acknowledged, epochs } = await killRounds(join(folder, "flood"), 1, Math.random)
  expect(faults).toEqual([])
  expect(kills).toBe(4)
  expect(acknowledged).toBeGreaterThanOrEqual(25)
  expect(epochs).toBeGreaterThan(4)
})

/** What the server's disk shows when it is killed: nothing yet, the conversation, a mail on its way or delivered. */
const moments: Readonly<Record<string, string>> = {
  "keys are claimed": "SELECT count(*) FROM key_package WHERE body IS NULL",
  "a change is stored": "SELECT count(*) FROM log",
  "a Welcome is owed or delivered":
    "SELECT (SELECT count(*) FROM owed_welcome) + (SELECT count(*) FROM mail)",
}

for (const [moment, query] of Object.entries(moments))
  test(`killed as soon as ${moment} while a group is made, it makes the group or lets it be made again`, async () => {
    const title = `Killed when ${moment}`
    const database = new Database(join(server.data, "colombe.sqlite"), { readonly: true })
    const counted = database.query<Record<string, number>, []>(query)
    const count = () => Object.values(counted.get() ?? {})[0] ?? 0
    const before = count()
    const creating = ana.start("group", "create", title, "@bob", "@cleo")
    let over = false
    void creating.ended.then(() => {
      over = true
    })
    while (!over && count() === before) await setImmediate()
    expect(over).toBe(false)
    await server.kill()
    database.close()
    await server.start()
    const first = await creating.ended
    // Done all the same once the server is back, or refused with a code of the network.
    expect([0, 4]).toContain(first.code ?? -1)
    const repeated = first.code === 0 ? first.out : await ana.say("group", "create", title, "@bob", "@cleo")
    const group = repeated.trim()
    for (const one of [ana, bob, cleo]) await one.say("send", "--", group, `${one.name} is in`)
    const log = await oneLog([ana, bob, cleo], () => group)
    expect(textsOf(log)).toEqual(["ana is in", "bob is in", "cleo is in"])
  })
