import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { join } from "node:path"
import { toUtf8, unwrap } from "@colombe/base"
import { isKnownCode, phrase } from "@colombe/phrases"
import { type Person, person } from "@colombe/rules/testing"
import { signUpOf, statementOf } from "@colombe/server/testing"
import { encodeCall, frameBytesMax, wireVersion } from "@colombe/wire"
import { endProcesses, testMilliseconds } from "./testing/binary.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { type TestServer, testServer } from "./testing/server.ts"
import { type WireSocket, wireSocket } from "./testing/wire-socket.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()
let server: TestServer
let zoe: Person

beforeAll(async () => {
  server = await testServer(join(folder, "data"))
  await server.start()
  zoe = await person("zoe")
  const { socket } = await greeted()
  unwrap(await socket.call("signUp", await signUpOf(zoe, "zoe")))
  socket.close()
})

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

async function greeted(): Promise<{ readonly socket: WireSocket; readonly nonce: Uint8Array }> {
  const socket = await wireSocket(server.url)
  const { serverNonce } = unwrap(await socket.call("greet", { wireVersion }))
  return { socket, nonce: serverNonce }
}

/** What a person would read: a sentence of this code's own in either language. */
function expectSentences(code: string): void {
  expect([code, isKnownCode(code)]).toEqual([code, true])
  expect(phrase(code, "fr")).not.toBe(phrase(code, "en"))
}

/** The server ends this connection with a code, told in an event and in the close, and goes on for everybody else. */
async function expectEnd(socket: WireSocket, code: string): Promise<void> {
  expect(await socket.ended).toEqual({ status: 4000, reason: code, told: code })
  expectSentences(code)
  const { socket: other } = await greeted()
  other.close()
}

async function expectRefused(answer: Promise<unknown>, code: string): Promise<void> {
  expect(await answer).toMatchObject({ ok: false, code })
  expectSentences(code)
}

test("W2 a text frame or an empty frame ends its connection with a code, and no other", async () => {
  const { socket: bystander } = await greeted()
  for (const frame of ["hello", new Uint8Array()]) {
    const { socket } = await greeted()
    socket.send(frame)
    await expectEnd(socket, "frame-malformed")
  }
  expect((await bystander.call("resolveHandle", { handle: "zoe" })).ok).toBe(true)
  bystander.close()
})

test("W3 a frame of the limit is answered, one byte more ends its connection with a code", async () => {
  const overhead = encodeCall(1, "Greet", new Uint8Array(1 << 22)).length - (1 << 22)
  const body = (more: number) => new Uint8Array(frameBytesMax - overhead + more)
  const largest = await wireSocket(server.url)
  await expectRefused(largest.callRaw("Greet", body(0)), "request-invalid")
  largest.close()
  const beyond = await wireSocket(server.url)
  beyond.send(encodeCall(1, "Greet", body(1)))
  await expectEnd(beyond, "frame-too-large")
})

test("W3 a frame so large that no memory is spent on it ends its connection, and the server goes on", async () => {
  const flood = await wireSocket(server.url)
  flood.send(new Uint8Array(3 * frameBytesMax))
  expect((await flood.ended).status).not.toBe(4000)
  const { socket } = await greeted()
  socket.close()
})

test("W4 an unknown method is refused, and its connection stays", async () => {
  const { socket } = await greeted()
  await expectRefused(socket.callRaw("Fly", new Uint8Array()), "method-unknown")
  await expectRefused(socket.callRaw("ResolveHandle", toUtf8("no such message")), "request-invalid")
  expect((await socket.call("resolveHandle", { handle: "zoe" })).ok).toBe(true)
  socket.close()
})

test("D1 a version to come is refused in words that say so", async () => {
  const socket = await wireSocket(server.url)
  await expectRefused(socket.call("greet", { wireVersion: wireVersion + 1 }), "version-unsupported")
  socket.close()
})

test("D2 a nonce opens one session: replayed, for another host or from another connection it opens none", async () => {
  const [first, second, third] = [await greeted(), await greeted(), await greeted()]
  const statement = await statementOf(zoe, 1, first.nonce)
  unwrap(await first.socket.call("signIn", statement))
  await expectRefused(second.socket.call("signIn", statement), "session-replayed")
  // Also on the connection whose nonce the refused one has used up.
  await expectRefused(
    second.socket.call("signIn", await statementOf(zoe, 1, second.nonce)),
    "session-replayed",
  )
  const elsewhere = await statementOf(zoe, 1, third.nonce, { host: toUtf8("elsewhere.example") })
  await expectRefused(third.socket.call("signIn", elsewhere), "host-mismatch")
  await expectRefused(third.socket.call("follow", {}), "not-signed-in")
  for (const { socket } of [first, second, third]) socket.close()
})
