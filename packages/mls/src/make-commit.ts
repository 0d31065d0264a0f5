import { type Bytes, type Result, succeed } from "@colombe/base"
import type { Signer } from "@colombe/base/crypto"
import { type LeafInput, leafFields } from "./key-package.ts"
import { confirmationTagOf, type EpochStart, startEpoch } from "./key-schedule.ts"
import { findPreSharedKeySecret } from "./pre-shared-key.ts"
import {
  type CommitCode,
  type JudgedCommit,
  judgePrepared,
  type PreparedCommit,
  prepareCommit,
  preSharedKeysOf,
  withConfirmationTag,
} from "./public/commit/judge.ts"
import { type CommitSender, needsPath } from "./public/commit/proposals.ts"
import { contentSigned, verifyContent } from "./public/content.ts"
import type { MlsContext } from "./public/context.ts"
import { checkOpen, type PublicGroup } from "./public/group.ts"
import { signWithLabel } from "./public/labels.ts"
import type { AuthenticatedContent, FramedContent } from "./public/structs/framing.ts"
import type { ProposalOrRef } from "./public/structs/proposal.ts"
import { type MadePath, makePath } from "./tree-kem.ts"

export type MakeCommitCode = CommitCode | "unusable-key" | "unknown-psk"

export interface CommitPlan {
  readonly group: PublicGroup
  readonly sender: CommitSender
  /** Signs the commit. */
  readonly signer: Signer
  /** Signs the new leaf, whose signature key becomes its own. */
  readonly leafSigner: Signer
  readonly leaf: LeafInput
  readonly proposals: readonly ProposalOrRef[]
  readonly forcePath: boolean
  readonly authenticatedData: Bytes
  /** Of the current epoch, or the one that an external joiner exported. */
  readonly initSecret: Bytes
  readonly format: AuthenticatedContent["format"]
}

export interface MadeCommit {
  readonly content: AuthenticatedContent
  readonly judged: JudgedCommit
  readonly path: MadePath | undefined
  readonly epoch: EpochStart
}

/**
 * RFC 9420 §12.4.1, for members and external joiners alike. What comes out has passed the same judgement as what
 * others send: a commit that anybody would refuse is refused here.
 */
export async function makeCommit(
  ctx: MlsContext,
  plan: CommitPlan,
): Promise<Result<MadeCommit, MakeCommitCode>> {
  const { group, sender } = plan
  const open = checkOpen(group)
  if (!open.ok) return open
  const commit = { proposals: plan.proposals, path: undefined }
  const prepared = await prepareCommit(ctx, group, commit, sender)
  if (!prepared.ok) return prepared
  const { proposals, applied, place } = prepared.value
  const context = { ...group.context, epoch: group.context.epoch + 1, extensions: applied.extensions }
  let path: MadePath | undefined
  if (plan.forcePath || needsPath(proposals)) {
    const leaf = { ...leafFields(plan.leaf), signatureKey: plan.leafSigner.publicKey }
    const input = { ...place, suite: group.suite, context, leaf, signer: plan.leafSigner }
    const made = await makePath(ctx, input)
    if (!made.ok) return made
    path = made.value
  }
  const preSharedKeySecret = await findPreSharedKeySecret(ctx, group.suite, preSharedKeysOf(proposals))
  if (!preSharedKeySecret.ok) return preSharedKeySecret
  const content: FramedContent = {
    groupId: group.context.groupId,
    epoch: group.context.epoch,
    sender,
    authenticatedData: plan.authenticatedData,
    body: { kind: "commit", commit: { proposals: plan.proposals, path: path?.path } },
  }
  const signed = contentSigned(plan.format, content, group.context)
  const signature = await signWithLabel(plan.signer, "FramedContentTBS", signed)
  const unconfirmed: AuthenticatedContent = {
    format: plan.format,
    content,
    auth: { signature, confirmationTag: new Uint8Array(0) },
  }
  return confirm(ctx, plan, {
    unconfirmed,
    prepared: prepared.value,
    path,
    preSharedKeySecret: preSharedKeySecret.value,
  })
}

interface Unconfirmed {
  readonly unconfirmed: AuthenticatedContent
  readonly prepared: PreparedCommit
  readonly path: MadePath | undefined
  readonly preSharedKeySecret: Bytes
}

/**
 * Judges the commit, which gives the new GroupContext, then starts the epoch and puts in the confirmation tag. The
 * tag is no part of what is signed or of the new GroupContext, so the judgement stands.
 */
async function confirm(
  ctx: MlsContext,
  plan: CommitPlan,
  { unconfirmed, prepared, path, preSharedKeySecret }: Unconfirmed,
): Promise<Result<MadeCommit, MakeCommitCode>> {
  const { group } = plan
  const { suite } = group
  const verified = await verifyContent(ctx, group, unconfirmed)
  if (!verified.ok) return verified
  const judged = await judgePrepared(ctx, group, verified.value, prepared)
  if (!judged.ok) return judged
  const epoch = startEpoch(ctx.crypto, suite, {
    initSecret: plan.initSecret,
    commitSecret: path?.commitSecret ?? new Uint8Array(suite.secretBytes),
    preSharedKeySecret,
    context: judged.value.next.context,
  })
  const { confirmedTranscriptHash } = judged.value.next.context
  const confirmationTag = confirmationTagOf(
    ctx.crypto,
    suite,
    epoch.secrets.confirmation,
    confirmedTranscriptHash,
  )
  return succeed({
    content: { ...unconfirmed, auth: { ...unconfirmed.auth, confirmationTag } },
    judged: { ...judged.value, next: withConfirmationTag(ctx, judged.value.next, confirmationTag) },
    path,
    epoch,
  })
}
