import { expect, test } from "bun:test"
import { toUtf8 } from "@colombe/base"
import { callsInFlightMax, encodeCall, frameBytesMax } from "@colombe/wire"
import fc from "fast-check"
import { testWorld } from "./testing/world.ts"

test("W2 a text frame, an empty frame and a frame without an id end the connection", async () => {
  for (const frame of ["hello", "", new Uint8Array(), encodeCall(0, "Greet", new Uint8Array())]) {
    const client = testWorld().connect()
    await client.send(frame)
    expect(client.closedWith).toBe("frame-malformed")
    expect(client.events("closing")).toMatchObject([{ code: "frame-malformed" }])
    expect(await client.callRaw("Greet", new Uint8Array())).toBeUndefined()
  }
})

test("W3 a frame of the limit is answered, one byte more ends the connection", async () => {
  const client = testWorld().connect()
  const overhead = encodeCall(7, "Greet", new Uint8Array(1 << 22)).length - (1 << 22)
  await client.send(encodeCall(7, "Greet", new Uint8Array(frameBytesMax - overhead)))
  expect(client.closedWith).toBeUndefined()
  await client.send(encodeCall(8, "Greet", new Uint8Array(frameBytesMax - overhead + 1)))
  expect(client.closedWith).toBe("frame-too-large")
})

test("W4 an unknown method and a body that is none are refused, and the connection stays", async () => {
  const client = testWorld().connect()
  for (const method of ["", "greet", "Fly", "constructor", "Greet\0"])
    expect((await client.callRaw(method, new Uint8Array()))?.result.value).toMatchObject({
      code: "method-unknown",
    })
  const refused = await client.callRaw("Greet", toUtf8("no such message"))
  expect(refused?.result.value).toMatchObject({ code: "request-invalid" })
  expect((await client.call("greet", { wireVersion: 1 })).ok).toBe(true)
})

test("W4 whatever bytes come, a connection is answered or ended, and nothing fails inside", async () => {
  const world = testWorld()
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async frame => {
      await world.connect().send(frame)
    }),
    { numRuns: 300 },
  )
  expect(world.log).toEqual([])
})

test("W2 an id that still waits is not used again", async () => {
  const world = testWorld()
  const client = await world.greet()
  const frame = encodeCall(9, "ResolveHandle", new Uint8Array())
  await Promise.all([client.send(frame), client.send(frame)])
  expect(client.closedWith).toBe("frame-malformed")
})

test("W7 calls beyond what may wait are refused and the connection stays", async () => {
  const world = testWorld()
  const client = await world.greet()
  const calls = Array.from({ length: callsInFlightMax + 5 }, () =>
    client.call("resolveHandle", { handle: "ana" }),
  )
  const codes = (await Promise.all(calls)).map(answer => (answer.ok ? "" : answer.code))
  expect(codes.filter(code => code === "rate-limited")).toHaveLength(5)
  expect(codes.filter(code => code === "account-unknown")).toHaveLength(callsInFlightMax)
  expect(client.closedWith).toBeUndefined()
})

test("D9 a connection that calls faster than its rate is told how long to wait", async () => {
  const world = testWorld({ limits: { calls: { burst: 3, perSecond: 2 } } })
  const client = await world.greet()
  await client.call("resolveHandle", { handle: "ana" })
  await client.call("resolveHandle", { handle: "ana" })
  expect(await client.call("resolveHandle", { handle: "ana" })).toMatchObject({
    code: "rate-limited",
    retryAfter: 500,
  })
  world.clock.pass(500)
  expect(await client.call("resolveHandle", { handle: "ana" })).toMatchObject({ code: "account-unknown" })
})

test("D10 a client that does not read is let go", async () => {
  const world = testWorld({ limits: { unreadBytesMax: 2_000 } })
  const client = await world.greet()
  client.hold()
  for (let count = 0; count < 200 && client.closedWith === undefined; count++)
    await client.callRaw("ResolveHandle", new Uint8Array())
  expect(client.closedWith).toBe("slow-reader")
})

test("D11 a server that stops answers what was asked, then says so", async () => {
  const world = testWorld()
  const client = await world.greet()
  const asked = client.call("resolveHandle", { handle: "ana" })
  await world.server.stop()
  expect(await asked).toMatchObject({ code: "account-unknown" })
  expect(client.closedWith).toBe("server-stopping")
  const late = world.connect()
  expect(late.closedWith).toBe("server-stopping")
})

test("D9 connections beyond the limit are ended at once", async () => {
  const world = testWorld({ limits: { connectionsMax: 1 } })
  const first = world.connect()
  expect(world.connect().closedWith).toBe("server-busy")
  first.close()
  expect(world.connect().closedWith).toBeUndefined()
})

test("D10 a client that does not read what others cause is let go by the clock", async () => {
  const world = testWorld({ limits: { unreadBytesMax: 30 } })
  const ana = await world.enrol("ana")
  const client = await world.signIn(ana)
  client.hold()
  for (let count = 0; count < 2; count++) await client.callRaw("ResolveHandle", new Uint8Array())
  expect(client.closedWith).toBeUndefined()
  world.clock.pass(5_000)
  expect(client.closedWith).toBe("slow-reader")
})

test("D9 a connection that does not sign in is ended after ten minutes, others are not", async () => {
  const world = testWorld()
  const signedIn = await world.signIn(await world.enrol("ana"))
  const [fresh, greeted] = [world.connect(), await world.greet()]
  world.clock.pass(9 * 60_000)
  expect(fresh.closedWith).toBeUndefined()
  world.clock.pass(61_000)
  expect([fresh.closedWith, greeted.closedWith]).toEqual(["not-signed-in", "not-signed-in"])
  expect(signedIn.closedWith).toBeUndefined()
})

test("D9 connections that do not sign in are counted by where they come from, and take nothing from others", async () => {
  const world = testWorld({ limits: { unsignedPerOriginMax: 2 } })
  const ana = await world.enrol("ana")
  const from = (origin: string) => world.connect(origin)
  const [first, second] = [from("a"), from("a")]
  expect([first.closedWith, second.closedWith]).toEqual([undefined, undefined])
  expect(from("a").closedWith).toBe("server-busy")
  expect(from("b").closedWith).toBeUndefined()
  // Whoever goes makes room, however often they say so, and so does whoever signs in.
  first.close()
  first.close()
  const third = from("a")
  expect(third.closedWith).toBeUndefined()
  expect(from("a").closedWith).toBe("server-busy")
  await world.signIn(ana)
  await world.signIn(ana)
  const signedIn = await world.signIn(ana)
  expect((await signedIn.call("follow", {})).ok).toBe(true)
  signedIn.close()
  second.close()
  third.close()
  expect([from("a"), from("a"), from("a")].map(({ closedWith }) => closedWith)).toEqual([
    undefined,
    undefined,
    "server-busy",
  ])
})
