import { fail, type Result, succeed } from "@colombe/base"
import type { Client, Peer, Server, Topics } from "@colombe/server"
import { frameBytesMax, subprotocol, wireVersion } from "@colombe/wire"
import type { ServerWebSocket, Server as WebServer } from "bun"
import { securityHeaders } from "./content-policy.ts"
import { answerStatic, type StaticFiles } from "./static-files.ts"

export interface Binding {
  readonly address: string
  readonly port: number
  readonly tls: { readonly certificate: string; readonly key: string } | undefined
  /** A proxy in front names the client in `X-Forwarded-For`; only then is that header believed. */
  readonly behindProxy: boolean
}

interface SocketData {
  readonly origin: string
  client: Client | undefined
}

type Socket = ServerWebSocket<SocketData>

/** The listening socket, before anything is answered: the core needs its topics, and it needs the core. */
export interface Listener {
  readonly port: number
  readonly topics: Topics
  /** From now on connections are handed to `server`. */
  serve(server: Server, host: string, files: StaticFiles): void
  stop(): Promise<void>
}

/** The core refuses a frame above its limit with a code; far above it, the socket itself is closed. */
const payloadBytesMax = 2 * frameBytesMax
/** Bytes that may wait in one socket before it is cut off, however they came there. */
const backpressureBytesMax = 32 * 1024 * 1024
/** Seconds without any frame, pings included, after which a peer is gone. */
const idleSeconds = 120
/** RFC 6455 §7.4.2: a private code; the reason says which. */
const closedByServer = 4000

export function listen(
  binding: Binding,
): Result<Listener, "port-taken" | "port-forbidden" | "certificate-unusable"> {
  let attached: { readonly server: Server; readonly host: string; readonly files: StaticFiles } | undefined
  let web: WebServer<SocketData>
  try {
    web = Bun.serve<SocketData>({
      hostname: binding.address,
      port: binding.port,
      ...(binding.tls === undefined
        ? {}
        : { tls: { cert: Bun.file(binding.tls.certificate), key: Bun.file(binding.tls.key) } }),
      fetch(request, server) {
        if (attached === undefined)
          return new Response("starting\n", { status: 503, headers: securityHeaders })
        const { pathname } = new URL(request.url)
        if (request.headers.get("upgrade")?.toLowerCase() === "websocket")
          return upgrade(request, server, clientAddress(request, server, binding.behindProxy))
        if (pathname === "/healthz") return new Response("ok\n", { headers: securityHeaders })
        if (pathname === "/.well-known/colombe")
          return Response.json({ host: attached.host, wire: wireVersion }, { headers: securityHeaders })
        return answerStatic(attached.files, pathname)
      },
      websocket: {
        maxPayloadLength: payloadBytesMax,
        backpressureLimit: backpressureBytesMax,
        closeOnBackpressureLimit: true,
        idleTimeout: idleSeconds,
        perMessageDeflate: false,
        open(socket) {
          socket.data.client = attached?.server.open(peerOf(socket))
        },
        message(socket, message) {
          // A call that failed has been answered; what throws is a bug and must not be lost.
          void socket.data.client?.receive(typeof message === "string" ? message : new Uint8Array(message))
        },
        close(socket) {
          socket.data.client?.closed()
        },
      },
    })
  } catch (error) {
    return listenFailure(error)
  }
  return succeed({
    port: web.port ?? binding.port,
    topics: { publish: (topic, frame) => void web.publish(topic, frame) },
    serve: (server, host, files) => {
      attached = { server, host, files }
    },
    stop: () => web.stop(true),
  })
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
    data: { origin, client: undefined },
    headers: { "sec-websocket-protocol": subprotocol },
  })
  return upgraded ? undefined : new Response("no upgrade\n", { status: 400, headers: securityHeaders })
}

/** The last name in the header is the proxy's own word; what stands before it anybody may have written. */
function clientAddress(request: Request, server: WebServer<SocketData>, behindProxy: boolean): string {
  const forwarded = behindProxy
    ? request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim()
    : undefined
  return forwarded || (server.requestIP(request)?.address ?? "")
}

function peerOf(socket: Socket): Peer {
  return {
    origin: socket.data.origin,
    send: frame => void socket.send(frame),
    unread: () => socket.getBufferedAmount(),
    subscribe: topic => socket.subscribe(topic),
    unsubscribe: topic => socket.unsubscribe(topic),
    close: code => socket.close(closedByServer, code),
  }
}

function listenFailure(
  error: unknown,
): Result<never, "port-taken" | "port-forbidden" | "certificate-unusable"> {
  const code = error instanceof Error && "code" in error ? error.code : undefined
  if (code === "EADDRINUSE") return fail("port-taken", "after-delay", error)
  if (code === "EACCES" || code === "EPERM") return fail("port-forbidden", "never", error)
  if (code === "ENOENT" || /tls|ssl|pem|cert|key/i.test(String(error)))
    return fail("certificate-unusable", "never", error)
  throw error
}
