import { type Decoded, fixed, opaque, optional, struct, uint32, uint64 } from "@colombe/base"
import { accountId, deviceId, digest, headerBytes, position } from "@colombe/rules"

/**
 * What the sender says and signs, and the server never sees. `peer` is there in directs alone: the other side's
 * position as the sender knows it. `base` is the sender's own verified log head. `ttlSeconds` 0: as the epoch's policy.
 */
export const body = struct({
  account: accountId,
  device: deviceId,
  position,
  peer: optional(position),
  baseSeq: uint64,
  base: digest,
  sentAtMs: uint64,
  ttlSeconds: uint32,
  content: opaque,
})
export type Body = Decoded<typeof body>

/** Signed under "message": the body, where it stands and in which group state. `header` is as it is on the wire. */
export const messageStatement = struct({ header: fixed(headerBytes), ctx: digest, body: opaque })
