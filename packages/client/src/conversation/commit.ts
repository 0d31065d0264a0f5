import { type Bytes, encode, fail, type Milliseconds, type Result, succeed } from "@colombe/base"
import { applyCommit, encodeGroupSecrets, type Group } from "@colombe/mls"
import { type CommitData, type ConversationId, commitData, type Reason } from "@colombe/rules"
import { chance, type Home, type Identity, transact, wireOf } from "../home/home.ts"
import { ownCommitTable } from "../records/conversation-records.ts"
import { deleteRecord, putRecord } from "../records/table.ts"
import { judge } from "./judge.ts"
import { applyEntries, pullConversation } from "./pull.ts"
import type { View } from "./view.ts"

/** How often a change is made anew after somebody else's commit came first. */
export const rebasesMax = 12
/** The longest wait before it is made anew, in milliseconds; it grows with every lost race. */
const rebaseWait: Milliseconds = 150

export interface PlannedCommit {
  readonly commit: Bytes
  readonly groupInfo: Bytes
  readonly next: Group
  /** For the devices that it adds, all in one. */
  readonly welcome?: Bytes | undefined
  /** How often join links that it lists newly may be used. */
  readonly inviteLimits?: InviteLimits
}

export type InviteLimits = readonly { readonly key: Bytes; readonly uses: number }[]

/** Made from the state at the head of the log; undefined where nothing is left to do. */
export type CommitPlan = (view: View) => Promise<Result<PlannedCommit | undefined>>

/** authenticated_data: what the committer knows of the log, why it commits, and the links by which positions rise. */
export function dataOf(
  { record }: View,
  reason: Reason,
  raises: CommitData["raises"] = [],
  invite?: CommitData["invite"],
): Bytes {
  const { seq, hash } = record.head
  return encode(commitData, { version: 1, reason, seq, log: hash, raises, invite })
}

/**
 * Commits what `plan` makes of the newest state, spec Y38: judged here by the rules that all apply, durable before it
 * is sent, made anew after a lost race. Where the answer is lost, the log tells at the next connection what became of it.
 */
export async function commitChange(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  plan: CommitPlan,
): Promise<Result<View>> {
  for (let races = 0; races <= rebasesMax; races++) {
    await pauseBeforeRebase(home, races)
    const pulled = await pullConversation(home, identity, conversation)
    if (!pulled.ok) return pulled
    const planned = await plan(pulled.value)
    if (!planned.ok) return planned
    if (planned.value === undefined) return pulled
    const { commit, groupInfo, next, welcome = new Uint8Array(), inviteLimits = [] } = planned.value
    const allowed = await checkOwn(home, pulled.value, commit)
    if (!allowed.ok) return allowed
    await transact(home, async transaction => {
      putRecord(transaction, ownCommitTable, [conversation], {
        commit,
        secrets: encodeGroupSecrets(home.mls, next),
      })
      return succeed()
    })
    const request = { conversation, commit, groupInfo, welcome, inviteLimits: [...inviteLimits] }
    const answer = await wireOf(home).call("commit", request)
    if (answer.ok && answer.value.entry !== undefined) {
      const entry = { ...answer.value.entry, body: commit }
      const applied = await applyEntries(home, identity, conversation, [entry])
      return applied.ok ? applied : pullConversation(home, identity, conversation)
    }
    if (answer.ok) return fail("server-not-colombe")
    if (answer.retry === "after-delay") return answer
    await transact(home, async transaction => {
      deleteRecord(transaction, ownCommitTable, conversation)
      return succeed()
    })
    if (answer.retry === "never") return answer
  }
  return fail("stale-epoch", "after-refresh")
}

/** What others would refuse is not sent. */
async function checkOwn(home: Home, view: View, commit: Bytes): Promise<Result<void>> {
  const applied = await applyCommit(home.mls, view.state.public, commit)
  if (!applied.ok) return fail("commit-invalid", "never", applied)
  const judged = await transact(home, transaction =>
    judge(home, transaction, view.state.public, applied.value.effects),
  )
  if (judged.ok || judged.retry !== "never") return judged
  const [code] = forbidden.find(([, causes]) => causes.includes(String(judged.cause))) ?? ["commit-invalid"]
  return fail(code, "never", judged.cause)
}

const forbidden: readonly (readonly [string, readonly string[]])[] = [
  ["commit-forbidden", ["role-too-low", "direct-fixed", "self-remove-forbidden", "not-a-member", "banned"]],
  ["last-admin", ["last-owner"]],
]

/** Longer with every lost race and never the same, so that those who race do not meet again. */
export function pauseBeforeRebase(home: Home, races: number): Promise<void> {
  if (races === 0) return Promise.resolve()
  const delay = Math.floor(chance(home) * rebaseWait * races)
  return new Promise(resolve => {
    home.clock.after(delay, resolve)
  })
}
