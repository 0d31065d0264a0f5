import { encode, equal, fail, type Result, succeed } from "@colombe/base"
import { encodeGroupSecrets, publicGroupFromGroupInfo } from "@colombe/mls"
import { colombeGroup, isMember, kinds } from "@colombe/rules"
import { epochRoster } from "../conversation/epoch.ts"
import { contextOf, policyOf } from "../conversation/facts.ts"
import { enterState, type GroupState, inPublic } from "../conversation/group-state.ts"
import { rosterOf } from "../conversation/roster.ts"
import type { View } from "../conversation/view.ts"
import { type Home, wireOf } from "../home/home.ts"
import { type EntryRecord, entryTable, seqKey } from "../records/conversation-records.ts"
import { readRecord } from "../records/table.ts"
import type { FallbackRecord } from "./records.ts"

/** The state of the group where the logs part, and from which place on the log is to be read again. */
export interface Fallback {
  readonly seq: number
  readonly state: GroupState
  readonly before: FallbackRecord
}

export const makesState = ({ type }: Pick<EntryRecord, "type">): boolean =>
  type === kinds.open || type === kinds.commit

/** What is said changes no group; a proposal waits in its state. */
export const isOfGroup = ({ type }: Pick<EntryRecord, "type">): boolean =>
  type === kinds.open || type === kinds.commit || type === kinds.proposal

/**
 * Spec Y82: where commits were lost the group is what it was when the entry at or before `common` made it. The server's
 * copy is taken only where it is the very state that this device verified then. Its secrets are gone from here, unless
 * it is the state that stands.
 */
export async function fallBack(home: Home, view: View, common: number): Promise<Result<Fallback>> {
  const { conversation } = view.record
  for (let seq = common; seq > 0; seq--) {
    const entry = await readRecord(home.store, entryTable, conversation, seqKey(seq))
    if (entry === undefined || !makesState(entry)) continue
    const place = { conversation, incarnation: entry.incarnation, epoch: entry.epoch }
    const roster = await epochRoster(home.store, place)
    // An incarnation that was refused made no state.
    if (roster === undefined) continue
    const at = { incarnation: entry.incarnation, epoch: BigInt(entry.epoch) }
    const answer = await wireOf(home).call("pullGroup", { conversation, at })
    if (!answer.ok) return answer
    const { groupInfo, ratchetTree } = answer.value
    const offered = await publicGroupFromGroupInfo(home.mls, groupInfo, ratchetTree)
    if (!offered.ok || !equal(contextOf(home.crypto, offered.value.group), roster.ctx))
      return fail("group-unproven", "after-delay")
    const { member } = view.state
    const kept = member && enterState(home, offered.value.group, encodeGroupSecrets(home.mls, member))
    const { accounts } = rosterOf(view.state.public)
    return succeed({
      seq,
      state: kept?.ok ? kept.value : inPublic(offered.value.group),
      before: {
        policy: encode(colombeGroup, policyOf(view.state.public)),
        people: accounts.map(({ account }) => account),
        back: rosterOf(offered.value.group)
          .accounts.map(({ account }) => account)
          .filter(account => !isMember({ accounts }, account)),
        from: seq,
      },
    })
  }
  return fail("group-unproven", "after-delay")
}
