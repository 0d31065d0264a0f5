import { encode, fail, keyOf, type Result, succeed } from "@colombe/base"
import type { PublicGroupState } from "../group.ts"
import { isDefaultProposal, mls10 } from "../registry.ts"
import type { Commit } from "../structs/commit.ts"
import type { Sender } from "../structs/framing.ts"
import { preSharedKeyId } from "../structs/pre-shared-key.ts"
import { type Proposal, proposalTypeOf } from "../structs/proposal.ts"
import { leafAt, leaves } from "../tree/tree.ts"

/** A proposal as a commit takes it: by value it is the committer's own. */
export interface CommittedProposal {
  readonly proposal: Proposal
  readonly sender: Sender
  readonly byReference: boolean
}

export type ProposalCode =
  | "unknown-proposal"
  | "proposal-not-allowed"
  | "repeated-proposal"
  | "removes-committer"
  | "unknown-member"
  | "bad-psk-id"
  | "unsupported-proposal"
  | "path-required"

export type CommitSender = Extract<Sender, { kind: "member" | "newMemberCommit" }>

/** Finds what the commit refers to; by value, the proposer is the committer. */
export function resolveProposals(
  group: PublicGroupState,
  commit: Commit,
  sender: CommitSender,
): Result<readonly CommittedProposal[], "unknown-proposal"> {
  const found: CommittedProposal[] = []
  const waiting = new Map(group.pending.map(pending => [keyOf(pending.reference), pending]))
  for (const entry of commit.proposals) {
    if (entry.kind === "value") found.push({ proposal: entry.proposal, sender, byReference: false })
    else {
      const pending = waiting.get(keyOf(entry.reference))
      if (pending === undefined) return fail("unknown-proposal", "after-refresh")
      found.push({ proposal: pending.proposal, sender: pending.sender, byReference: true })
    }
  }
  return succeed(found)
}

/** The member whose leaf a proposal takes out or replaces. */
function leafConcerned({ proposal, sender }: CommittedProposal): number | undefined {
  if (proposal.kind === "remove") return proposal.removed
  if (proposal.kind === "update" || proposal.kind === "selfRemove")
    return sender.kind === "member" ? sender.leafIndex : undefined
  return undefined
}

/** RFC 9420 §12.2 as far as it speaks of the list alone; leaves and key packages are checked where they are applied. */
export function checkProposals(
  group: PublicGroupState,
  proposals: readonly CommittedProposal[],
  sender: CommitSender,
): Result<void, ProposalCode> {
  const allowed =
    sender.kind === "member" ? checkMemberList(proposals, sender.leafIndex) : checkExternalList(proposals)
  if (!allowed.ok) return allowed
  const concerned = new Set<number>()
  for (const committed of proposals) {
    const leaf = leafConcerned(committed)
    if (leaf === undefined) continue
    if (leafAt(group.tree, leaf) === undefined) return fail("unknown-member")
    if (concerned.has(leaf)) return fail("repeated-proposal")
    concerned.add(leaf)
  }
  const keys = checkPreSharedKeys(group, proposals)
  return keys.ok ? checkSupport(group, proposals) : keys
}

function count(proposals: readonly CommittedProposal[], kind: Proposal["kind"]): number {
  return proposals.filter(({ proposal }) => proposal.kind === kind).length
}

function checkMemberList(
  proposals: readonly CommittedProposal[],
  committer: number,
): Result<void, ProposalCode> {
  for (const { proposal, sender, byReference } of proposals) {
    const own = sender.kind === "member" && sender.leafIndex === committer
    if (proposal.kind === "externalInit") return fail("proposal-not-allowed")
    if (proposal.kind === "update" && (own || sender.kind !== "member")) return fail("proposal-not-allowed")
    if (proposal.kind === "remove" && proposal.removed === committer) return fail("removes-committer")
    if (proposal.kind === "selfRemove") {
      if (!byReference || sender.kind !== "member") return fail("proposal-not-allowed")
      if (own) return fail("removes-committer")
    }
    if (proposal.kind === "reInit" && (proposals.length > 1 || proposal.version < mls10))
      return fail("proposal-not-allowed")
  }
  return count(proposals, "groupContextExtensions") > 1 ? fail("repeated-proposal") : succeed()
}

/** An external commit: one ExternalInit, at most one Remove, PSKs, all by value; SelfRemoves, all by reference. */
function checkExternalList(proposals: readonly CommittedProposal[]): Result<void, ProposalCode> {
  for (const { proposal, sender, byReference } of proposals) {
    if (proposal.kind === "selfRemove") {
      if (!byReference || sender.kind !== "member") return fail("proposal-not-allowed")
    } else if (byReference || !["externalInit", "remove", "preSharedKey"].includes(proposal.kind))
      return fail("proposal-not-allowed")
  }
  if (count(proposals, "externalInit") !== 1) return fail("proposal-not-allowed")
  return count(proposals, "remove") > 1 ? fail("repeated-proposal") : succeed()
}

/** RFC 9420 §12.1.4, §12.2. */
function checkPreSharedKeys(
  group: PublicGroupState,
  proposals: readonly CommittedProposal[],
): Result<void, ProposalCode> {
  const seen = new Set<string>()
  for (const { proposal } of proposals) {
    if (proposal.kind !== "preSharedKey") continue
    const { key, nonce } = proposal.id
    if (nonce.length !== group.suite.secretBytes) return fail("bad-psk-id")
    if (key.kind === "resumption" && key.usage !== "application" && !isFounding(group, proposals))
      return fail("bad-psk-id")
    const encoded = keyOf(encode(preSharedKeyId, proposal.id))
    if (seen.has(encoded)) return fail("repeated-proposal")
    seen.add(encoded)
  }
  return succeed()
}

/**
 * RFC 9420 §11.2, §11.3: the key of an older group binds a new one to it, once, in the commit by which its creator,
 * still alone, brings in the others.
 */
function isFounding(group: PublicGroupState, proposals: readonly CommittedProposal[]): boolean {
  const founding = proposals.filter(
    ({ proposal }) =>
      proposal.kind === "preSharedKey" &&
      proposal.id.key.kind === "resumption" &&
      proposal.id.key.usage !== "application",
  )
  return founding.length === 1 && group.context.epoch === 0 && group.tree.root.occupied === 1
}

/** RFC 9420 §12.2: members who stay understand every type of proposal in the list. */
function checkSupport(
  group: PublicGroupState,
  proposals: readonly CommittedProposal[],
): Result<void, ProposalCode> {
  const needed = new Set(proposals.map(({ proposal }) => proposalTypeOf(proposal)))
  const special = [...needed].filter(type => !isDefaultProposal(type))
  if (special.length === 0) return succeed()
  const leaving = new Set(proposals.filter(({ proposal }) => proposal.kind !== "update").map(leafConcerned))
  for (const { leafIndex, leaf } of leaves(group.tree))
    if (!leaving.has(leafIndex) && !special.every(type => leaf.capabilities.proposals.includes(type)))
      return fail("unsupported-proposal")
  return succeed()
}

const withoutPath: readonly Proposal["kind"][] = ["add", "preSharedKey", "reInit"]

/** RFC 9420 §12.4: an empty list and every type but three need fresh keys from the committer. */
export function needsPath(proposals: readonly CommittedProposal[]): boolean {
  return proposals.length === 0 || proposals.some(({ proposal }) => !withoutPath.includes(proposal.kind))
}
