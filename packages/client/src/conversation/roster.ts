import { type Bytes, type Decoded, enumeration, struct, uint16, uint32 } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import type { PublicGroup } from "@colombe/mls"
import {
  conversationKinds,
  type Digest,
  digest,
  type Roster,
  roster,
  rosterHash,
  rosterOfGroup,
} from "@colombe/rules"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { putRecord, readRecord, type Table } from "../records/table.ts"
import { contextOf, factsOf, policyOf } from "./facts.ts"

/** Who is in the group's epoch; whoever has no device is dormant. */
export function rosterOf(group: PublicGroup): Roster {
  return rosterOfGroup(factsOf(group))
}

export function rosterDigest(crypto: Pick<Crypto, "hash">, group: PublicGroup): Digest {
  return rosterHash(crypto, rosterOf(group))
}

const epochRoster = struct({
  ctx: digest,
  kind: conversationKinds,
  ttlSeconds: uint32,
  /** The policy of that epoch for those who come later. */
  history: enumeration(1, { none: 0, days: 1, all: 2 }),
  historyDays: uint16,
  roster,
})
/** What opening a message of an epoch needs to know of it. */
export type EpochRoster = Decoded<typeof epochRoster>
/** By conversation, incarnation, epoch. */
export const rosterTable: Table<EpochRoster> = { number: 29, codec: epochRoster }

export function saveRoster(
  crypto: Pick<Crypto, "hash">,
  transaction: Transaction,
  parts: readonly Bytes[],
  group: PublicGroup,
): void {
  const { seed, ttlSeconds, history, historyDays } = policyOf(group)
  putRecord(transaction, rosterTable, parts, {
    ctx: contextOf(crypto, group),
    kind: seed.kind,
    ttlSeconds,
    history,
    historyDays,
    roster: rosterOf(group),
  })
}

export function loadRoster(reader: RecordReader, parts: readonly Bytes[]): Promise<EpochRoster | undefined> {
  return readRecord(reader, rosterTable, ...parts)
}
