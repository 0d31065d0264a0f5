import { type Bytes, equal, unwrap } from "@colombe/base"
import { dropExporter, exportSecret, type Group, type PublicGroup } from "@colombe/mls"
import type { AccountId } from "@colombe/rules"
import {
  addCandidate,
  type Candidate,
  type Candidates,
  confirmCandidate,
  epochKeyExport,
  type KeyOrigin,
} from "@colombe/seal"
import { oweKeyRecord } from "../history/owed-records.ts"
import type { Home } from "../home/home.ts"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { epochKeyParts, epochKeyTable } from "../records/conversation-records.ts"
import { deleteRecord, putRecord, readRecord } from "../records/table.ts"
import type { EpochPlace } from "./epoch-place.ts"
import { contextOf, policyOf } from "./facts.ts"
import { type EpochRoster, loadRoster, rosterDigest, saveRoster } from "./roster.ts"

export type { EpochPlace }

export async function epochKeys(reader: RecordReader, place: EpochPlace): Promise<Candidates> {
  return (await readRecord(reader, epochKeyTable, ...partsOf(place))) ?? []
}

function partsOf({ conversation, incarnation, epoch }: EpochPlace): readonly Bytes[] {
  return epochKeyParts(conversation, incarnation, epoch)
}

function saveKeys(transaction: Transaction, place: EpochPlace, keys: Candidates): void {
  putRecord(transaction, epochKeyTable, partsOf(place), keys)
}

/**
 * The start of an epoch, spec Y31: who is in it is kept, its key is derived, and what it was derived from is gone, all
 * in the transaction that takes the commit.
 */
export async function enterEpoch(
  home: Home,
  transaction: Transaction,
  place: EpochPlace,
  member: Group,
): Promise<Group> {
  const { label, context, length } = epochKeyExport(place.conversation)
  const key = unwrap(exportSecret(home.mls, member, label, context, length))
  await addKey(transaction, place, {
    key,
    ctx: contextOf(home.crypto, member.public),
    roster: rosterDigest(home.crypto, member.public),
    origin: { from: "derived" },
  })
  oweKeyRecord(transaction, place, policyOf(member.public).ttlSeconds, home.clock.now())
  return dropExporter(member)
}

/** Who is in the epoch, for whatever of it is opened later. */
export function keepRoster(
  home: Home,
  transaction: Transaction,
  place: EpochPlace,
  group: PublicGroup,
): void {
  saveRoster(home.crypto, transaction, partsOf(place), group)
}

/** A claim beside what is there; true where it is new. */
export async function addKey(
  transaction: Transaction,
  place: EpochPlace,
  candidate: Omit<Candidate, "confirmed" | "origin"> & { readonly origin: KeyOrigin },
): Promise<boolean> {
  const known = await epochKeys(transaction, place)
  const added = addCandidate(known, candidate)
  if (!added.ok || added.value === known) return false
  saveKeys(transaction, place, added.value)
  return true
}

/** Of the epoch that was verified under this number; those of another one stay, such as an invitation has brought. */
export async function forgetKeys(transaction: Transaction, place: EpochPlace): Promise<void> {
  const [known, roster] = [await epochKeys(transaction, place), await epochRoster(transaction, place)]
  const others = known.filter(({ ctx }) => roster !== undefined && !equal(ctx, roster.ctx))
  if (others.length > 0) saveKeys(transaction, place, others)
  else deleteRecord(transaction, epochKeyTable, ...partsOf(place))
}

export async function confirmKey(
  transaction: Transaction,
  place: EpochPlace,
  opened: Pick<Candidate, "key" | "ctx">,
  sender: AccountId,
): Promise<void> {
  const known = await epochKeys(transaction, place)
  if (known.every(({ confirmed }) => confirmed)) return
  saveKeys(transaction, place, confirmCandidate(known, opened, sender))
}

export function epochRoster(reader: RecordReader, place: EpochPlace): Promise<EpochRoster | undefined> {
  return loadRoster(reader, partsOf(place))
}
