import { type Bytes, equal, type Result, succeed } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { type AccountId, type DeviceId, kindClass } from "@colombe/rules"
import {
  type Candidates,
  type OpenCode,
  type Opened,
  openSealed,
  type Place,
  readSealed,
  type Sealed,
  verifyOpened,
} from "@colombe/seal"
import { type Entry, whole } from "@colombe/wire"
import type { Home } from "../home/home.ts"
import { nameOf, type RecordReader } from "../home/transaction.ts"
import { type EpochPlace, epochKeys, epochRoster } from "./epoch.ts"
import type { EpochRoster } from "./roster.ts"

/**
 * What opening computes for messages whose turn comes later, begun for all of them at once so that the platform works on
 * them side by side. Nothing is decided by it: each message is judged in its turn, by what this device has then, and only
 * finds the decryption and the signature of the very same bytes under the very same keys done.
 */
export interface Ahead {
  /** Undefined for bytes that were not looked at, or not at this place. */
  read(place: LogPlace, bytes: Bytes): Result<Sealed, "header-malformed" | "place-wrong"> | undefined
  open(sealed: Sealed, candidates: Candidates): Promise<Result<Opened, OpenCode>>
}

type LogPlace = Extract<Place, { readonly in: "log" }>

interface Begun {
  readonly sealed: Sealed
  readonly opened: Promise<Result<Opened, OpenCode>>
}

/** How many entries from the first on are messages of that place: what a commit among them changes is not known yet. */
export function runLength(entries: readonly Entry[], { incarnation, epoch }: EpochPlace): number {
  const end = entries.findIndex(entry => {
    const kind = kindClass(entry.type)
    const isMessage = kind === "stored" || kind === "slot"
    return !isMessage || entry.incarnation !== incarnation || whole(entry.epoch) !== epoch
  })
  return end < 0 ? entries.length : end
}

/** For entries of one epoch. Where its keys or its roster are not here yet, less is begun. */
export async function openAhead(
  { home, transaction }: { readonly home: Pick<Home, "crypto">; readonly transaction: RecordReader },
  place: EpochPlace,
  entries: readonly Pick<Entry, "type" | "seq" | "body">[],
): Promise<Ahead> {
  const { crypto } = home
  const candidates = await epochKeys(transaction, place)
  const roster = await epochRoster(transaction, place)
  const read = new Map<Bytes, { readonly at: LogPlace; readonly sealed: ReturnType<typeof readSealed> }>()
  const begun = new Map<string, Begun>()
  if (candidates.length > 0)
    for (const { type, seq, body } of entries) {
      const at = { in: "log", ...place, type, seq: whole(seq) ?? 0 } as const
      const sealed = readSealed(at, body)
      read.set(body, { at, sealed })
      if (!sealed.ok) continue
      const opened = openSealed(crypto, sealed.value, candidates)
      begun.set(sealedName(sealed.value), { sealed: sealed.value, opened })
      if (roster !== undefined) checkAhead(crypto, roster, opened)
    }
  return {
    read(at, bytes) {
      const known = read.get(bytes)
      return known !== undefined && samePlace(known.at, at) ? known.sealed : undefined
    },
    async open(sealed, now) {
      const known = begun.get(sealedName(sealed))
      if (known === undefined || !sameBytes(known.sealed, sealed) || !sameKeys(candidates, now))
        return openSealed(crypto, sealed, now)
      const opened = await known.opened
      return opened.ok && opened.value.sealed !== sealed ? succeed({ ...opened.value, sealed }) : opened
    },
  }
}

function samePlace(left: LogPlace, right: LogPlace): boolean {
  return (
    left.seq === right.seq &&
    left.type === right.type &&
    left.epoch === right.epoch &&
    left.incarnation === right.incarnation &&
    equal(left.conversation, right.conversation)
  )
}

/** Its commitment, which is another one for every message. */
const sealedName = ({ header }: Sealed): string => nameOf(header.commitment)

function sameBytes(left: Sealed, right: Sealed): boolean {
  return (
    left === right || (equal(left.headerBytes, right.headerBytes) && equal(left.ciphertext, right.ciphertext))
  )
}

function sameKeys(left: Candidates, right: Candidates): boolean {
  return (
    left === right ||
    (left.length === right.length &&
      left.every((one, place) => {
        const other = right[place]
        return (
          other !== undefined &&
          equal(one.key, other.key) &&
          equal(one.ctx, other.ctx) &&
          one.origin.from === other.origin.from
        )
      }))
  )
}

/** Verified as if everything else held, which is not asked here: what stays of it is the checked signature. */
async function checkAhead(
  crypto: Crypto,
  roster: EpochRoster,
  opening: Promise<Result<Opened, OpenCode>>,
): Promise<void> {
  const opened = await opening
  if (!opened.ok) return
  await verifyOpened(crypto, opened.value, {
    epoch: ctx =>
      equal(ctx, roster.ctx)
        ? {
            conversation: roster.kind,
            ttlSeconds: roster.ttlSeconds,
            proven: true,
            seat: (account, device) => {
              const found = seatIn(roster, account, device)
              return found && { ...found, onChain: true }
            },
          }
        : undefined,
    isNew: () => true,
    logHash: () => undefined,
  })
}

/** Where the roster of an epoch has a device. */
export function seatIn({ roster }: EpochRoster, account: AccountId, device: DeviceId) {
  const entry = roster.accounts.find(one => equal(one.account, account))
  const found = entry?.devices.find(one => equal(one.device, device))
  return entry && found && { dsk: found.dsk, role: entry.role }
}
