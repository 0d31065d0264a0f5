import { type Bytes, equal, toUtf8 } from "@colombe/base"
import { type Crypto, type Signer, signerFromPrivateKey } from "@colombe/base/crypto"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import { type AccountId, type DeviceId, kinds, type Role } from "@colombe/rules"
import type { Body } from "../message/body.ts"
import type { CandidateKey } from "../message/open.ts"
import type { Place } from "../message/place.ts"
import type { ConversationKind } from "../message/posting.ts"
import { type SealPlace, sealMessage } from "../message/seal.ts"
import type { EpochRules, ReaderState } from "../message/verify.ts"

export function seededCrypto(seed: string): Crypto {
  return deterministicCrypto(toUtf8(seed))
}

export interface Person {
  readonly account: AccountId
  readonly device: DeviceId
  readonly signer: Signer
  readonly role: Role
}

export async function makePerson(crypto: Crypto, role: Role = "member"): Promise<Person> {
  const signer = await signerFromPrivateKey(crypto, "Ed25519", crypto.random(32))
  return { account: crypto.random(32), device: crypto.random(16), signer, role }
}

/** One epoch of one conversation, its members, and the log of whoever reads it. */
export interface Room {
  readonly crypto: Crypto
  readonly people: readonly Person[]
  readonly place: Extract<Place, { in: "log" }>
  readonly key: CandidateKey
  readonly log: readonly Bytes[]
  readonly kind: ConversationKind
  readonly ttlSeconds: number
}

export async function makeRoom(seed: string, change: Partial<Room> = {}): Promise<Room> {
  const crypto = seededCrypto(seed)
  const people = [await makePerson(crypto, "owner"), await makePerson(crypto), await makePerson(crypto)]
  const log = Array.from({ length: 8 }, () => crypto.random(32))
  const conversation = crypto.random(32)
  return {
    crypto,
    people,
    log,
    place: { in: "log", conversation, incarnation: 1, epoch: 7, type: kinds.message, seq: log.length },
    key: { key: crypto.random(32), ctx: crypto.random(32), origin: { from: "derived" } },
    kind: "group",
    ttlSeconds: 0,
    ...change,
  }
}

export function personOf(room: Room, index: number): Person {
  const person = room.people[index]
  if (person === undefined) throw new Error("no such person")
  return person
}

export function readerOf(room: Room, seen: readonly Bytes[] = []): ReaderState {
  const epoch: EpochRules = {
    conversation: room.kind,
    ttlSeconds: room.ttlSeconds,
    proven: true,
    seat(account, device) {
      const person = room.people.find(one => equal(one.account, account) && equal(one.device, device))
      return (
        person && {
          dsk: { algorithm: "ed25519", bytes: person.signer.publicKey },
          onChain: true,
          role: person.role,
        }
      )
    },
  }
  return {
    epoch: ctx => (equal(ctx, room.key.ctx) ? epoch : undefined),
    isNew: (_account, _device, sendId) => !seen.some(one => equal(one, sendId)),
    logHash: seq => room.log[seq],
  }
}

export function bodyOf(room: Room, person: Person, change: Partial<Body> = {}): Body {
  const baseSeq = room.log.length - 1
  const position = { generation: 0, seq: 3, hash: room.crypto.random(32) }
  return {
    account: person.account,
    device: person.device,
    position,
    peer: room.kind === "direct" ? position : undefined,
    baseSeq,
    base: room.log[baseSeq] ?? new Uint8Array(32),
    sentAtMs: 1_700_000_000_000,
    ttlSeconds: 0,
    content: toUtf8("bonjour"),
    ...change,
  }
}

export interface Sending {
  readonly place?: Partial<SealPlace>
  readonly body?: Partial<Body>
  readonly signer?: Signer
}

/** Sealed by the first person unless told otherwise. */
export async function seal(room: Room, sending: Sending = {}, person = personOf(room, 0)): Promise<Bytes> {
  const { conversation, incarnation, epoch, type } = room.place
  const sealed = await sealMessage(room.crypto, room.key, {
    place: { kind: type, conversation, incarnation, epoch, sendId: room.crypto.random(16), ...sending.place },
    body: bodyOf(room, person, sending.body),
    signer: sending.signer ?? person.signer,
  })
  if (!sealed.ok) throw new Error(sealed.code)
  return sealed.value
}

export function flip(bytes: Bytes, index: number, mask = 1): Bytes {
  return bytes.with(index, (bytes[index] ?? 0) ^ mask)
}
