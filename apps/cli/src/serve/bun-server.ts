import { fail, type Result, succeed } from "@colombe/base"
import type { Client, Peer, Server, Topics } from "@colombe/server"
import { frameBytesMax, subprotocol, wireVersion } from "@colombe/wire"
import type { ServerWebSocket, Server as WebServer } from "bun"
import { type AddressList, clientAddress } from "./addresses.ts"
import { answerBlob, blobPath } from "./blob-routes.ts"
import type { TlsMaterial } from "./certificate.ts"
import { securityHeaders } from "./content-policy.ts"
import type { Traffic } from "./metrics.ts"
import { outboxOf } from "./outbox.ts"
import { answerStatic, type StaticFiles } from "./static-files.ts"

export interface Binding {
  readonly address: string
  readonly port: number
  readonly tls: TlsMaterial | undefined
  /** Proxies whose `X-Forwarded-For` is believed; where absent, nobody's is. */
  readonly trusted: AddressList | undefined
  readonly traffic: Traffic
}

interface SocketData {
  readonly origin: string
  client: Client | undefined
  /** Pings since `pingsFrom`, in milliseconds of the process. */
  pings: number
  pingsFrom: number
}

type Socket = ServerWebSocket<SocketData>

/** The listening socket, before anything is answered: the core needs its topics, and it needs the core. */
export interface Listener {
  readonly port: number
  readonly topics: Topics
  /** From now on connections are handed to `server`. */
  serve(server: Server, host: string, files: StaticFiles): void
  /** New connections get the new certificate; those that are open go on with theirs. */
  renew(tls: TlsMaterial): Result<void, ListenCode>
  stop(): Promise<void>
}

/** The core refuses a frame above its limit with a code; far above it, the socket itself is closed. */
const payloadBytesMax = 2 * frameBytesMax
/** Bytes that may wait in one socket before it is cut off, however they came there. */
const backpressureBytesMax = 32 * 1024 * 1024
/** Seconds without any frame, pings included, after which a peer is gone. */
const idleSeconds = 120
/** Seconds within which a request has to say something: who opens sockets and stays silent holds none of them. */
const requestSeconds = 10
/** Pings of one socket in so many milliseconds; a client needs one in a minute. */
const pingsMax = 60
const pingsMilliseconds = 10_000
/** RFC 6455 §7.4.2: a private code; the reason says which. */
const closedByServer = 4000

export type ListenCode = "port-taken" | "port-forbidden" | "certificate-unusable" | "address-unusable"

interface Attached {
  readonly server: Server
  readonly host: string
  readonly files: StaticFiles
}

export function listen(binding: Binding): Result<Listener, ListenCode> {
  let attached: Attached | undefined
  const first = open(binding, () => attached)
  if (!first.ok) return first
  let current = first.value
  let tls = binding.tls
  const port = current.port ?? binding.port
  /** Those that take no new connections and still have old ones. */
  const former = new Set<WebServer<SocketData>>()
  return succeed({
    port,
    topics: {
      publish(topic, frame) {
        for (const web of [current, ...former]) {
          web.publish(topic, frame)
          binding.traffic.published(frame.length * web.subscriberCount(topic))
        }
      },
    },
    serve: (server, host, files) => {
      attached = { server, host, files }
    },
    renew(material) {
      for (const web of former) if (web.pendingWebSockets === 0) former.delete(web)
      former.add(current)
      void current.stop(false)
      const next = open({ ...binding, port, tls: material }, () => attached)
      const back = next.ok ? next : open({ ...binding, port, tls }, () => attached)
      if (!back.ok) return back
      current = back.value
      if (next.ok) tls = material
      return next.ok ? succeed() : next
    },
    stop: async () => {
      await Promise.all([current, ...former].map(web => web.stop(true)))
    },
  })
}

