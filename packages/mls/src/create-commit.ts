import { type Bytes, equal, fail, type Result, succeed } from "@colombe/base"
import type { Signer } from "@colombe/base/crypto"
import type { Group } from "./group.ts"
import { signGroupInfo } from "./group-info.ts"
import type { LeafInput } from "./key-package.ts"
import { type MadeCommit, type MakeCommitCode, makeCommit } from "./make-commit.ts"
import { protectPrivate } from "./private-message.ts"
import type { CommitEffects } from "./public/commit/effects.ts"
import type { MlsContext } from "./public/context.ts"
import { memberAt } from "./public/group.ts"
import { isInLifetime } from "./public/key-package.ts"
import type { Extension } from "./public/structs/extension.ts"
import { encodeMessage } from "./public/structs/message.ts"
import type { Proposal, ProposalOrRef } from "./public/structs/proposal.ts"
import { leavesOf } from "./public/tree/tree.ts"
import { protectPublic } from "./public-message.ts"
import { startSecretTree } from "./secret-tree.ts"
import { keptKeys } from "./tree-kem.ts"
import { makeWelcome } from "./welcome.ts"

export interface CreateCommitInput {
  /** Of the own leaf. */
  readonly signer: Signer
  readonly proposals?: readonly Proposal[]
  /** References of pending proposals to take in, before those by value. Default: none. */
  readonly references?: readonly Bytes[]
  /** Fresh keys for the committer even where the proposals do not need them. Default false. */
  readonly forcePath?: boolean
  readonly authenticatedData?: Bytes
  /** Seconds since 1970. With it, an addition outside its lifetime is `outside-lifetime` (RFC 9420 §7.3). */
  readonly now?: bigint
  /** What changes in the own leaf; it goes out with a path only. */
  readonly leaf?: Partial<LeafInput>
  /** Takes over from `signer` with the new leaf. */
  readonly newSigner?: Signer
  readonly groupInfoExtensions?: readonly Extension[]
  /** Puts the tree into Welcome and GroupInfo. Default false: newcomers get it beside them. */
  readonly includeTree?: boolean
  /** Encrypts the commit, with `padding` zero bytes. Default: a PublicMessage, which a server can check. */
  readonly encrypted?: { readonly padding: number }
}

export interface CreatedCommit {
  /** MLSMessage to send. */
  readonly commit: Bytes
  /** MLSMessage(Welcome) for all who are added; undefined where nobody is. */
  readonly welcome: Bytes | undefined
  /** MLSMessage(GroupInfo) of the new epoch. */
  readonly groupInfo: Bytes
  /** The group after the commit: to be kept once the commit is accepted, to be dropped if it is not. */
  readonly next: Group
  /** The group before it, to be kept meanwhile; an encrypted commit used up one of its keys. */
  readonly current: Group
  readonly effects: CommitEffects
}

export type CreateCommitCode = MakeCommitCode | "wrong-signer" | "outside-lifetime"

/** RFC 9420 §12.4.1. */
export async function createCommit(
  ctx: MlsContext,
  group: Group,
  input: CreateCommitInput,
): Promise<Result<CreatedCommit, CreateCommitCode>> {
  const { leafIndex, epoch } = group.secrets
  const own = memberAt(group.public, leafIndex)
  if (own === undefined || !equal(own.signatureKey, input.signer.publicKey)) return fail("wrong-signer")
  const references = (input.references ?? []).map(
    reference => ({ kind: "reference", reference }) satisfies ProposalOrRef,
  )
  const values = (input.proposals ?? []).map(
    proposal => ({ kind: "value", proposal }) satisfies ProposalOrRef,
  )
  const leafSigner = input.newSigner ?? input.signer
  const made = await makeCommit(ctx, {
    group: group.public,
    sender: { kind: "member", leafIndex },
    signer: input.signer,
    leafSigner,
    leaf: { ...own, ...input.leaf },
    proposals: [...references, ...values],
    forcePath: input.forcePath ?? false,
    authenticatedData: input.authenticatedData ?? new Uint8Array(0),
    initSecret: epoch.init,
    format: input.encrypted === undefined ? "publicMessage" : "privateMessage",
  })
  if (!made.ok) return made
  const { content, judged, path } = made.value
  const { now } = input
  if (now !== undefined && !judged.effects.added.every(({ keyPackage }) => isInLifetime(keyPackage, now)))
    return fail("outside-lifetime")
  const next = nextGroup(group, made.value)
  const info = await signGroupInfo(ctx, next, {
    signer: path === undefined ? input.signer : leafSigner,
    includeTree: input.includeTree ?? false,
    extensions: input.groupInfoExtensions ?? [],
  })
  const welcome = await makeWelcome(ctx, made.value, info)
  if (!welcome.ok) return welcome
  const sent = await protect(ctx, group, content, input.encrypted)
  return succeed({
    ...sent,
    welcome: welcome.value,
    groupInfo: encodeMessage({ format: "groupInfo", message: info }),
    next,
    effects: judged.effects,
  })
}

function nextGroup(group: Group, { judged, path, epoch }: MadeCommit): Group {
  const { leafIndex, nodeKeys } = group.secrets
  const after = judged.next.tree
  return {
    public: judged.next,
    secrets: {
      leafIndex,
      nodeKeys: keptKeys(group.public.tree, after, leafIndex, nodeKeys, path?.nodeKeys ?? new Map()),
      updateKeys: [],
      epoch: epoch.secrets,
      secretTree: startSecretTree(epoch.encryption, leavesOf(after)),
    },
  }
}

/** The MLSMessage, and the group of the current epoch after sending it. */
async function protect(
  ctx: MlsContext,
  group: Group,
  content: MadeCommit["content"],
  encrypted: CreateCommitInput["encrypted"],
): Promise<{ commit: Bytes; current: Group }> {
  const { suite, context } = group.public
  const { epoch, secretTree } = group.secrets
  if (encrypted === undefined) {
    const input = { suite, context, membershipKey: epoch.membership }
    return { commit: protectPublic(ctx.crypto, input, content), current: group }
  }
  const keys = { suite, senderDataSecret: epoch.senderData, secretTree }
  const sealed = await protectPrivate(ctx, keys, content, encrypted.padding)
  return {
    commit: encodeMessage({ format: "privateMessage", message: sealed.message }),
    current: { ...group, secrets: { ...group.secrets, secretTree: sealed.secretTree } },
  }
}
