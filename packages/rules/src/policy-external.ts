import { encode, equal } from "@colombe/base"
import type { Crypto, Signer } from "@colombe/base/crypto"
import { type CommitData, inviteStatement, type Reason } from "./group.ts"
import { labelledSign, labelledVerify } from "./labels.ts"
import { ed25519Key } from "./link-build.ts"
import { isMemberView, viewOf } from "./membership.ts"
import type { Case } from "./policy-case.ts"
import type { PolicyCode } from "./policy-codes.ts"
import type { GroupFacts, LeafFact } from "./policy-facts.ts"

const externalReasons: readonly Reason[] = ["join", "resync", "link"]

/** The form of an external commit, and of a commit that is none; the invitation of somebody who is no member. */
export async function externalFault(crypto: Crypto, one: Case): Promise<PolicyCode | undefined> {
  const { commit, committer } = one
  const { data } = commit
  const external = commit.committer === undefined
  const isMember = isMemberView(viewOf(one.before, committer.account))
  const byLink = external && !isMember
  if (externalReasons.includes(data.reason) !== external) return "reason-mismatch"
  if (external && (data.reason === "link") !== byLink)
    return data.reason === "link" ? "reason-mismatch" : "not-a-member"
  if (!byLink) return data.invite === undefined ? formOf(one) : "reason-mismatch"
  return formOf(one) ?? (await inviteFault(crypto, one))
}

function formOf({ commit, group, committer }: Case): PolicyCode | undefined {
  if (commit.committer !== undefined) return undefined
  const taken = commit.removed.filter(({ bySelf }) => !bySelf)
  const plain = commit.path !== undefined && commit.added.length === 0 && commit.extension === undefined
  if (!plain || taken.length > 1) return "external-forbidden"
  const [first] = taken
  const leaf = first && group.leaves.get(first.index)
  return leaf === undefined || equal(leaf.account, committer.account) ? undefined : "external-forbidden"
}

/** A listed link's signature over group, epoch and leaf. When the link ends is for the server to see: it is a clock. */
async function inviteFault(crypto: Crypto, one: Case): Promise<PolicyCode | undefined> {
  const { group, committer, commit } = one
  const listed = viewOf(one.before, committer.account).listed
  if (listed === "banned") return "banned"
  // A role that was left behind would come back with its owner.
  if (listed !== undefined) return "role-of-stranger"
  const { invite } = commit.data
  const link = group.extension.links.find(({ key }) => invite && equal(key.bytes, invite.key.bytes))
  if (invite === undefined || link === undefined || link.flags !== 0) return "invite-unknown"
  const statement = inviteBytes(group, committer)
  const signed = await labelledVerify(crypto, link.key.bytes, "invite", statement, invite.signature)
  return signed ? undefined : "invite-broken"
}

function inviteBytes(
  group: Pick<GroupFacts, "id" | "epoch">,
  leaf: Pick<LeafFact, "account" | "dsk">,
): Uint8Array {
  const { account, dsk } = leaf
  return encode(inviteStatement, { group: group.id, epoch: group.epoch, account, dsk: ed25519Key(dsk) })
}

/** What whoever holds a link's key puts into the commit that joins; `leaf` is the joiner's own. */
export async function inviteProofOf(
  key: Signer,
  group: Pick<GroupFacts, "id" | "epoch">,
  leaf: Pick<LeafFact, "account" | "dsk">,
): Promise<NonNullable<CommitData["invite"]>> {
  const signature = await labelledSign(key, "invite", inviteBytes(group, leaf))
  return { key: ed25519Key(key.publicKey), signature }
}