function open(
  binding: Binding,
  attached: () => Attached | undefined,
): Result<WebServer<SocketData>, ListenCode> {
  const { traffic } = binding
  try {
    const web = Bun.serve<SocketData>({
      hostname: binding.address,
      port: binding.port,
      idleTimeout: requestSeconds,
      ...(binding.tls === undefined ? {} : { tls: { cert: binding.tls.cert, key: binding.tls.key } }),
      fetch: (request, server) => answer(request, server, binding, attached()),
      websocket: {
        maxPayloadLength: payloadBytesMax,
        backpressureLimit: backpressureBytesMax,
        closeOnBackpressureLimit: true,
        idleTimeout: idleSeconds,
        perMessageDeflate: false,
        open(socket) {
          traffic.opened()
          socket.data.client = attached()?.server.open(peerOf(socket, traffic))
        },
        message(socket, message) {
          traffic.received(message.length)
          // A call that failed has been answered; what throws is a bug and must not be lost.
          void socket.data.client?.receive(typeof message === "string" ? message : new Uint8Array(message))
        },
        ping: shedPings,
        close(socket) {
          traffic.closed()
          socket.data.client?.closed()
        },
      },
    })
    return succeed(web)
  } catch (error) {
    return listenFailure(error)
  }
}

function answer(
  request: Request,
  server: WebServer<SocketData>,
  { trusted, traffic }: Binding,
  attached: Attached | undefined,
): Response | Promise<Response> | undefined {
  if (attached === undefined) return new Response("starting\n", { status: 503, headers: securityHeaders })
  const { pathname } = new URL(request.url)
  if (request.headers.get("upgrade")?.toLowerCase() === "websocket") {
    const peer = server.requestIP(request)?.address ?? ""
    return upgrade(request, server, clientAddress(peer, request.headers.get("x-forwarded-for"), trusted))
  }
  if (pathname === "/healthz") return new Response("ok\n", { headers: securityHeaders })
  if (pathname === "/.well-known/colombe")
    return Response.json({ host: attached.host, wire: wireVersion }, { headers: securityHeaders })
  if (pathname.startsWith(blobPath))
    return answerBlob(request, pathname, attached.server.blobs, bytes => traffic.served(bytes))
  return answerStatic(attached.files, pathname, request)
}

/** A pong costs the server as much as the ping costs the client: who asks for many is let go. */
function shedPings(socket: Socket): void {
  const now = performance.now()
  if (now - socket.data.pingsFrom > pingsMilliseconds) {
    socket.data.pingsFrom = now
    socket.data.pings = 0
  }
  socket.data.pings += 1
  if (socket.data.pings > pingsMax) socket.close(closedByServer, "rate-limited")
}

function upgrade(request: Request, server: WebServer<SocketData>, origin: string): Response | undefined {
  const offered =
    request.headers
      .get("sec-websocket-protocol")
      ?.split(",")
      .map(name => name.trim()) ?? []
  if (!offered.includes(subprotocol))
    return new Response(`subprotocol ${subprotocol} expected\n`, { status: 400, headers: securityHeaders })
  const upgraded = server.upgrade(request, {
    data: { origin, client: undefined, pings: 0, pingsFrom: 0 },
    headers: { "sec-websocket-protocol": subprotocol },
  })
  return upgraded ? undefined : new Response("no upgrade\n", { status: 400, headers: securityHeaders })
}

function peerOf(socket: Socket, traffic: Traffic): Peer {
  const outbox = outboxOf(socket)
  return {
    origin: socket.data.origin,
    send: frame => {
      traffic.sent(frame.length)
      outbox.send(frame)
    },
    unread: () => outbox.waiting() + socket.getBufferedAmount(),
    subscribe: topic => socket.subscribe(topic),
    unsubscribe: topic => socket.unsubscribe(topic),
    close: code => {
      outbox.flush()
      socket.close(closedByServer, code)
    },
  }
}

function listenFailure(error: unknown): Result<never, ListenCode> {
  const code = error instanceof Error && "code" in error ? error.code : undefined
  if (code === "EADDRINUSE") return fail("port-taken", "after-delay", error)
  if (code === "EACCES" || code === "EPERM") return fail("port-forbidden", "never", error)
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") return fail("address-unusable", "never", error)
  if (/tls|ssl|pem|cert|key/i.test(String(error))) return fail("certificate-unusable", "never", error)
  throw error
}
