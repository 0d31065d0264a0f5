import { expect, test } from "bun:test"
import { type Bytes, fail, unwrap } from "@colombe/base"
import {
  type Call,
  Delivery,
  decodeCall,
  type Event,
  encodeAnswer,
  encodeEvent,
  encodeRefusal,
  encodeResponse,
  refuse,
} from "@colombe/wire"
import type { Connect } from "../api/index.ts"
import { manualClock } from "../testing/manual-clock.ts"
import { callMilliseconds, openMilliseconds, openWire } from "./wire.ts"

/** The other end of a connection, played by the test. */
function farEnd() {
  const calls: Call[] = []
  let events: Parameters<Connect>[1] | undefined
  const far = {
    calls,
    closed: false,
    connect: ((_url, given) => {
      events = given
      return {
        send: message => void calls.push(unwrap(decodeCall(message))),
        close: () => {
          far.closed = true
        },
      }
    }) satisfies Connect,
    open: () => events?.opened(),
    send: (message: Bytes) => events?.received(message),
    drop: (reason: "network" | "refused" = "network") => events?.closed(reason),
  }
  return far
}

async function opened() {
  const far = farEnd()
  const clock = manualClock()
  const seen: Event[] = []
  const closed: string[] = []
  const opening = openWire({ connect: far.connect, clock }, "wss://example.org", {
    event: event => void seen.push(event),
    closed: code => void closed.push(code),
  })
  far.open()
  return { far, clock, seen, closed, wire: unwrap(await opening) }
}

const left = (count: number): Bytes => encodeResponse(Delivery.method.publishKeyPackages, { left: count })

test("Y2 answers find their calls in whatever order they come", async () => {
  const { far, wire } = await opened()
  const first = wire.call("publishKeyPackages", {})
  const second = wire.call("publishKeyPackages", {})
  const [one, two] = far.calls
  far.send(encodeAnswer(two?.id ?? 0, left(2)))
  far.send(encodeAnswer(one?.id ?? 0, left(1)))
  expect(unwrap(await first).left).toBe(1)
  expect(unwrap(await second).left).toBe(2)
})

test("Y2 a refusal is a failure with its code and its wait", async () => {
  const { far, wire } = await opened()
  const answer = wire.call("append", {})
  far.send(encodeRefusal(far.calls[0]?.id ?? 0, refuse("rate-limited", { retryAfter: 700 })))
  expect(await answer).toMatchObject({
    ok: false,
    code: "rate-limited",
    retry: "after-delay",
    retryAfter: 700,
  })
})

test("Y2 a call without an answer ends by the clock, and an answer too late is nobody's", async () => {
  const { far, wire, clock, closed } = await opened()
  const answer = wire.call("publishKeyPackages", {})
  // The other side is there, and says something else meanwhile.
  far.send(encodeEvent({ case: "closing", value: { code: "server-stopping" } }))
  clock.advance(callMilliseconds)
  expect(await answer).toEqual(fail("timeout", "after-delay"))
  far.send(encodeAnswer(far.calls[0]?.id ?? 0, left(1)))
  const again = wire.call("publishKeyPackages", {})
  far.send(encodeAnswer(far.calls[1]?.id ?? 0, left(5)))
  expect(unwrap(await again).left).toBe(5)
  expect(closed).toEqual([])
})

test("Y170 a connection on which a call waits its time and nothing at all is heard is lost, and told so once", async () => {
  const { far, wire, clock, closed } = await opened()
  const first = wire.call("publishKeyPackages", {})
  clock.advance(callMilliseconds / 2)
  const second = wire.call("publishKeyPackages", {})
  clock.advance(callMilliseconds / 2)
  expect(await first).toEqual(fail("timeout", "after-delay"))
  expect(await second).toEqual(fail("connection-lost", "after-delay"))
  expect([closed, far.closed]).toEqual([["connection-lost"], true])
  expect(clock.waiting()).toBe(0)
})

test("Y2 calls under way and calls afterwards fail when the connection breaks, and it is told once", async () => {
  const { far, wire, closed, clock } = await opened()
  const answer = wire.call("append", {})
  far.drop()
  far.drop()
  expect(await answer).toEqual(fail("connection-lost", "after-delay"))
  expect(await wire.call("append", {})).toEqual(fail("connection-lost", "after-delay"))
  expect(closed).toEqual(["connection-lost"])
  expect(clock.waiting()).toBe(0)
})

test("Y2 bytes that are no frame end the connection: whoever sends them is no Colombe", async () => {
  const { far, wire, closed } = await opened()
  const answer = wire.call("append", {})
  far.send(Uint8Array.of(0xff, 0xff, 0xff))
  expect(await answer).toMatchObject({ code: "server-not-colombe" })
  expect([closed, far.closed]).toEqual([["server-not-colombe"], true])
})

test("Y2 events are handed on", async () => {
  const { far, seen } = await opened()
  far.send(encodeEvent({ case: "closing", value: { code: "server-stopping" } }))
  expect(seen.map(({ event }) => event.case)).toEqual(["closing"])
})

test("Y2 a connection that never opens fails by the clock, one that is refused at once", async () => {
  const silent = farEnd()
  const clock = manualClock()
  const handlers = { event: () => {}, closed: () => {} }
  const waiting = openWire({ connect: silent.connect, clock }, "wss://example.org", handlers)
  clock.advance(openMilliseconds)
  expect(await waiting).toEqual(fail("timeout", "after-delay"))
  expect(silent.closed).toBe(true)
  const down = farEnd()
  const refused = openWire({ connect: down.connect, clock }, "wss://example.org", handlers)
  down.drop("network")
  expect(await refused).toEqual(fail("server-unreachable", "after-delay"))
})
