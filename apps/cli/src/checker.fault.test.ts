import { Database } from "bun:sqlite"
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { cpSync } from "node:fs"
import { join } from "node:path"
import { kinds } from "@colombe/rules"
import { endProcesses, testMilliseconds } from "./testing/binary.ts"
import { type ClientLog, checkRun } from "./testing/checker.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { acquaintedPair, clientLogs, flood } from "./testing/load.ts"
import { testServer } from "./testing/server.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()
let data: string
let clients: readonly ClientLog[]

beforeAll(async () => {
  const server = await testServer(join(folder, "data"))
  await server.start()
  const pair = await acquaintedPair(folder, server.url)
  await Promise.all(pair.people.map(one => flood(pair, one, { count: 6, every: 2 }).ended))
  clients = await clientLogs(pair)
  await server.end()
  data = server.data
})

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

test("a run in which nothing went wrong has no fault, and much was looked at", () => {
  const { faults, entries, epochs, acknowledged } = checkRun(data, clients)
  expect(faults).toEqual([])
  expect([entries > 20, epochs > 4, acknowledged]).toEqual([true, true, 12])
})

/** The last message in the conversation of the two, which the one before the last has as its last entry. */
const last = `(SELECT max(row) FROM log WHERE type = ${kinds.message} AND conversation IN
  (SELECT conversation FROM log WHERE type = ${kinds.commit}))`
const columns = "conversation, at, type, incarnation, epoch, hash, digest, author, body"

/** What a server might have done to its disk, and what is said of it. */
const damages: readonly (readonly [string, string, RegExp])[] = [
  ["an entry that is gone", `DELETE FROM log WHERE row >= ${last}`, /was acknowledged at \d+ and is lost/],
  ["a place without an entry", `UPDATE log SET seq = seq + 100 WHERE row = ${last}`, /stands at place/],
  ["an entry in another's place", `UPDATE log SET body = zeroblob(200) WHERE row = ${last}`, /wrong hash/],
  [
    "a send that is stored twice",
    `INSERT INTO log (seq, ${columns}) SELECT seq + 1000, ${columns} FROM log WHERE row = ${last};
     UPDATE log SET seq = (SELECT max(other.seq) + 1 FROM log AS other
       WHERE other.conversation = log.conversation AND other.seq < 1000) WHERE seq > 1000`,
    /was stored before/,
  ],
  [
    "two commits of one epoch",
    `UPDATE log SET epoch = epoch - 1 WHERE row = (SELECT max(row) FROM log WHERE type = ${kinds.commit})`,
    /stands in epoch/,
  ],
  [
    "an epoch that nobody made",
    "DELETE FROM group_state WHERE row = (SELECT max(row) FROM group_state)",
    /are kept/,
  ],
  ["time that runs backwards", `UPDATE log SET at = 1 WHERE row = ${last}`, /is older than the one before/],
]

for (const [what, sql, said] of damages)
  test(`the checker finds ${what}`, () => {
    const copy = join(folder, what.replaceAll(" ", "-"))
    cpSync(data, copy, { recursive: true })
    const database = new Database(join(copy, "colombe.sqlite"))
    database.exec(sql)
    database.close()
    expect(checkRun(copy, clients).faults.join("\n")).toMatch(said)
  })

/** What a client might show or have been told, and what is said of it. */
const lies: readonly (readonly [string, (log: ClientLog) => Partial<ClientLog>, RegExp])[] = [
  [
    "a message that one home lacks",
    ({ shown }) => ({ shown: shown.slice(0, -1) }),
    /differently|and is lost/,
  ],
  [
    "a message that a home shows twice",
    ({ shown }) => ({ shown: [...shown, ...shown.filter(({ text }) => text !== undefined).slice(-1)] }),
    /2 times/,
  ],
  ["a message that nobody said", ({ tried }) => ({ tried: tried.slice(1) }), /which nobody said/],
  ["an order that nobody chose", ({ taken }) => ({ taken: taken.toReversed() }), /came after/],
  [
    "an answer that names another place",
    ({ acknowledged: [first] }) => ({ acknowledged: first ? [{ ...first, seq: first.seq - 1 }] : [] }),
    /was acknowledged at/,
  ],
]

for (const [what, change, said] of lies)
  test(`the checker finds ${what}`, () => {
    const [first, ...others] = clients
    if (first === undefined) throw new Error("two talked")
    expect(checkRun(data, [{ ...first, ...change(first) }, ...others]).faults.join("\n")).toMatch(said)
  })
