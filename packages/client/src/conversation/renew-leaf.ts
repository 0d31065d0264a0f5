import { concat, type Milliseconds, type Result, succeed } from "@colombe/base"
import { createCommit, type Group } from "@colombe/mls"
import type { ConversationId } from "@colombe/rules"
import { type Home, type Identity, transact } from "../home/home.ts"
import { deleteRecord, readRecord, scanRecords } from "../records/table.ts"
import { commitChange } from "./commit.ts"
import { pendingReferences } from "./commit-pending.ts"
import { policyOf, sameContext, seatsOf } from "./facts.ts"
import { ageTable, unkeyedTable } from "./leaf-age.ts"
import { oweInvitations } from "./owed-invitations.ts"
import { withPath } from "./own-leaf.ts"
import { type PathDue, pathDue } from "./schedule.ts"
import { loadView, type View } from "./view.ts"

/** Conversations looked at in one round. */
const unkeyedMax = 256

/** How long a commit that could not be made waits, in milliseconds. */
const renewAgain: Milliseconds = 60_000

async function dueFor(
  home: Home,
  { me }: Identity,
  { record, state }: View,
  asked: { readonly isSending: boolean; readonly lostRace: boolean },
): Promise<PathDue> {
  const age = await readRecord(home.store, ageTable, record.conversation)
  if (age === undefined || state.member === undefined) return { due: "never" }
  const [high = 0, low = 0] = home.crypto.hash("SHA-256", concat(me.device, record.conversation))
  return pathDue({
    ...asked,
    now: home.clock.now(),
    cameInAt: age.cameInAtMs,
    keyedAt: age.keyedAtMs,
    epochAt: age.epochAtMs,
    leaves: seatsOf(state.public).length,
    ttlSeconds: policyOf(state.public).ttlSeconds,
    share: (high * 256 + low) / 65_536,
  })
}

/** Commits new keys for this device's leaf where they are due (spec Y64); gives the state to go on from. */
export async function renewLeaf(
  home: Home,
  identity: Identity,
  view: View,
  isSending: boolean,
): Promise<Result<View>> {
  const due = await dueFor(home, identity, view, { isSending, lostRace: false })
  if (due.due !== "now") return succeed(view)
  let committed = false
  const renewed = await commitChange(home, identity, view.record.conversation, async current => {
    const lostRace = !sameContext(current.state.public, view.state.public)
    const again = await dueFor(home, identity, current, { isSending, lostRace })
    committed = again.due === "now" && current.state.member !== undefined
    return committed && current.state.member !== undefined
      ? planPath(home, identity, current, current.state.member)
      : succeed(undefined)
  })
  if (renewed.ok && committed)
    await oweInvitations(home, view.record.conversation, renewed.value.state.public)
  return renewed
}

async function planPath(home: Home, identity: Identity, view: View, member: Group) {
  return createCommit(home.mls, member, {
    signer: identity.signer,
    references: pendingReferences(member.public),
    forcePath: true,
    ...(await withPath(home, identity, view, "path")),
  })
}

/** Keys of its own for every leaf that came in by a key package and is due. Gives when the next one is. */
export async function renewNewcomers(home: Home, identity: Identity): Promise<Milliseconds | undefined> {
  let next: Milliseconds | undefined
  for (const { key } of await scanRecords(home.store, unkeyedTable, { limit: unkeyedMax })) {
    const view = await loadView(home, home.store, key)
    const asked = { isSending: false, lostRace: false }
    const due: PathDue = view === undefined ? { due: "never" } : await dueFor(home, identity, view, asked)
    if (due.due === "at") next = Math.min(next ?? due.at, due.at)
    const renewed =
      view !== undefined && due.due === "now" ? await renewLeaf(home, identity, view, false) : undefined
    if (renewed !== undefined && !renewed.ok && renewed.retry !== "never") {
      const again = home.clock.now() + renewAgain
      next = Math.min(next ?? again, again)
    } else if (due.due !== "at") await forget(home, key)
  }
  return next
}

/** Who has no leaf there any more, or lost the race, is not asked again. */
async function forget(home: Home, conversation: ConversationId): Promise<void> {
  await transact(home, async transaction => {
    deleteRecord(transaction, unkeyedTable, conversation)
    return succeed()
  })
}
