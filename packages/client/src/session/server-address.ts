import { fail, type Result, succeed } from "@colombe/base"
import { canonicalHost, type Host } from "@colombe/rules"

export interface ServerAddress {
  /** `https://example.org`, `http://localhost:4000`: without a path and a final slash. */
  readonly origin: string
  /** Where the WebSocket is. */
  readonly socket: string
  /** The names under which this server may sign in: with its port, and without. */
  readonly hosts: readonly Host[]
}

/** Names for one's own machine; all of them stand for `localhost`. */
const loopback = new Set(["localhost", "127.0.0.1", "[::1]"])

/** The address as a person gives it. Names beyond ASCII come as A-labels, as every URL parser writes them. */
export function parseServerAddress(address: string): Result<ServerAddress, "server-address-invalid"> {
  const [, scheme, name, port] =
    /^(https?):\/\/([a-zA-Z0-9.-]+|\[::1\])(?::([0-9]{1,5}))?\/?$/.exec(address) ?? []
  if (scheme === undefined || name === undefined) return fail("server-address-invalid")
  const named = loopback.has(name.toLowerCase()) ? "localhost" : name
  const number = port === undefined ? undefined : Number(port)
  const [plain, withPort] = [canonicalHost(named, undefined), canonicalHost(named, number)]
  if (!plain.ok || !withPort.ok) return fail("server-address-invalid")
  const authority = port === undefined ? name.toLowerCase() : `${name.toLowerCase()}:${port}`
  return succeed({
    origin: `${scheme}://${authority}`,
    socket: `${scheme === "https" ? "wss" : "ws"}://${authority}/`,
    hosts: [...new Set([plain.value, withPort.value])],
  })
}
