import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { connect, type Socket } from "node:net"
import { join } from "node:path"
import { encodeCall, subprotocol } from "@colombe/wire"
import { endProcesses, testMilliseconds } from "./testing/binary.ts"
import { removeFolder, temporaryFolder } from "./testing/folder.ts"
import { greeted, isKnown, openAccount } from "./testing/newcomers.ts"
import { type TestServer, testServer } from "./testing/server.ts"

setDefaultTimeout(testMilliseconds)
const folder = temporaryFolder()
let server: TestServer

beforeAll(async () => {
  server = await testServer(join(folder, "data"))
  await server.start()
})

afterAll(async () => {
  await endProcesses()
  removeFolder(folder)
})

/** Milliseconds between two bytes of somebody who means to hold a connection for as long as they like. */
const drip = 500
/** Sockets of one kind that drip at one time. */
const together = 60

interface Dripping {
  readonly socket: Socket
  /** Resolves when the server ends the connection. */
  readonly ended: Promise<void>
  readonly said: () => string
}

/** Says `start` at once and then `rest` over and over, byte by byte. */
function dripping(start: string | Uint8Array, rest: string | Uint8Array): Dripping {
  const socket = connect(server.port, "127.0.0.1")
  const bytes = Buffer.from(rest)
  let [said, at] = ["", 0]
  socket.write(start)
  const timer = setInterval(
    () => socket.write(bytes.subarray(at % bytes.length, (at++ % bytes.length) + 1)),
    drip,
  )
  socket.on("data", chunk => {
    said += chunk.toString("latin1")
  })
  // Whoever is cut off while writing is told by an error.
  socket.on("error", () => {})
  const ended = new Promise<void>(done =>
    socket.once("close", () => {
      clearInterval(timer)
      done()
    }),
  )
  return { socket, ended, said: () => said }
}

const many = (start: string | Uint8Array, rest: string | Uint8Array): readonly Dripping[] =>
  Array.from({ length: together }, () => dripping(start, rest))

async function othersAreServed(name: string): Promise<void> {
  const socket = await greeted(server.url)
  expect(await openAccount(socket, name)).toBe("ok")
  expect(await isKnown(socket, name)).toBe(true)
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  socket.close()
}

test("whoever drips the head of a request is let go, and holds up nobody meanwhile", async () => {
  const all = many("GET /healthz HTTP/1.1\r\nHost: localhost\r\n", "X-More: of it\r\n")
  await othersAreServed("beside_heads")
  await Promise.all(all.map(({ ended }) => ended))
  expect(all.map(({ said }) => said().includes("200"))).not.toContain(true)
})

test("whoever drips the body of an upload is let go, and holds up nobody meanwhile", async () => {
  const head = [
    `PATCH /blobs/${"A".repeat(43)} HTTP/1.1`,
    "Host: localhost",
    "Tus-Resumable: 1.0.0",
    "Upload-Offset: 0",
    "Content-Type: application/offset+octet-stream",
    "Content-Length: 1000000",
    "",
    "",
  ].join("\r\n")
  const all = many(head, "a")
  await othersAreServed("beside_bodies")
  await Promise.all(all.map(({ ended }) => ended))
  expect(all.map(({ said }) => said().includes(" 204 "))).not.toContain(true)
})

test("whoever drips a frame is answered nothing, and holds up nobody", async () => {
  const upgrade = [
    "GET / HTTP/1.1",
    "Host: localhost",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${Buffer.alloc(16).toString("base64")}`,
    `Sec-WebSocket-Protocol: ${subprotocol}`,
    "",
    "",
  ].join("\r\n")
  // A masked binary frame of 126 bytes and more says its length in two bytes (RFC 6455 §5.2); it never has as many.
  const frame = Buffer.from([0x82, 0xfe, 0xff, 0xff, 0, 0, 0, 0, ...encodeCall(1, "Greet", new Uint8Array())])
  const all = many(upgrade, frame)
  await othersAreServed("beside_frames")
  for (const { said } of all) {
    const [head = ""] = said().split("\r\n")
    expect(["", "HTTP/1.1 101 Switching Protocols"]).toContain(head)
  }
  for (const { socket } of all) socket.destroy()
  await Promise.all(all.map(({ ended }) => ended))
  await othersAreServed("after_frames")
})
