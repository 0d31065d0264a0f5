import { fail, type Result, succeed } from "@colombe/base"
import { processMessage, receiveProposal as receiveInPublic } from "@colombe/mls"
import { oweErrand } from "../records/send-records.ts"
import { inPublic, stateOfMember } from "./group-state.ts"
import type { Receiving } from "./receiving.ts"
import { type PlacedEntry, putEntry, type View } from "./view.ts"

/** Somebody wants to leave: whoever commits next takes it in, and this device owes that too. */
export async function receiveProposal(
  { home, transaction, identity }: Receiving,
  view: View,
  entry: PlacedEntry,
): Promise<Result<View>> {
  const { conversation } = view.record
  putEntry(transaction, conversation, entry, { shows: "nothing" })
  // Withheld after its commit: that one says all.
  if (entry.body === undefined) return succeed(view)
  const { member } = view.state
  if (member === undefined) {
    const received = await receiveInPublic(home.mls, view.state.public, entry.body)
    if (!received.ok) return fail("log-broken", "never", received)
    return succeed({ ...view, state: inPublic(received.value.next) })
  }
  const processed = await processMessage(home.mls, member, entry.body)
  if (!processed.ok || processed.value.kind !== "proposal") return fail("log-broken", "never", processed)
  const { sender } = processed.value.proposal
  const own = sender.kind === "member" && sender.leafIndex === member.secrets.leafIndex
  // Nobody commits their own leaving.
  if (!own) oweErrand(transaction, conversation, "commitProposals", identity.me.account)
  return succeed({ ...view, state: stateOfMember(processed.value.next) })
}
