import { encode, equal, type Milliseconds, type Result, succeed, toHex } from "@colombe/base"
import { kemPublicKey } from "@colombe/base/crypto"
import { type AccountId, type ConversationId, isMember, stateOf } from "@colombe/rules"
import { type EpochRange, keyRequest, pickMembers, purposes, rangesMax } from "@colombe/seal"
import { heldChain } from "../account/chains.ts"
import { epochKeys, epochRoster } from "../conversation/epoch.ts"
import type { EpochPlace } from "../conversation/epoch-place.ts"
import { seatsOf } from "../conversation/facts.ts"
import { loadView, type View } from "../conversation/view.ts"
import { type Home, type Identity, transact } from "../home/home.ts"
import { noted } from "../home/noted.ts"
import { deleteRecord, putRecord, readRecord, scanRecords } from "../records/table.ts"
import {
  missingTable,
  placeOfKey,
  type RequestRecord,
  requestTable,
  settleMissing,
} from "./key-mail-records.ts"
import { mailTo } from "./mail-to.ts"

/** How long a key may still come by the log or the history before anybody is asked, in milliseconds. */
export const askAfter: Milliseconds = 60_000
/** How long one's own devices have before members are asked, in milliseconds. */
export const ownDevicesFirst: Milliseconds = 5 * 60_000
/** Spec K19: one question for a conversation in this time, in milliseconds. */
export const askEvery: Milliseconds = 60 * 60_000
/** Epochs looked at in one round. */
const missingMax = 2048
const idBytes = 16
const seedBytes = 32

/** Asks for what has been missing long enough. Gives when to come again; undefined where nothing is missing. */
export async function askForKeys(home: Home, identity: Identity): Promise<Milliseconds | undefined> {
  const rows = await scanRecords(home.store, missingTable, { limit: missingMax })
  const byConversation = new Map<string, { places: EpochPlace[]; since: number }>()
  for (const { key, value } of rows) {
    const place = placeOfKey(key)
    const name = toHex(place.conversation)
    const known = byConversation.get(name) ?? { places: [], since: value }
    byConversation.set(name, { places: [...known.places, place], since: Math.min(known.since, value) })
  }
  let next: Milliseconds | undefined
  for (const { places, since } of byConversation.values()) {
    const at = await askIn(home, identity, places, since)
    if (at !== undefined) next = Math.min(next ?? at, at)
  }
  return next
}

async function askIn(
  home: Home,
  identity: Identity,
  places: readonly EpochPlace[],
  since: Milliseconds,
): Promise<Milliseconds | undefined> {
  const [first] = places
  if (first === undefined) return undefined
  const { conversation } = first
  const wanted = await stillMissing(home, places)
  if (wanted.length === 0) return undefined
  const view = await loadView(home, home.store, conversation)
  // Nobody answers a device that is in no leaf.
  if (view?.state.member === undefined) return home.clock.now() + askAfter
  const now = home.clock.now()
  const request = await readRecord(home.store, requestTable, conversation)
  const asked = request && { ...request, atMs: noted(request.atMs, now) }
  const missingSince = noted(since, now)
  const comesByItself = await wasIn(home, identity, wanted)
  if (comesByItself && asked === undefined && now < missingSince + askAfter) return missingSince + askAfter
  if (asked?.stage === "own" && now >= asked.atMs + ownDevicesFirst)
    return askMembers(home, identity, view, asked)
  if (asked !== undefined && now < asked.atMs + askEvery)
    return asked.atMs + (asked.stage === "own" ? ownDevicesFirst : askEvery)
  return askAnew(home, identity, view, wanted, comesByItself)
}

/** Of an epoch before the account came in no device of its own has a key that it may pass on: members alone have. */
async function wasIn(home: Home, { me }: Identity, places: readonly EpochPlace[]): Promise<boolean> {
  for (const place of places) {
    const roster = await epochRoster(home.store, place)
    if (roster === undefined || isMember(roster.roster, me.account)) return true
  }
  return false
}

async function stillMissing(home: Home, places: readonly EpochPlace[]): Promise<readonly EpochPlace[]> {
  const wanted: EpochPlace[] = []
  const found: EpochPlace[] = []
  for (const place of places) ((await epochKeys(home.store, place)).length === 0 ? wanted : found).push(place)
  const [any] = places
  await transact(home, async transaction => {
    for (const place of found) settleMissing(transaction, place)
    if (wanted.length === 0 && any !== undefined) deleteRecord(transaction, requestTable, any.conversation)
    return succeed()
  })
  return wanted
}

/** A key for this question alone: what answers it opens by nothing that lives longer. */
async function askAnew(
  home: Home,
  identity: Identity,
  view: View,
  places: readonly EpochPlace[],
  ownFirst: boolean,
): Promise<Milliseconds | undefined> {
  const { conversation } = view.record
  const once = home.crypto.random(seedBytes)
  const publicKey = await kemPublicKey(home.crypto, "X-Wing", once)
  if (publicKey === undefined) return undefined
  const { me } = identity
  const asked: RequestRecord = {
    id: home.crypto.random(idBytes),
    once,
    publicKey,
    wanted: rangesOf(places).slice(0, rangesMax),
    stage: "own",
    asked: [me.account],
    atMs: home.clock.now(),
  }
  await transact(home, async transaction => {
    putRecord(transaction, requestTable, [conversation], asked)
    return succeed()
  })
  if (!ownFirst || !(await hasOtherDevices(home, identity))) return askMembers(home, identity, view, asked)
  await send(home, identity, conversation, asked, me.account)
  return asked.atMs + ownDevicesFirst
}

async function askMembers(
  home: Home,
  identity: Identity,
  view: View,
  asked: RequestRecord,
): Promise<Milliseconds> {
  const { conversation } = view.record
  const others = new Map<string, AccountId>()
  for (const { account } of seatsOf(view.state.public))
    if (!equal(account, identity.me.account)) others.set(toHex(account), account)
  const picked = pickMembers(home.crypto, asked.id, [...others.values()])
  const next: RequestRecord = {
    ...asked,
    stage: "members",
    asked: [identity.me.account, ...picked],
    atMs: home.clock.now(),
  }
  await transact(home, async transaction => {
    putRecord(transaction, requestTable, [conversation], next)
    return succeed()
  })
  for (const account of picked) await send(home, identity, conversation, next, account)
  return next.atMs + askEvery
}

function send(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  { id, publicKey, wanted }: RequestRecord,
  to: AccountId,
): Promise<Result<void>> {
  const once = { algorithm: "xwing", bytes: publicKey } as const
  const body = encode(keyRequest, { conversation, once, wanted: [...wanted] })
  return mailTo(home, identity, to, { purpose: purposes.keyRequest, id, body })
}

async function hasOtherDevices(home: Home, { me }: Identity): Promise<boolean> {
  const following = await heldChain(home, home.store, me.account)
  const devices = following === undefined ? [] : stateOf(following.chain).devices
  return devices.some(({ id, kind }) => kind === "device" && !equal(id, me.device))
}

/** Neighbours become one range. `places` in the order of their keys. */
export function rangesOf(
  places: readonly Pick<EpochPlace, "incarnation" | "epoch">[],
): readonly EpochRange[] {
  const ranges: EpochRange[] = []
  for (const { incarnation, epoch } of places) {
    const last = ranges.at(-1)
    if (last !== undefined && last.incarnation === incarnation && last.last + 1 === epoch)
      ranges[ranges.length - 1] = { ...last, last: epoch }
    else ranges.push({ incarnation, first: epoch, last: epoch })
  }
  return ranges
}
