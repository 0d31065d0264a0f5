import { type Bytes, encode, equal, fail, type Result, succeed } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import {
  type AccountId,
  type DeviceId,
  type Digest,
  labelledVerify,
  type Position,
  type PublicKey,
  type Role,
} from "@colombe/rules"
import { type Body, messageStatement } from "./body.ts"
import type { CandidateKey, Opened } from "./open.ts"
import { type ConversationKind, mayPost } from "./posting.ts"

export interface RosterSeat {
  readonly dsk: PublicKey
  /** Whether this device itself found the key on the account's chain: ids are self-certifying, rosters are claims. */
  readonly onChain: boolean
  readonly role: Role
}

/** What a reader knows of epoch n: who was in it, and its rules. */
export interface EpochRules {
  readonly conversation: ConversationKind
  /** 0: messages stay. */
  readonly ttlSeconds: number
  /** Whether the group state was reached by public replay from a state of this device's own. */
  readonly proven: boolean
  seat(account: AccountId, device: DeviceId): RosterSeat | undefined
}

export interface ReaderState {
  /** Undefined while the roster of that group state has not arrived. */
  epoch(ctx: Digest): EpochRules | undefined
  /** Whether no entry of this conversation, in any incarnation, is known under this name. */
  isNew(account: AccountId, device: DeviceId, sendId: Bytes): boolean
  /** Of this device's own verified log; undefined where it has none. */
  logHash(seq: number): Digest | undefined
}

/** A message of a device that was in the epoch, allowed there, and seen for the first time. */
export interface Verified {
  readonly kind: number
  readonly sendId: Bytes
  readonly account: AccountId
  readonly device: DeviceId
  /** The sender's chain as they know it; `peer` in directs: this person's own as they know it. */
  readonly position: Position
  readonly peer: Position | undefined
  readonly content: Bytes
  /** The sender's clock: for display alone. */
  readonly sentAtMs: number
  /** What applies: the message's own or the policy's. 0: stays. */
  readonly ttlSeconds: number
  readonly role: Role
  readonly candidate: CandidateKey
  /** `vouched`: the words are the signer's; role and membership are as somebody else says. */
  readonly standing: "proven" | "vouched"
  /** `contradicts`: the log was shown twice, or this device lies. Shown and kept as evidence, never acted upon. */
  readonly base: "agrees" | "unknown" | "contradicts"
}

export type VerifyCode =
  | "roster-missing"
  | "device-unknown"
  | "device-unproven"
  | "signature-wrong"
  | "peer-position-wrong"
  | "role-forbids"
  | "ttl-too-long"
  | "send-id-repeated"
  | "base-not-before"

/** Steps 5 to 9 of opening, spec S12 to S17. */
export async function verifyOpened(
  crypto: Crypto,
  opened: Opened,
  reader: ReaderState,
): Promise<Result<Verified, VerifyCode>> {
  const { body, sealed, candidate } = opened
  const epoch = reader.epoch(candidate.ctx)
  if (epoch === undefined) return fail("roster-missing", "after-refresh")
  const seat = epoch.seat(body.account, body.device)
  if (seat === undefined || seat.dsk.algorithm !== "ed25519") return fail("device-unknown")
  if (!seat.onChain) return fail("device-unproven", "after-refresh")
  if (!(await signatureHolds(crypto, opened, seat))) return fail("signature-wrong")
  const { kind, sendId } = sealed.header.prefix
  if ((body.peer !== undefined) !== (epoch.conversation === "direct")) return fail("peer-position-wrong")
  if (!mayPost(kind, epoch.conversation, seat.role)) return fail("role-forbids")
  if (epoch.ttlSeconds !== 0 && body.ttlSeconds > epoch.ttlSeconds) return fail("ttl-too-long")
  if (!reader.isNew(body.account, body.device, sendId)) return fail("send-id-repeated")
  if (sealed.place.in === "log" && body.baseSeq >= sealed.place.seq) return fail("base-not-before")
  return succeed({
    kind,
    sendId,
    account: body.account,
    device: body.device,
    position: body.position,
    peer: body.peer,
    content: body.content,
    sentAtMs: body.sentAtMs,
    ttlSeconds: body.ttlSeconds || epoch.ttlSeconds,
    role: seat.role,
    candidate,
    standing: epoch.proven ? "proven" : "vouched",
    base: compareBase(body, reader),
  })
}

/** Signatures that were checked, by what they are on: whoever opens many at once verifies each twice. */
const checked = new WeakMap<Opened, { readonly key: Bytes; readonly holds: Promise<boolean> }>()

function signatureHolds(crypto: Crypto, opened: Opened, { dsk }: RosterSeat): Promise<boolean> {
  const known = checked.get(opened)
  if (known !== undefined && equal(known.key, dsk.bytes)) return known.holds
  const holds = checkSignature(crypto, opened, dsk.bytes)
  checked.set(opened, { key: dsk.bytes, holds })
  return holds
}

function checkSignature(crypto: Crypto, opened: Opened, key: Bytes): Promise<boolean> {
  const { sealed, candidate, bodyBytes, signature } = opened
  const statement = encode(messageStatement, {
    header: sealed.headerBytes,
    ctx: candidate.ctx,
    body: bodyBytes,
  })
  return labelledVerify(crypto, key, "message", statement, signature)
}

function compareBase(body: Body, reader: ReaderState): Verified["base"] {
  const known = reader.logHash(body.baseSeq)
  if (known === undefined) return "unknown"
  return equal(known, body.base) ? "agrees" : "contradicts"
}
