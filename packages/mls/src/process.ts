import { assert, type Bytes, equal, fail, type Result, succeed } from "@colombe/base"
import { externalInitSecret } from "./external-commit.ts"
import type { Group } from "./group.ts"
import { confirmationTagOf, startEpoch } from "./key-schedule.ts"
import { findPreSharedKeySecret } from "./pre-shared-key.ts"
import { type PrivateCode, unprotectPrivate } from "./private-message.ts"
import type { CommitEffects } from "./public/commit/effects.ts"
import { type CommitCode, type JudgedCommit, judgeCommit } from "./public/commit/judge.ts"
import { checkPlace, type VerifiedContent, verifyContent } from "./public/content.ts"
import type { MlsContext } from "./public/context.ts"
import { checkOpen, memberAt, type PendingProposal } from "./public/group.ts"
import { addPending, type ReceiveCode } from "./public/receive.ts"
import type { PrivateMessage, PublicMessage } from "./public/structs/framing.ts"
import { decodeMessage } from "./public/structs/message.ts"
import { leafAt, leavesOf } from "./public/tree/tree.ts"
import { membershipTagFits } from "./public-message.ts"
import { startSecretTree } from "./secret-tree.ts"
import { keptKeys, readPath } from "./tree-kem.ts"

export type Processed =
  | {
      readonly kind: "commit"
      /** Undefined where the commit removes this member. */
      readonly next: Group | undefined
      readonly effects: CommitEffects
    }
  | { readonly kind: "proposal"; readonly next: Group; readonly proposal: PendingProposal }
  | {
      readonly kind: "application"
      readonly next: Group
      readonly sender: number
      readonly data: Bytes
      readonly authenticatedData: Bytes
    }

export type ProcessCode =
  | CommitCode
  | ReceiveCode
  | PrivateCode
  | "bad-membership-tag"
  | "own-commit"
  | "bad-external-init"
  | "bad-path-secret"
  | "unknown-psk"
  | "bad-confirmation-tag"

/**
 * Takes an MLSMessage of the group's current epoch. The group that comes in stays as it is: on a failure nothing has
 * changed, and a commit's effects are for the caller to judge before it keeps `next`.
 */
export async function processMessage(
  ctx: MlsContext,
  group: Group,
  bytes: Bytes,
): Promise<Result<Processed, ProcessCode>> {
  const message = decodeMessage(bytes)
  if (!message.ok) return message
  if (message.value.format === "publicMessage") return processPublic(ctx, group, message.value.message)
  if (message.value.format === "privateMessage") return processPrivate(ctx, group, message.value.message)
  return fail("unexpected-message")
}

async function processPublic(
  ctx: MlsContext,
  group: Group,
  message: PublicMessage,
): Promise<Result<Processed, ProcessCode>> {
  const { suite, context } = group.public
  const placed = checkPlace(group.public, message.content)
  if (!placed.ok) return placed
  const membershipKey = group.secrets.epoch.membership
  if (!membershipTagFits(ctx.crypto, { suite, context, membershipKey }, message))
    return fail("bad-membership-tag")
  const { content, auth } = message
  const verified = await verifyContent(ctx, group.public, { format: "publicMessage", content, auth })
  return verified.ok ? processContent(ctx, group, verified.value) : verified
}

async function processPrivate(
  ctx: MlsContext,
  group: Group,
  message: PrivateMessage,
): Promise<Result<Processed, ProcessCode>> {
  const { suite } = group.public
  const { epoch, secretTree } = group.secrets
  const placed = checkPlace(group.public, message)
  if (!placed.ok) return placed
  const keys = { suite, senderDataSecret: epoch.senderData, secretTree }
  const isMember = (leafIndex: number) => memberAt(group.public, leafIndex) !== undefined
  const opened = await unprotectPrivate(ctx, keys, isMember, message)
  if (!opened.ok) return opened
  const verified = await verifyContent(ctx, group.public, opened.value.content)
  if (!verified.ok) return verified
  const consumed = { ...group, secrets: { ...group.secrets, secretTree: opened.value.secretTree } }
  return processContent(ctx, consumed, verified.value)
}

