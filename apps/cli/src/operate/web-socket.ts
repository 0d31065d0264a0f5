import { subprotocol } from "@colombe/wire"

/** The runtime's own form of the constructor takes options of TLS, which the web's has no room for. */
const Socket = WebSocket as unknown as new (
  url: string,
  options: { readonly protocols: readonly string[]; readonly tls: { readonly rejectUnauthorized: boolean } },
) => WebSocket

/** On loopback the name of a certificate does not fit, and nothing is sent that needed it. */
export const anyName = { rejectUnauthorized: false }

export const openWebSocket = (url: string): WebSocket =>
  new Socket(url, { protocols: [subprotocol], tls: anyName })
