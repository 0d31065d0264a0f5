import { fail, type Result, succeed } from "@colombe/base"
import { type AccountId, kinds } from "@colombe/rules"
import { composeTitle, mayPost, slots } from "@colombe/seal"
import { type Home, type Identity, transact } from "../home/home.ts"
import { queueSend } from "../outbox/queue.ts"
import { entryTable, seqKey } from "../records/conversation-records.ts"
import { oweErrand } from "../records/send-records.ts"
import { readRecord } from "../records/table.ts"
import { ownRole } from "./facts.ts"
import type { View } from "./view.ts"

const titleKind = kinds.state + slots.title

/** What an admin says that the group is called from now on. */
export async function setTitle(
  home: Home,
  identity: Identity,
  view: View,
  title: string,
): Promise<Result<void>> {
  return mayTitle(view, identity) ? sendTitle(home, view, title) : fail("commit-forbidden")
}

/** Sealed, in state slot 0. */
export async function sendTitle(home: Home, view: View, title: string): Promise<Result<void>> {
  const composed = composeTitle(home.crypto, title)
  if (!composed.ok) return composed
  const queued = await queueSend(home, view.record.conversation, {
    kind: titleKind,
    content: composed.value.bytes,
  })
  return queued.ok ? succeed() : queued
}

/**
 * Who adds people repeats the title for them: they cannot read what was sealed before they came. A moderator, whose word
 * on it counts for nothing in the log, mails it to them instead (spec Y41).
 */
export async function repeatTitle(
  home: Home,
  identity: Identity,
  view: View,
  newcomers: readonly AccountId[],
): Promise<Result<void>> {
  const { title, conversation } = view.record
  if (title === undefined) return succeed()
  if (mayTitle(view, identity)) return sendTitle(home, view, title)
  return transact(home, async transaction => {
    for (const account of newcomers) oweErrand(transaction, conversation, "tellTitle", account)
    return succeed()
  })
}

/** Unless somebody has said it in the epoch that stands, which everybody who is in reads. */
export async function repeatTitleForGuests(
  home: Home,
  identity: Identity,
  view: View,
): Promise<Result<void>> {
  const { title, titleSeq, conversation } = view.record
  if (title === undefined || !mayTitle(view, identity)) return succeed()
  const said = await readRecord(home.store, entryTable, conversation, seqKey(titleSeq))
  return said?.epoch === view.state.public.context.epoch ? succeed() : sendTitle(home, view, title)
}

function mayTitle({ record, state }: View, { me }: Identity): boolean {
  return mayPost(titleKind, record.seed.kind, ownRole(state.public, me.account))
}
