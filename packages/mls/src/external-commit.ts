import { type Bytes, fail, type Result, succeed, toUtf8 } from "@colombe/base"
import { hpkeExportReceive, hpkeExportSend, type Signer } from "@colombe/base/crypto"
import type { Group } from "./group.ts"
import { signGroupInfo } from "./group-info.ts"
import type { LeafInput } from "./key-package.ts"
import { externalKeyPair } from "./key-schedule.ts"
import { type MakeCommitCode, makeCommit } from "./make-commit.ts"
import type { CommitEffects } from "./public/commit/effects.ts"
import type { MlsContext } from "./public/context.ts"
import type { PublicGroup } from "./public/group.ts"
import type { Extension } from "./public/structs/extension.ts"
import { encodeMessage } from "./public/structs/message.ts"
import type { PreSharedKeyId } from "./public/structs/pre-shared-key.ts"
import type { ProposalOrRef } from "./public/structs/proposal.ts"
import type { Suite } from "./public/suite.ts"
import { leavesOf } from "./public/tree/tree.ts"
import { startSecretTree } from "./secret-tree.ts"

const empty = new Uint8Array(0)
const exportLabel = toUtf8("MLS 1.0 external init secret")

export interface ExternalCommitInput extends LeafInput {
  /** From `publicGroupFromGroupInfo`, with the pending SelfRemoves received into it: all of them are taken in. */
  readonly group: PublicGroup
  readonly externalPub: Bytes
  readonly signer: Signer
  /** One's own old leaf, to be replaced. */
  readonly remove?: number
  readonly preSharedKeys?: readonly PreSharedKeyId[]
  readonly authenticatedData?: Bytes
  readonly groupInfoExtensions?: readonly Extension[]
  readonly includeTree?: boolean
}

export interface ExternalCommitted {
  /** MLSMessage(PublicMessage) to send. */
  readonly commit: Bytes
  /** MLSMessage(GroupInfo) of the new epoch. */
  readonly groupInfo: Bytes
  /** To be kept once the commit is accepted. */
  readonly next: Group
  readonly effects: CommitEffects
}

/** RFC 9420 §12.4.3.2: joins by a commit of one's own. */
export async function externalCommit(
  ctx: MlsContext,
  input: ExternalCommitInput,
): Promise<Result<ExternalCommitted, MakeCommitCode>> {
  const { group, signer } = input
  const { suite } = group
  const sent = await hpkeExportSend(
    ctx.crypto,
    suite.hpke,
    input.externalPub,
    empty,
    exportLabel,
    suite.secretBytes,
  )
  if (sent === undefined) return fail("unusable-key")
  const made = await makeCommit(ctx, {
    group,
    sender: { kind: "newMemberCommit" },
    signer,
    leafSigner: signer,
    leaf: input,
    proposals: proposalsOf(input, sent.enc),
    forcePath: true,
    authenticatedData: input.authenticatedData ?? empty,
    initSecret: sent.secret,
    format: "publicMessage",
  })
  if (!made.ok) return made
  const { content, judged, path, epoch } = made.value
  const next: Group = {
    public: judged.next,
    secrets: {
      leafIndex: judged.committerLeaf,
      nodeKeys: path?.nodeKeys ?? new Map(),
      updateKeys: [],
      epoch: epoch.secrets,
      secretTree: startSecretTree(epoch.encryption, leavesOf(judged.next.tree)),
    },
  }
  const info = await signGroupInfo(ctx, next, {
    signer,
    includeTree: input.includeTree ?? false,
    extensions: input.groupInfoExtensions ?? [],
  })
  const message = { content: content.content, auth: content.auth, membershipTag: undefined }
  return succeed({
    commit: encodeMessage({ format: "publicMessage", message }),
    groupInfo: encodeMessage({ format: "groupInfo", message: info }),
    next,
    effects: judged.effects,
  })
}

function proposalsOf(input: ExternalCommitInput, kemOutput: Bytes): readonly ProposalOrRef[] {
  const leaving = input.group.pending.filter(({ proposal }) => proposal.kind === "selfRemove")
  const removed = input.remove
  return [
    { kind: "value", proposal: { kind: "externalInit", kemOutput } },
    ...leaving.map(({ reference }) => ({ kind: "reference", reference }) as const),
    ...(removed === undefined ? [] : [{ kind: "value", proposal: { kind: "remove", removed } } as const]),
    ...(input.preSharedKeys ?? []).map(
      id => ({ kind: "value", proposal: { kind: "preSharedKey", id } }) as const,
    ),
  ]
}

/** RFC 9420 §8.3, the members' side: the init secret that the joiner exported. */
export async function externalInitSecret(
  ctx: MlsContext,
  suite: Suite,
  external: Bytes,
  kemOutput: Bytes,
): Promise<Bytes | undefined> {
  const { privateKey } = await externalKeyPair(ctx.crypto, suite, external)
  return hpkeExportReceive(
    ctx.crypto,
    suite.hpke,
    privateKey,
    kemOutput,
    empty,
    exportLabel,
    suite.secretBytes,
  )
}
