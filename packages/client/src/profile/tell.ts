import { type Bytes, equal, type Result, succeed } from "@colombe/base"
import { type ConversationId, kinds } from "@colombe/rules"
import { composeProfile } from "@colombe/seal"
import { type EpochPlace, epochRoster } from "../conversation/epoch.ts"
import { incarnationOf } from "../conversation/facts.ts"
import { rosterOf } from "../conversation/roster.ts"
import { loadView, type View } from "../conversation/view.ts"
import { type Home, type Identity, transact } from "../home/home.ts"
import { queueSend } from "../outbox/queue.ts"
import { conversationTable } from "../records/conversation-records.ts"
import { type ToldPicture, toldPictureTable } from "../records/picture-records.ts"
import { putRecord, readRecord, scanRecords } from "../records/table.ts"
import { ownPicture } from "./own.ts"
import { versionOf } from "./pictures.ts"

/** Conversations that learn of a new picture at once; the others do when this person says something there. */
const atOnceMax = 100
const conversationsMax = 10_000

/**
 * Spec N81: whoever talks with this person learns how they look, once, behind what is being said. Nobody does who has not
 * come in yet, so that a stranger's answer is not needed to see a picture, and none is shown to them unasked.
 */
export async function tellPicture(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
): Promise<Result<void>> {
  const picture = await ownPicture(home.store, identity)
  const told = await readRecord(home.store, toldPictureTable, conversation)
  // Asked after each message that goes out: whoever never had a picture has nothing to tell.
  if (picture === undefined && told === undefined) return succeed()
  const view = await loadView(home, home.store, conversation)
  if (view === undefined || view.record.membership !== "member" || view.record.broken) return succeed()
  const version = versionOf(home.crypto, picture)
  const place = placeOf(view)
  if (!(await isDue(home, identity, view, { version, hasPicture: picture !== undefined, told })))
    return succeed()
  const { me } = identity
  const name = me.displayName || me.handle
  const composed = composeProfile(home.crypto, { name, picture: picture ?? new Uint8Array() })
  if (!composed.ok) return composed
  const said = { kind: kinds.message, content: composed.value.bytes }
  const queued = await queueSend(home, conversation, said)
  if (!queued.ok) return queued
  return transact(home, async transaction => {
    const { incarnation, epoch } = place
    putRecord(transaction, toldPictureTable, [conversation], { version, incarnation, epoch })
    return succeed()
  })
}

function placeOf({ record, state }: View): EpochPlace {
  const { conversation } = record
  return { conversation, incarnation: incarnationOf(state.public), epoch: state.public.context.epoch }
}

interface Telling {
  readonly version: Bytes
  readonly hasPicture: boolean
  /** What was told there last. */
  readonly told: ToldPicture | undefined
}

async function isDue(
  home: Home,
  { me }: Identity,
  view: View,
  { version, hasPicture, told }: Telling,
): Promise<boolean> {
  const { accounts } = rosterOf(view.state.public)
  const others = accounts.filter(one => !equal(one.account, me.account) && one.devices.length > 0)
  if (others.length === 0) return false
  if (told === undefined) return hasPicture
  if (!equal(told.version, version)) return true
  const { conversation, incarnation, epoch } = placeOf(view)
  if (!hasPicture || (told.incarnation === incarnation && told.epoch === epoch)) return false
  const then = await epochRoster(home.store, {
    conversation,
    incarnation: told.incarnation,
    epoch: told.epoch,
  })
  const known = then?.roster.accounts ?? []
  return others.some(other => !known.some(one => equal(one.account, other.account)))
}

/** After a change: those where something was said lately. */
export async function tellPictureAtOnce(home: Home, identity: Identity): Promise<Result<void>> {
  const rows = await scanRecords(home.store, conversationTable, { limit: conversationsMax })
  const newest = rows
    .filter(({ value }) => value.seed.kind !== "self")
    .toSorted((left, right) => right.value.head.atMs - left.value.head.atMs)
  for (const { key } of newest.slice(0, atOnceMax)) {
    const told = await tellPicture(home, identity, key)
    if (!told.ok) return told
  }
  return succeed()
}
