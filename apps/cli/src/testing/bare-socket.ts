import { randomBytes } from "node:crypto"
import { createConnection, type Socket } from "node:net"
import type { Bytes } from "@colombe/base"
import { subprotocol } from "@colombe/wire"
import { type Ears, speaking, type WireSocket } from "./wire-socket.ts"

/** A WebSocket made by hand on a TCP connection, which behaves as no library does. */
export interface BareSocket extends WireSocket {
  /** Reads nothing more, and goes on writing: what it is sent fills the buffers in between. */
  stopReading(): void
  readAgain(): void
  /** Says that it will write nothing more, and keeps the connection (half-closed, RFC 9293 §3.6). */
  halfClose(): void
  /** Resolves when the TCP connection is over, however it ended. */
  readonly gone: Promise<void>
}

const host = "localhost"
const [textFrame, binaryFrame, closeFrame] = [1, 2, 8]

/** Resolves once the server has accepted the upgrade (RFC 6455 §4.1). */
export async function bareSocket(port: number): Promise<BareSocket> {
  const socket = createConnection({ host, port, allowHalfOpen: true })
  const gone = new Promise<void>(done => socket.once("close", () => done()))
  socket.on("error", () => socket.destroy())
  const upgraded = Promise.withResolvers<void>()
  const spoken = speaking(ears => {
    readFrames(socket, ears, upgraded.resolve)
    return {
      send: frame => socket.write(clientFrame(frame)),
      close: () => socket.destroy(),
    }
  })
  socket.write(upgradeRequest(port))
  await Promise.race([upgraded.promise, gone.then(() => Promise.reject(new Error("no upgrade")))])
  return {
    ...spoken,
    gone,
    stopReading: () => socket.pause(),
    readAgain: () => socket.resume(),
    halfClose: () => socket.end(),
  }
}

export function upgradeRequest(port: number): string {
  return [
    "GET / HTTP/1.1",
    `Host: ${host}:${port}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
    `Sec-WebSocket-Protocol: ${subprotocol}`,
    "\r\n",
  ].join("\r\n")
}

/** RFC 6455 §5.2: whole, and masked as every client's frame is; a mask of zeros changes nothing. */
function clientFrame(frame: Bytes | string): Bytes {
  const payload = Buffer.from(frame as string)
  const { length } = payload
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  head[0] = 0x80 | (typeof frame === "string" ? textFrame : binaryFrame)
  head[1] = 0x80 | (length < 126 ? length : length < 65_536 ? 126 : 127)
  if (head.length === 4) head.writeUInt16BE(length, 2)
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([head, Buffer.alloc(4), payload])
}

function readFrames(socket: Socket, ears: Ears, upgraded: () => void): void {
  let [bytes, isOpen] = [Buffer.alloc(0), false]
  let close = { status: 1006, reason: "" }
  socket.on("data", (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk])
    if (!isOpen) {
      const end = bytes.indexOf("\r\n\r\n")
      if (end < 0) return
      if (!bytes.toString("latin1", 0, end).startsWith("HTTP/1.1 101")) return socket.destroy()
      bytes = bytes.subarray(end + 4)
      isOpen = true
      upgraded()
    }
    for (let frame = firstFrame(bytes); frame !== undefined; frame = firstFrame(bytes)) {
      bytes = bytes.subarray(frame.end)
      if (frame.kind === binaryFrame) ears.frame(new Uint8Array(frame.payload))
      if (frame.kind === closeFrame)
        close = { status: frame.payload.readUInt16BE(0), reason: frame.payload.toString("utf8", 2) }
    }
  })
  socket.once("end", () => socket.end())
  socket.once("close", () => ears.closed(close.status, close.reason))
}

/** Of a server, whose frames are not masked; undefined while it is not all there. */
function firstFrame(bytes: Buffer): { kind: number; payload: Buffer; end: number } | undefined {
  if (bytes.length < 2) return undefined
  const [kind, short] = [(bytes[0] ?? 0) & 0x0f, (bytes[1] ?? 0) & 0x7f]
  const start = short === 126 ? 4 : short === 127 ? 10 : 2
  if (bytes.length < start) return undefined
  const length =
    short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short
  const end = start + length
  return bytes.length < end ? undefined : { kind, payload: bytes.subarray(start, end), end }
}
