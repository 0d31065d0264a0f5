import { encode, equal, fail, type Result, succeed } from "@colombe/base"
import { groupContext, publicGroupFromGroupInfo } from "@colombe/mls"
import { contextHash, type Floor, judgeReopening, openingFactsOf } from "@colombe/rules"
import type { ConversationRecord } from "../records/conversation-records.ts"
import { entryTable, seqKey } from "../records/conversation-records.ts"
import { readRecord } from "../records/table.ts"
import { enterEpoch, keepRoster } from "./epoch.ts"
import { factsOf, incarnationOf, policyOf, seatsOf } from "./facts.ts"
import { inPublic, stateOfMember } from "./group-state.ts"
import { noteAge } from "./leaf-age.ts"
import { membershipIn } from "./membership.ts"
import { stateOfOpening } from "./receive-open.ts"
import type { Receiving } from "./receiving.ts"
import { settleOpening } from "./settle-opening.ts"
import { type PlacedEntry, putEntry, type View } from "./view.ts"

/** What `previous` of a reopening has to name: the state to which this device has replayed the log. */
export function stateNow({ home }: Pick<Receiving, "home">, { state }: View): Floor {
  const { context } = state.public
  const ctx = contextHash(home.crypto, encode(groupContext, context))
  return { incarnation: incarnationOf(state.public), epoch: context.epoch, ctx }
}

/**
 * The conversation begins anew from the state at the head of the log, spec Y61: the same people, roles and rules, one
 * leaf, and everybody else comes in again. An incarnation that the rules refuse is skipped, whatever the server made of
 * it: its number is used up, and the state before it stands.
 */
export async function receiveReopening(
  receiving: Receiving,
  view: View,
  entry: PlacedEntry,
): Promise<Result<View>> {
  const { home, transaction, identity } = receiving
  const { conversation } = view.record
  if (entry.body === undefined) return fail("group-unproven")
  if (entry.epoch !== 0 || entry.incarnation <= incarnationOf(view.state.public)) return fail("log-broken")
  const offered = await publicGroupFromGroupInfo(home.mls, entry.body)
  const facts = offered.ok ? openingFactsOf(offered.value.group) : offered
  if (!offered.ok || !facts.ok || facts.value.id.incarnation !== entry.incarnation)
    return succeed(refuse(receiving, view, entry))
  const judged = await settleOpening(
    receiving,
    [...factsOf(view.state.public).leaves.values(), ...facts.value.extension.dormant],
    facts.value,
    pathOf =>
      judgeReopening(home.crypto, factsOf(view.state.public), stateNow(receiving, view), facts.value, pathOf),
  )
  if (!judged.ok && judged.retry === "never") return succeed(refuse(receiving, view, entry))
  if (!judged.ok) return judged
  const { group } = offered.value
  const opened = await stateOfOpening(receiving, conversation, entry.body, inPublic(group))
  const place = { conversation, incarnation: entry.incarnation, epoch: 0 }
  keepRoster(home, transaction, place, group)
  const member = opened.member && (await enterEpoch(home, transaction, place, opened.member))
  if (member !== undefined) await noteAge(receiving, conversation, entry.atMs, "keyed")
  const { previous } = facts.value.extension
  const opener = seatsOf(group)[0]?.account ?? identity.me.account
  putEntry(transaction, conversation, entry, { shows: "change", by: opener, change: { type: "reopened" } })
  const saw = previous === undefined || (await sawLog(receiving, view.record, previous))
  const record: ConversationRecord = {
    ...view.record,
    membership: membershipIn(policyOf(group), seatsOf(group), identity.me, view.record.membership, false),
    lastSeq: entry.seq,
    // What was damaged is whole again. A log that the opener saw otherwise is shown, never acted upon.
    alert: saw ? withoutDamage(view.record.alert) : "log-contradicted",
  }
  return succeed({ record, state: member === undefined ? opened : stateOfMember(member) })
}

/** Alerts that a working group ends. */
const damages: readonly (string | undefined)[] = ["group-damaged", "reopen-refused"]

export function withoutDamage(alert: string | undefined): string | undefined {
  return damages.includes(alert) ? undefined : alert
}

/** Whether the opener's log is the one that is verified here. */
async function sawLog(
  { transaction }: Receiving,
  { conversation }: ConversationRecord,
  { seq, log }: { readonly seq: number; readonly log: Uint8Array },
): Promise<boolean> {
  const entry = await readRecord(transaction, entryTable, conversation, seqKey(seq))
  return entry !== undefined && equal(entry.hash, log)
}

function refuse({ transaction }: Receiving, { record, state }: View, entry: PlacedEntry): View {
  const notice = "reopen-refused"
  putEntry(transaction, record.conversation, entry, { shows: "notice", notice, from: undefined })
  return { record: { ...record, lastSeq: entry.seq, alert: notice }, state }
}

/** What stands in an incarnation that was refused has a place, and no meaning; any other one does not belong there. */
export async function receiveSkipped(
  receiving: Receiving,
  view: View,
  entry: PlacedEntry,
): Promise<Result<View>> {
  const { conversation, head } = view.record
  const before = await readRecord(receiving.transaction, entryTable, conversation, seqKey(head.seq))
  if (before?.incarnation !== entry.incarnation) return fail("log-broken")
  return succeed(refuse(receiving, view, entry))
}
