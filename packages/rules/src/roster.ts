import { type Bytes, compare, type Decoded, encode, struct, vector } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type ColombeGroup, type Role, roles } from "./group.ts"
import { type AccountId, accountId, type Digest, deviceId, publicKey } from "./ids.ts"
import { labelledHash } from "./labels.ts"
import { ed25519Key } from "./link-build.ts"
import { isMemberView, membershipOf, roleIn } from "./membership.ts"
import type { GroupFacts, LeafFact } from "./policy-facts.ts"

const rosterDevice = struct({ device: deviceId, dsk: publicKey })
/** No devices: dormant. */
const rosterAccount = struct({ account: accountId, role: roles, devices: vector(rosterDevice) })
/** Who is in a group state. Accounts sorted by id, devices by theirs; who is banned is no member and not here. */
export const roster = struct({ accounts: vector(rosterAccount) })
export type Roster = Decoded<typeof roster>
export type RosterAccount = Roster["accounts"][number]

export function rosterOf(leaves: Iterable<LeafFact>, extension: ColombeGroup): Roster {
  const accounts = [...membershipOf(leaves, extension).values()].filter(isMemberView).map(view => ({
    account: view.account,
    role: roleIn(view),
    devices: view.leaves
      .map(({ device, dsk }) => ({ device, dsk: ed25519Key(dsk) }))
      .sort((left, right) => compare(left.device, right.device)),
  }))
  return { accounts: accounts.sort((left, right) => compare(left.account, right.account)) }
}

export function rosterHash(crypto: Pick<Crypto, "hash">, value: Roster): Digest {
  return labelledHash(crypto, "roster", encode(roster, value))
}

function find({ accounts }: Roster, account: AccountId): RosterAccount | undefined {
  let low = 0
  let high = accounts.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const entry = accounts[middle]
    const order = entry === undefined ? 0 : compare(entry.account, account)
    if (order === 0) return entry
    if (order < 0) low = middle + 1
    else high = middle - 1
  }
  return undefined
}

/** An account with a leaf, or dormant. */
export function isMember(value: Roster, account: AccountId): boolean {
  return find(value, account) !== undefined
}

/** Undefined for somebody who is no member. */
export function roleOf(value: Roster, account: AccountId): Role | undefined {
  return find(value, account)?.role
}

export function deviceKey(value: Roster, account: AccountId, device: Bytes): Bytes | undefined {
  const devices = find(value, account)?.devices
  return devices?.find(one => compare(one.device, device) === 0)?.dsk.bytes
}

export function rosterOfGroup({ leaves, extension }: GroupFacts): Roster {
  return rosterOf(leaves.values(), extension)
}
