import { type Bytes, compare, type Decoded, encode, equal, struct, uint32, vector } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import type { PublicGroup } from "@colombe/mls"
import {
  type AccountId,
  accountId,
  conversationKinds,
  type Digest,
  deviceId,
  digest,
  ed25519Key,
  labelledHash,
  publicKey,
  type Role,
  roles,
} from "@colombe/rules"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { putRecord, readRecord, type Table } from "../records/table.ts"
import { contextOf, policyOf, seatsOf } from "./facts.ts"

const rosterDevice = struct({ device: deviceId, dsk: publicKey })
const rosterAccount = struct({ account: accountId, role: roles, devices: vector(rosterDevice) })
/** Who is in an epoch, sorted by account and device; whoever has no device is dormant. */
const roster = struct({ accounts: vector(rosterAccount) })
export type RosterAccount = Decoded<typeof rosterAccount>

/** Banned accounts that are no members are left out. */
export function rosterOf(group: PublicGroup): Decoded<typeof roster> {
  const policy = policyOf(group)
  const byAccount = new Map<string, { account: AccountId; devices: RosterAccount["devices"][number][] }>()
  const entryOf = (account: AccountId) => {
    const key = String(account)
    const entry = byAccount.get(key) ?? { account, devices: [] }
    byAccount.set(key, entry)
    return entry
  }
  for (const seat of seatsOf(group))
    entryOf(seat.account).devices.push({ device: seat.device, dsk: ed25519Key(seat.dsk) })
  for (const { account } of policy.dormant) entryOf(account)
  const accounts = [...byAccount.values()].map(({ account, devices }) => ({
    account,
    role: policy.roles.find(entry => equal(entry.account, account))?.role ?? ("member" as Role),
    devices: devices.sort((left, right) => compare(left.device, right.device)),
  }))
  return { accounts: accounts.sort((left, right) => compare(left.account, right.account)) }
}

export function rosterDigest(crypto: Pick<Crypto, "hash">, group: PublicGroup): Digest {
  return labelledHash(crypto, "roster", encode(roster, rosterOf(group)))
}

const epochRoster = struct({
  ctx: digest,
  kind: conversationKinds,
  ttlSeconds: uint32,
  accounts: vector(rosterAccount),
})
/** What opening a message of an epoch needs to know of it. */
export type EpochRoster = Decoded<typeof epochRoster>
/** By conversation, incarnation, epoch. */
const rosterTable: Table<EpochRoster> = { number: 29, codec: epochRoster }

export function saveRoster(
  crypto: Pick<Crypto, "hash">,
  transaction: Transaction,
  parts: readonly Bytes[],
  group: PublicGroup,
): void {
  const { seed, ttlSeconds } = policyOf(group)
  const { accounts } = rosterOf(group)
  putRecord(transaction, rosterTable, parts, {
    ctx: contextOf(crypto, group),
    kind: seed.kind,
    ttlSeconds,
    accounts,
  })
}

export function loadRoster(reader: RecordReader, parts: readonly Bytes[]): Promise<EpochRoster | undefined> {
  return readRecord(reader, rosterTable, ...parts)
}
