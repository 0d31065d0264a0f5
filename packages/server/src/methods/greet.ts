import { type Delivery, refuse, SignUpPolicy, wireVersion } from "@colombe/wire"
import type { Connection } from "../connection.ts"
import type { ServerContext } from "../context.ts"
import type { Handler } from "../handler.ts"

/** An invitation was somebody's to give: with it nobody works. */
export function workBitsOf({
  signUp,
  signUpWorkBits = 0,
}: Pick<ServerContext, "signUp" | "signUpWorkBits">): number {
  return signUp === "open" ? signUpWorkBits : 0
}

const policies = {
  open: SignUpPolicy.OPEN,
  invite: SignUpPolicy.INVITE,
  closed: SignUpPolicy.CLOSED,
} as const
const nonceBytes = 32

/** Each greeting makes a new nonce and forgets the one before. */
export const greet: Handler<typeof Delivery.method.greet, Connection> = async (
  server,
  connection,
  request,
) => {
  if (request.wireVersion !== wireVersion) return refuse("version-unsupported")
  if (connection.session.at === "signed-in") return refuse("request-invalid")
  const nonce = server.crypto.random(nonceBytes)
  connection.session = { at: "greeted", nonce }
  return {
    ok: true,
    value: {
      wireVersion,
      host: server.host,
      storeId: server.store.storeId,
      serverNonce: nonce,
      signUp: policies[server.signUp],
      nowMs: BigInt(server.clock.now()),
      workBits: workBitsOf(server),
    },
  }
}
