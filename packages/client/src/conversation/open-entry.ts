import { type Bytes, equal, type Result } from "@colombe/base"
import { onPath } from "@colombe/rules"
import {
  type Body,
  type EpochRules,
  openSealed,
  readSealed,
  type Sealed,
  type Verified,
  verifyOpened,
} from "@colombe/seal"
import { fetchChain, heldChain } from "../account/chains.ts"
import { sendsOf } from "../messages/twins.ts"
import { entryTable, sendIdTable, seqKey } from "../records/conversation-records.ts"
import { oweErrand } from "../records/send-records.ts"
import { readRecord } from "../records/table.ts"
import { type EpochPlace, epochKeys, epochRoster } from "./epoch.ts"
import { seatIn } from "./open-ahead.ts"
import type { Receiving } from "./receiving.ts"
import type { EpochRoster } from "./roster.ts"
import type { PlacedEntry } from "./view.ts"

/**
 * All of opening in its order. What the later steps ask of this device's own records is looked up between them, once it
 * is known whom and what the message claims.
 */
export async function openEntry(
  receiving: Receiving,
  at: EpochPlace,
  entry: PlacedEntry,
  bytes: Bytes,
): Promise<Result<Verified>> {
  const place = { in: "log", ...at, type: entry.type, seq: entry.seq } as const
  const sealed = receiving.ahead?.read(place, bytes) ?? readSealed(place, bytes)
  return sealed.ok ? openRead(receiving, sealed.value, entry.seq - 1) : sealed
}

/** The rest of it, once the place is known to be right. A base behind `baseMax` is not looked up. */
export async function openRead(
  receiving: Receiving,
  sealed: Sealed,
  baseMax: number,
): Promise<Result<Verified>> {
  const { home, transaction, ahead } = receiving
  const { place, header } = sealed
  const { conversation, incarnation, epoch, sendId } = header.prefix
  const at = { conversation, incarnation, epoch }
  const candidates = await epochKeys(transaction, at)
  const opened = await (ahead?.open(sealed, candidates) ?? openSealed(home.crypto, sealed, candidates))
  if (!opened.ok) return opened
  const { body } = opened.value
  const roster = await epochRoster(transaction, at)
  const rules = roster && (await rulesFor(receiving, roster, body))
  const isUnproven = rules?.seat(body.account, body.device)?.onChain === false
  // Nothing else would look at it again: the key is here, and the chain may have grown with nobody telling (spec Y32).
  if (isUnproven && place.in === "log") oweErrand(transaction, conversation, "openUnproven", body.account)
  // What is relayed changes nothing the second time, so that nobody keeps a record of it.
  const isNew = place.in === "relay" || (await isNewSend(receiving, at, body, sendId, place.seq))
  const base = body.baseSeq <= baseMax ? await ownLogHash(receiving, at, body.baseSeq) : undefined
  return verifyOpened(home.crypto, opened.value, {
    epoch: ctx => (roster !== undefined && equal(roster.ctx, ctx) ? rules : undefined),
    isNew: () => isNew,
    logHash: seq => (seq === body.baseSeq ? base : undefined),
  })
}

/** The one seat that this message claims; every roster here was reached by public replay from the first entry. */
async function rulesFor(
  { home, transaction }: Receiving,
  roster: EpochRoster,
  { account, device }: Body,
): Promise<EpochRules> {
  const found = seatIn(roster, account, device)
  const held = await heldChain(home, transaction, account)
  const isKnown = found === undefined || (held !== undefined && onPath(held.chain, device, found.dsk))
  // It came in while this device was away: the commit brought it in, and the chain says that it is the account's.
  const fetched = isKnown ? undefined : await fetchChain(home, transaction, account)
  const following = fetched?.ok ? fetched.value : held
  const onChain = found !== undefined && following !== undefined && onPath(following.chain, device, found.dsk)
  const seat = found && { ...found, onChain }
  return {
    conversation: roster.kind,
    ttlSeconds: roster.ttlSeconds,
    proven: true,
    seat: () => seat,
  }
}

/** A row that was opened before at this very place is no repeat. */
async function isNewSend(
  { transaction }: Receiving,
  { conversation }: EpochPlace,
  { account, device }: Body,
  sendId: Bytes,
  seq: number,
): Promise<boolean> {
  // Nearly always nothing, and asked again for what the account's other devices said.
  if ((await sendsOf(transaction, conversation, sendId, account)).length === 0) return true
  const known = await readRecord(transaction, sendIdTable, conversation, sendId, account, device)
  return known === undefined || known === seq
}

async function ownLogHash(
  { transaction }: Receiving,
  { conversation }: EpochPlace,
  seq: number,
): Promise<Bytes | undefined> {
  return (await readRecord(transaction, entryTable, conversation, seqKey(seq)))?.hash
}