async function processContent(
  ctx: MlsContext,
  group: Group,
  verified: VerifiedContent,
): Promise<Result<Processed, ProcessCode>> {
  const open = checkOpen(group.public)
  if (!open.ok) return open
  const { body, sender, authenticatedData } = verified.content
  if (body.kind === "commit") return processCommit(ctx, group, verified)
  if (body.kind === "proposal") {
    const added = addPending(ctx, group.public, verified)
    if (!added.ok) return added
    const { next, proposal } = added.value
    return succeed({ kind: "proposal", next: { ...group, public: next }, proposal })
  }
  assert(sender.kind === "member", "application data comes encrypted, so from a member")
  return succeed({
    kind: "application",
    next: group,
    sender: sender.leafIndex,
    data: body.data,
    authenticatedData,
  })
}

/** RFC 9420 §12.4.2: the public judgement, then what only a member can check. */
async function processCommit(
  ctx: MlsContext,
  group: Group,
  verified: VerifiedContent,
): Promise<Result<Processed, ProcessCode>> {
  const { leafIndex } = group.secrets
  const { sender } = verified.content
  // Its keys are in the state that came with it when it was made.
  if (sender.kind === "member" && sender.leafIndex === leafIndex) return fail("own-commit")
  const judged = await judgeCommit(ctx, group.public, verified)
  if (!judged.ok) return judged
  const { effects } = judged.value
  if (effects.removed.some(removed => removed.leafIndex === leafIndex))
    return succeed({ kind: "commit", next: undefined, effects })
  const next = await enterEpoch(ctx, group, judged.value)
  return next.ok ? succeed({ kind: "commit", next: next.value, effects }) : next
}

async function enterEpoch(
  ctx: MlsContext,
  group: Group,
  judged: JudgedCommit,
): Promise<Result<Group, ProcessCode>> {
  const { suite } = group.public
  const { leafIndex, epoch } = group.secrets
  const ownKeys = keysWithUpdate(group, judged)
  const initSecret =
    judged.externalInit === undefined
      ? epoch.init
      : await externalInitSecret(ctx, suite, epoch.external, judged.externalInit)
  if (initSecret === undefined) return fail("bad-external-init")
  const read =
    judged.path === undefined
      ? succeed({ nodeKeys: new Map<number, Bytes>(), commitSecret: new Uint8Array(suite.secretBytes) })
      : await readPath(
          ctx,
          {
            suite,
            tree: judged.treeBeforePath,
            committerLeaf: judged.committerLeaf,
            added: judged.added,
            context: judged.provisionalContext,
            ownLeaf: leafIndex,
            ownKeys,
          },
          judged.path,
        )
  if (!read.ok) return read
  const preSharedKeySecret = await findPreSharedKeySecret(ctx, suite, judged.preSharedKeys)
  if (!preSharedKeySecret.ok) return preSharedKeySecret
  const { context, confirmationTag, tree } = judged.next
  const started = startEpoch(ctx.crypto, suite, {
    initSecret,
    commitSecret: read.value.commitSecret,
    preSharedKeySecret: preSharedKeySecret.value,
    context,
  })
  const { confirmation } = started.secrets
  const tag = confirmationTagOf(ctx.crypto, suite, confirmation, context.confirmedTranscriptHash)
  if (!equal(tag, confirmationTag)) return fail("bad-confirmation-tag")
  return succeed({
    public: judged.next,
    secrets: {
      leafIndex,
      nodeKeys: keptKeys(group.public.tree, tree, leafIndex, ownKeys, read.value.nodeKeys),
      updateKeys: [],
      epoch: started.secrets,
      secretTree: startSecretTree(started.encryption, leavesOf(tree)),
    },
  })
}

/** The own keys as the commit's proposals leave them: an own Update that it takes in brings its leaf key. */
function keysWithUpdate(group: Group, judged: JudgedCommit): ReadonlyMap<number, Bytes> {
  const { leafIndex, nodeKeys, updateKeys } = group.secrets
  const leaf = leafAt(judged.treeBeforePath, leafIndex)
  const update = updateKeys.find(
    ({ publicKey }) => leaf !== undefined && equal(publicKey, leaf.encryptionKey),
  )
  return update === undefined ? nodeKeys : new Map(nodeKeys).set(2 * leafIndex, update.privateKey)
}
