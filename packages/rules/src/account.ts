import { encode } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import type { AccountId, DeviceId, Digest, PublicKey } from "./ids.ts"
import { labelledHash } from "./labels.ts"
import { deviceIdInput, type Link } from "./link.ts"

/** A link's name: the hash of what is signed, without signatures. */
export function linkHash(crypto: Pick<Crypto, "hash">, link: Pick<Link, "content">): Digest {
  return labelledHash(crypto, "link", link.content)
}

/** An account is named by its genesis link, so it certifies itself. */
export function accountIdOf(crypto: Pick<Crypto, "hash">, genesis: Pick<Link, "content">): AccountId {
  return linkHash(crypto, genesis)
}

/** The short name of a device key in one account; the key itself is the identity. */
export function deviceIdOf(crypto: Pick<Crypto, "hash">, account: AccountId, dsk: PublicKey): DeviceId {
  return labelledHash(crypto, "device", encode(deviceIdInput, { account, dsk })).slice(0, deviceIdBytes)
}

const deviceIdBytes = 16
export const recoverySigner = { kind: "recovery", id: new Uint8Array(deviceIdBytes) } as const
