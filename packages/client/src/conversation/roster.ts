import { type Bytes, type Decoded, struct, uint32 } from "@colombe/base"
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

const epochRoster = struct({ ctx: digest, kind: conversationKinds, ttlSeconds: uint32, roster })
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
  putRecord(transaction, rosterTable, parts, {
    ctx: contextOf(crypto, group),
    kind: seed.kind,
    ttlSeconds,
    roster: rosterOf(group),
  })
}

export function loadRoster(reader: RecordReader, parts: readonly Bytes[]): Promise<EpochRoster | undefined> {
  return readRecord(reader, rosterTable, ...parts)
}
