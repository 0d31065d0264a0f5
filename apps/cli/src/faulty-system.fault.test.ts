import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { join } from "node:path"
import { endProcesses, refused, testMilliseconds } from "./testing/binary.ts"
import { checkRun } from "./testing/checker.ts"
import { faultySystem } from "./testing/faulty-system.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { acquaintedPair, clientLogs, flood, type Pair } from "./testing/load.ts"
import { type TestServer, testServer } from "./testing/server.ts"
import { storedLog } from "./testing/stored-log.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()
const system = faultySystem(folder)
let server: TestServer
let pair: Pair

beforeAll(async () => {
  if (system === undefined) return
  server = await testServer(join(folder, "data"), system.surroundings)
  await server.start()
  pair = await acquaintedPair(folder, server.url)
})

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

const begin = () => pair.people.map(one => flood(pair, one, { count: 15 }))

async function expectWhole(floods: ReturnType<typeof begin>): Promise<void> {
  for (const { ended } of floods) expect(await ended).toBe("done")
  const { faults, acknowledged } = checkRun(server.data, await clientLogs(pair))
  expect(faults).toEqual([])
  expect(acknowledged).toBeGreaterThanOrEqual(30)
}

/** Milliseconds of one sync on a disk that is about to die. */
const slow = 400

// skip: where no C compiler is, nothing can stand between a program and its system
test.skipIf(!system)(
  "T1 a disk on which each sync takes long holds everybody up and loses nothing, also when the server is killed",
  async () => {
    if (system === undefined) throw new Error("no system")
    const before = system.syncs()
    system.setSync(slow)
    const floods = begin()
    await floods[0]?.acknowledged(4)
    await server.kill()
    await server.start()
    await floods[1]?.acknowledged(9)
    system.setSync(0)
    await expectWhole(floods)
    expect(system.syncs()).toBeGreaterThan(before + 8)
  },
)

const minute = 60_000

// skip: where no C compiler is, nothing can stand between a program and its system
test.skipIf(!system)(
  "S21 a server's clock that is set forth and back under load holds nobody up, and no log runs backwards",
  async () => {
    if (system === undefined) throw new Error("no system")
    const floods = begin()
    // Nine minutes are less than what a reader takes for wrong, and a day back is as much as a session bears.
    for (const [count, ahead] of [
      [2, 9 * minute],
      [6, 0],
      [10, -23 * 60 * minute],
      [13, 5 * minute],
    ] as const) {
      await floods[0]?.acknowledged(count)
      system.setClock(ahead)
    }
    await expectWhole(floods)
    const times = storedLog(server.data).map(({ at }) => at)
    // The clock was wrong, and the server believed it.
    expect(Math.max(...times)).toBeGreaterThan(Date.now() + 4 * minute)
    system.setClock(0)
  },
)

// skip: where no C compiler is, nothing can stand between a program and its system
test.skipIf(!system)(
  "Y75 with a server whose clock is two days off nobody goes on, and everybody does once it is right",
  async () => {
    if (system === undefined) throw new Error("no system")
    const [ana] = pair.people
    system.setClock(48 * 60 * minute)
    expect(refused(await ana.run(["send", "@bob", "when?"])).reason).toBe("clock-wrong")
    system.setClock(0)
    await expectWhole(begin())
  },
)
