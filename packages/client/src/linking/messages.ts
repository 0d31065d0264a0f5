import {
  type Bytes,
  choice,
  type Decoded,
  decode,
  encode,
  enumeration,
  fixed,
  opaque,
  struct,
} from "@colombe/base"
import { accountId, countersignature, digest, publicKey } from "@colombe/rules"
import { linkRequest } from "@colombe/seal"

/** What the new device says, spec G6: nothing of it is secret, and each part is checked by what it is. */
const fromNew = choice("says", enumeration(1, { request: 1, countersigned: 2, refused: 3 }), {
  request: struct({ request: linkRequest }),
  countersigned: struct({ countersignature }),
  /** Its person did not agree. */
  refused: struct({}),
})
export type FromNew = Decoded<typeof fromNew>

/** What the old device says. `sealed`: a LinkFrame. `ended` is a courtesy: whoever carries it could say it too. */
const fromOld = choice("says", enumeration(1, { commitment: 1, reveal: 2, sealed: 3, ended: 4 }), {
  commitment: struct({ commitment: digest }),
  reveal: struct({ nonce: fixed(32), account: accountId, key: publicKey }),
  sealed: struct({ frame: opaque }),
  ended: struct({}),
})
export type FromOld = Decoded<typeof fromOld>

export const writeFromNew = (message: FromNew): Bytes => encode(fromNew, message)
export const writeFromOld = (message: FromOld): Bytes => encode(fromOld, message)

export function readFromNew(bytes: Bytes): FromNew | undefined {
  const decoded = decode(fromNew, bytes)
  return decoded.ok ? decoded.value : undefined
}

export function readFromOld(bytes: Bytes): FromOld | undefined {
  const decoded = decode(fromOld, bytes)
  return decoded.ok ? decoded.value : undefined
}
