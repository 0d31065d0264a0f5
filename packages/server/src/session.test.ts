import { expect, test } from "bun:test"
import { toUtf8, unwrap } from "@colombe/base"
import { deviceAuthor } from "@colombe/rules"
import { crypto, person, start, statementOf, testWorld } from "./testing/world.ts"

test("D1 a greeting says who the server is and gives each connection a nonce of its own", async () => {
  const world = testWorld()
  const client = world.connect()
  const first = unwrap(await client.call("greet", { wireVersion: 1 }))
  expect(first).toMatchObject({ wireVersion: 1, host: "localhost", nowMs: BigInt(start) })
  expect(first.storeId).toEqual(world.store.storeId)
  const second = unwrap(await world.connect().call("greet", { wireVersion: 1 }))
  expect(first.serverNonce).toHaveLength(32)
  expect(second.serverNonce).not.toEqual(first.serverNonce)
})

test("D1 another version is refused", async () => {
  for (const wireVersion of [0, 2, 4_294_967_295])
    expect(await testWorld().connect().call("greet", { wireVersion })).toMatchObject({
      code: "version-unsupported",
      retry: "never",
    })
})

test("D2 a device signs in with a statement over this connection's nonce", async () => {
  const world = testWorld()
  const ana = await world.enrol("ana")
  const client = await world.greet()
  const signedIn = unwrap(await client.call("signIn", await statementOf(ana, 1, client.nonce)))
  expect(signedIn).toMatchObject({ keyPackagesLeft: 0, lastResortFresh: false })
  expect((await client.call("follow", {})).ok).toBe(true)
})

test("D2 a nonce is used up by the first statement, whether that held or not", async () => {
  const world = testWorld()
  const ana = await world.enrol("ana")
  const client = await world.greet()
  const statement = await statementOf(ana, 1, client.nonce)
  const forged = { ...statement, signature: new Uint8Array(64) }
  expect(await client.call("signIn", forged)).toMatchObject({ code: "session-refused" })
  expect(await client.call("signIn", statement)).toMatchObject({ code: "session-replayed" })
})

test("D2 a statement of another connection is refused", async () => {
  const world = testWorld()
  const ana = await world.enrol("ana")
  const [here, there] = [await world.greet(), await world.greet()]
  const statement = await statementOf(ana, 1, here.nonce)
  expect((await here.call("signIn", statement)).ok).toBe(true)
  expect(await there.call("signIn", statement)).toMatchObject({ code: "session-replayed" })
})

test("D2 a statement for another host is refused, also with this connection's nonce", async () => {
  const world = testWorld()
  const ana = await world.enrol("ana")
  for (const host of ["example.org", "localhost:8443", ""]) {
    const client = await world.greet()
    const statement = await statementOf(ana, 1, client.nonce, { host: toUtf8(host) })
    expect(await client.call("signIn", statement)).toMatchObject({ code: "host-mismatch" })
  }
})

test("D2 a statement of another wire version, of a stranger or of no device is refused", async () => {
  const world = testWorld()
  const ana = await world.enrol("ana")
  const eve = await person("eve")
  const attempts = [
    { who: ana, changes: { wire: 2 }, code: "version-unsupported" },
    { who: eve, changes: {}, code: "account-unknown" },
    { who: eve, changes: { account: ana.account }, code: "device-inactive" },
    {
      who: ana,
      changes: { signer: { kind: "words", id: await ana.device(1) } as const },
      code: "device-inactive",
    },
  ]
  for (const { who, changes, code } of attempts) {
    const client = await world.greet()
    expect(await client.call("signIn", await statementOf(who, 1, client.nonce, changes))).toMatchObject({
      code,
    })
    expect(await client.call("follow", {})).toMatchObject({ code: "not-signed-in" })
  }
  const client = await world.greet()
  expect(await client.call("signIn", { statement: toUtf8("hello") })).toMatchObject({
    code: "request-invalid",
  })
})

test("D2 a key of somebody else signs in nobody", async () => {
  const world = testWorld()
  const ana = await world.enrol("ana")
  const eve = await world.enrol("eve")
  const client = await world.greet()
  const { id } = deviceAuthor(crypto, ana.account, await ana.key(1))
  const forged = await statementOf(eve, 1, client.nonce, { account: ana.account, signer: id })
  expect(await client.call("signIn", forged)).toMatchObject({ code: "session-refused" })
})

test("D3 before signing in only greeting, sign-up and looking up an account are answered", async () => {
  const world = testWorld()
  const ana = await world.enrol("ana")
  const fresh = world.connect()
  expect(await fresh.call("pullChain", { account: ana.account })).toMatchObject({ code: "not-signed-in" })
  expect(await fresh.call("signIn", {})).toMatchObject({ code: "session-replayed" })
  const client = await world.greet()
  expect(unwrap(await client.call("resolveHandle", { handle: "ana" })).account).toEqual(ana.account)
  expect(unwrap(await client.call("pullChain", { account: ana.account })).links).toHaveLength(1)
  for (const method of [
    "reserveLink",
    "publishKeyPackages",
    "pullEntries",
    "sendMail",
    "acknowledge",
  ] as const)
    expect(await client.call(method, {})).toMatchObject({ code: "not-signed-in" })
})

test("D3 the recovery key may bring the chain into order and nothing else", async () => {
  const world = testWorld()
  const ana = await world.enrol("ana")
  const client = await world.signIn(ana, "recovery")
  expect((await client.call("reserveLink", { generation: 0, seq: 1 })).ok).toBe(true)
  expect(await client.call("follow", {})).toMatchObject({ code: "device-inactive" })
})

test("D2 who signs in at the same moment, just after the server was started again, gets in", async () => {
  const world = testWorld()
  const ana = await world.enrol("ana")
  const again = testWorld({ store: world.store })
  const clients = await Promise.all(Array.from({ length: 4 }, () => again.greet()))
  const asked = await Promise.all(clients.map(({ nonce }) => statementOf(ana, 1, nonce)))
  const answers = await Promise.all(clients.map((client, index) => client.call("signIn", asked[index] ?? {})))
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, true])
})

test("D2 signing in twice on one connection is refused", async () => {
  const world = testWorld()
  const ana = await world.enrol("ana")
  const client = await world.signIn(ana)
  expect(await client.call("greet", { wireVersion: 1 })).toMatchObject({ code: "request-invalid" })
  expect(await client.call("signIn", {})).toMatchObject({ code: "request-invalid" })
})

test("D9 an account has so many connections at one time, and gets one back when one ends", async () => {
  const world = testWorld({ limits: { connectionsPerAccountMax: 1, unreadBytesMax: 100 } })
  const ana = await world.enrol("ana")
  const first = await world.signIn(ana)
  const second = await world.greet()
  const signIn = async () => second.call("signIn", await statementOf(ana, 1, second.nonce))
  expect(await signIn()).toMatchObject({ code: "server-busy" })
  first.hold()
  for (let count = 0; count < 20; count++) await first.callRaw("Acknowledge", new Uint8Array())
  expect(first.closedWith).toBe("slow-reader")
  expect((await world.signIn(ana)).closedWith).toBeUndefined()
})
