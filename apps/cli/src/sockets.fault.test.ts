import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { createConnection } from "node:net"
import { join } from "node:path"
import { unwrap } from "@colombe/base"
import { type Person as Account, person } from "@colombe/rules/testing"
import { signUpOf, statementOf } from "@colombe/server/testing"
import { Delivery, encodeRequest, wireVersion } from "@colombe/wire"
import { bareSocket, upgradeRequest } from "./testing/bare-socket.ts"
import { endProcesses, testMilliseconds } from "./testing/binary.ts"
import { checkRun } from "./testing/checker.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { type FrozenProxy, frozenProxy } from "./testing/frozen-proxy.ts"
import { acquaintedPair, clientLogs, flood, type Pair } from "./testing/load.ts"
import { type TestServer, testServer } from "./testing/server.ts"
import { type WireSocket, wireSocket } from "./testing/wire-socket.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()
let server: TestServer
let proxy: FrozenProxy
let pair: Pair

beforeAll(async () => {
  server = await testServer(join(folder, "data"))
  await server.start()
  proxy = await frozenProxy(server.port)
  pair = await acquaintedPair(folder, proxy.url)
})

afterAll(async () => {
  await endProcesses()
  proxy.close()
  removeFolder(folder)
})

async function greeted<One extends WireSocket>(socket: One): Promise<{ socket: One; nonce: Uint8Array }> {
  const { serverNonce } = unwrap(await socket.call("greet", { wireVersion }))
  return { socket, nonce: serverNonce }
}

async function enrolled(name: string): Promise<Account> {
  const account = await person(name)
  const { socket } = await greeted(await wireSocket(server.url))
  unwrap(await socket.call("signUp", await signUpOf(account, name)))
  socket.close()
  return account
}

async function signedIn<One extends WireSocket>(account: Account, one: One): Promise<One> {
  const { socket, nonce } = await greeted(one)
  unwrap(await socket.call("signIn", await statementOf(account, 1, nonce)))
  return socket
}

/** What each of the two sends while something goes on. */
const sends = 15

/**
 * Both talk while `meanwhile` goes on, and come through by themselves; then the whole run is judged.
 * `begun`: called for each as soon as the first of its sends is acknowledged, whatever the other does.
 */
async function talking(meanwhile: () => Promise<void>, begun = () => {}): Promise<void> {
  const floods = pair.people.map(one => flood(pair, one, { count: sends }))
  await Promise.all(floods.map(one => one.acknowledged(1).then(begun)))
  await meanwhile()
  for (const { ended } of floods) expect(await ended).toBe("done")
  const { faults, acknowledged } = checkRun(server.data, await clientLogs(pair))
  expect(faults).toEqual([])
  expect(acknowledged).toBeGreaterThanOrEqual(2 * sends)
}

/** Calls of somebody who reads no answer, and how many are written at one time: 40 MiB are waiting in the end. */
const [unreadCalls, callsAtOnce] = [25_000, 200]

test("D10 somebody who stops reading is let go with a reason, and nobody else notices", async () => {
  const zoe = await enrolled("zoe")
  const slow = await signedIn(zoe, await bareSocket(server.port))
  const body = encodeRequest(Delivery.method.pullChain, { account: zoe.account, have: 0 })
  await talking(async () => {
    slow.stopReading()
    for (let count = 0; count < unreadCalls; count++) {
      slow.callRaw("PullChain", body).catch(() => {})
      if (count % callsAtOnce === 0) await new Promise(done => setImmediate(done))
    }
  })
  slow.readAgain()
  expect(await slow.ended).toEqual({ status: 4000, reason: "slow-reader", told: "slow-reader" })
})

/** Sockets of each kind that say something and then nothing. */
const silentSockets = 100

test("half-closed sockets and halves of requests are let go, and nobody else notices", async () => {
  const eve = await enrolled("eve")
  const ends: Promise<unknown>[] = []
  await talking(async () => {
    for (let count = 0; count < silentSockets; count++) {
      const half = createConnection({ host: "localhost", port: server.port, allowHalfOpen: true })
      half.on("error", () => {})
      half.write(upgradeRequest(server.port).slice(0, 60 + count))
      half.resume()
      ends.push(new Promise(done => half.once("end", done)))
    }
    const closing = await signedIn(eve, await bareSocket(server.port))
    closing.halfClose()
    ends.push(closing.gone)
  })
  await Promise.all(ends)
})

test("Y170 connections that break without a word to either end are given up, and all that was said on them is there once", async () => {
  let frozen = 0
  await talking(
    async () => {},
    () => {
      frozen += proxy.freeze()
    },
  )
  expect(frozen).toBeGreaterThanOrEqual(2)
})

/** Clients that come back at one moment: so many accounts, each with so many connections. */
const [accounts, connectionsEach] = [100, 20]

test("two thousand clients that come back at once after a kill are all served, and what was acknowledged is there", async () => {
  const names = Array.from({ length: accounts }, (_, index) => `crowd${index}`)
  const crowd = await Promise.all(names.map(enrolled))
  const come = () =>
    Promise.all(
      crowd.flatMap(one =>
        Array.from({ length: connectionsEach }, async () => signedIn(one, await wireSocket(server.url))),
      ),
    )
  const before = await come()
  expect(before.length).toBe(accounts * connectionsEach)
  await talking(async () => {
    await server.kill()
    for (const { ended } of before) await ended
    await server.start()
    const after = await come()
    for (const socket of after) unwrap(await socket.call("resolveHandle", { handle: "crowd0" }))
    for (const socket of after) socket.close()
  })
})
