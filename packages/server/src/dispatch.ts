import type { Bytes } from "@colombe/base"
import {
  type Call,
  callsInFlightMax,
  Delivery,
  decodeCall,
  decodeRequest,
  encodeAnswer,
  encodeRefusal,
  encodeResponse,
  type MethodKey,
  methodKeyOf,
  refuse,
} from "@colombe/wire"
import { takeToken } from "./buckets.ts"
import type { Connection } from "./connection.ts"
import type { ServerContext } from "./context.ts"
import { refuseFault } from "./fault.ts"
import type { Outcome } from "./handler.ts"
import { routes } from "./routes.ts"

/** Takes one frame of a client. Resolves when its answer, if it gets one, was handed over. */
export async function receive(
  server: ServerContext,
  connection: Connection,
  frame: Bytes | string,
): Promise<void> {
  if (!connection.isOpen) return
  if (typeof frame === "string") return connection.close("frame-malformed")
  const call = decodeCall(frame)
  if (!call.ok) return connection.close(call.code)
  if (connection.waiting.has(call.value.id)) return connection.close("frame-malformed")
  connection.waiting.add(call.value.id)
  const { id } = call.value
  const began = server.clock.now()
  const answer = await answerTo(server, connection, call.value)
  server.measure?.({
    method: methodKeyOf(call.value.method) ?? "unknown",
    outcome: answer.ok ? "ok" : answer.code,
    milliseconds: server.clock.now() - began,
  })
  connection.waiting.delete(id)
  connection.send(answer.ok ? encodeAnswer(id, answer.value) : encodeRefusal(id, answer))
  if (connection.dismissed) connection.close(connection.dismissed)
}

async function answerTo(server: ServerContext, connection: Connection, call: Call): Promise<Outcome<Bytes>> {
  if (connection.waiting.size > callsInFlightMax) return refuse("rate-limited")
  const limited = takeToken(server, "calls", connection.name)
  if (limited) return limited
  const key = methodKeyOf(call.method)
  if (key === undefined) return refuse("method-unknown")
  try {
    return await handle(server, connection, key, call.body)
  } catch (cause) {
    server.log({ event: "call-failed", method: key, cause })
    return refuseFault(cause)
  }
}

async function handle<Key extends MethodKey>(
  server: ServerContext,
  connection: Connection,
  key: Key,
  body: Bytes,
): Promise<Outcome<Bytes>> {
  const method = Delivery.method[key]
  const request = decodeRequest(method, body)
  if (!request.ok) return refuse(request.code, { cause: request.cause })
  const outcome = await routes[key](server, connection, request.value)
  return outcome.ok ? { ok: true, value: encodeResponse(method, outcome.value) } : outcome
}
