import { type Decoded, opaque, struct, uint16 } from "@colombe/base"
import { accountId, digest } from "./ids.ts"
import { signer } from "./link.ts"

/** Signed under "session", once, for this connection. `host` as dialled: lower-case A-labels, ":port" unless 443. */
export const sessionStatement = struct({
  wire: uint16,
  host: opaque,
  account: accountId,
  signer,
  serverNonce: digest,
  clientNonce: digest,
})
export type SessionStatement = Decoded<typeof sessionStatement>
