import { type Bytes, encode, equal, fail, type Result, succeed } from "@colombe/base"
import type { CommitEffects } from "./commit/effects.ts"
import { type CommitCode, judgeCommit } from "./commit/judge.ts"
import { type ContentCode, type VerifiedContent, verifyContent } from "./content.ts"
import type { PublicContext } from "./context.ts"
import { checkOpen, type PendingProposal, type PublicGroup } from "./group.ts"
import { proposalRef } from "./labels.ts"
import { authenticatedContent, type PublicMessage } from "./structs/framing.ts"
import { decodeMessageAs } from "./structs/message.ts"
import { markVerified } from "./verified.ts"

/** Proposals that wait at one time: above one from each member of the largest group. */
export const pendingProposalsMax = 4096

export type ReceiveCode = ContentCode | "group-closed" | "repeated-proposal" | "too-many-proposals"

/**
 * Applies an MLSMessage(PublicMessage) with a commit. Nothing is kept: the caller judges the effects, then keeps
 * `next` or does not. The confirmation tag, the membership tag and the path secrets are for members to check.
 */
export async function applyCommit(
  ctx: PublicContext,
  group: PublicGroup,
  bytes: Bytes,
): Promise<Result<{ readonly next: PublicGroup; readonly effects: CommitEffects }, CommitCode>> {
  const message = decodeMessageAs(bytes, "publicMessage")
  if (!message.ok) return message
  const verified = await verifyPublicMessage(ctx, group, message.value)
  if (!verified.ok) return verified
  const judged = await judgeCommit(ctx, group, verified.value)
  return judged.ok ? succeed({ next: judged.value.next, effects: judged.value.effects }) : judged
}

/** Takes an MLSMessage(PublicMessage) with a proposal, so that a commit may refer to it. */
export async function receiveProposal(
  ctx: PublicContext,
  group: PublicGroup,
  bytes: Bytes,
): Promise<Result<{ readonly next: PublicGroup; readonly proposal: PendingProposal }, ReceiveCode>> {
  const message = decodeMessageAs(bytes, "publicMessage")
  if (!message.ok) return message
  const verified = await verifyPublicMessage(ctx, group, message.value)
  return verified.ok ? addPending(ctx, group, verified.value) : verified
}

export function verifyPublicMessage(
  ctx: PublicContext,
  group: PublicGroup,
  { content, auth }: PublicMessage,
): Promise<Result<VerifiedContent, ContentCode>> {
  return verifyContent(ctx, group, { format: "publicMessage", content, auth })
}

/** Keeps a proposal whose signature holds; the commit that refers to it judges the rest. */
export function addPending(
  ctx: PublicContext,
  group: PublicGroup,
  received: VerifiedContent,
): Result<{ readonly next: PublicGroup; readonly proposal: PendingProposal }, ReceiveCode> {
  const open = checkOpen(group)
  if (!open.ok) return open
  const { sender, body, authenticatedData } = received.content
  if (body.kind !== "proposal") return fail("unexpected-message")
  const { proposal } = body
  // A joiner by external commit has to be able to read it, so it is never encrypted; and nobody leaves twice.
  if (proposal.kind === "selfRemove" && (received.format !== "publicMessage" || sender.kind !== "member"))
    return fail("unexpected-message")
  const reference = proposalRef(ctx.crypto, group.suite, encode(authenticatedContent, received))
  const known = group.pending.find(other => equal(other.reference, reference))
  if (known !== undefined) return succeed({ next: group, proposal: known })
  if (proposal.kind === "selfRemove" && group.pending.some(other => leaves(other, sender)))
    return fail("repeated-proposal")
  if (group.pending.length >= pendingProposalsMax) return fail("too-many-proposals")
  const pending = { reference, sender, proposal, authenticatedData }
  return succeed({
    next: markVerified({ ...group, pending: [...group.pending, pending] }),
    proposal: pending,
  })
}

function leaves(other: PendingProposal, sender: PendingProposal["sender"]): boolean {
  return (
    other.proposal.kind === "selfRemove" &&
    other.sender.kind === "member" &&
    sender.kind === "member" &&
    other.sender.leafIndex === sender.leafIndex
  )
}
