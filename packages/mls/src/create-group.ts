import { type Bytes, fail, type Result, succeed } from "@colombe/base"
import { kemGenerateKeyPair, type Signer } from "@colombe/base/crypto"
import type { Group } from "./group.ts"
import { type LeafInput, leafFields, signLeaf } from "./key-package.ts"
import { confirmationTagOf, fromEpochSecret } from "./key-schedule.ts"
import type { PublicContext } from "./public/context.ts"
import type { PublicGroupState } from "./public/group.ts"
import { interimTranscriptHash } from "./public/labels.ts"
import { mls10 } from "./public/registry.ts"
import { type Extension, repeatsType } from "./public/structs/extension.ts"
import type { Lifetime } from "./public/structs/leaf-node.ts"
import { findSuite } from "./public/suite.ts"
import { treeOfOne } from "./public/tree/change.ts"
import { checkTree, type TreeCode } from "./public/tree/check.ts"
import { treeHash } from "./public/tree/hash.ts"
import { markVerified } from "./public/verified.ts"
import { startSecretTree } from "./secret-tree.ts"

export interface CreateGroupInput extends LeafInput {
  /** A number of `suiteIds`. */
  readonly suite: number
  readonly groupId: Bytes
  readonly groupExtensions: readonly Extension[]
  readonly signer: Signer
  readonly lifetime: Lifetime
}

/** RFC 9420 §11: epoch 0, with the creator alone. */
export async function createGroup(
  ctx: PublicContext,
  input: CreateGroupInput,
): Promise<Result<Group, TreeCode | "unsupported-suite">> {
  const suite = findSuite(input.suite, ctx.suites)
  if (suite === undefined) return fail("unsupported-suite")
  if (repeatsType(input.groupExtensions)) return fail("malformed")
  const leafKeys = await kemGenerateKeyPair(ctx.crypto, suite.hpke.kem)
  const leaf = await signLeaf(input.signer, {
    ...leafFields(input),
    encryptionKey: leafKeys.publicKey,
    signatureKey: input.signer.publicKey,
    source: { kind: "keyPackage", lifetime: input.lifetime },
  })
  const tree = treeOfOne(leaf)
  const checked = await checkTree(ctx, suite, input.groupId, input.groupExtensions, tree)
  if (!checked.ok) return checked
  const { encryption, secrets } = fromEpochSecret(ctx.crypto, suite, ctx.crypto.random(suite.secretBytes))
  const confirmed = new Uint8Array(0)
  const confirmationTag = confirmationTagOf(ctx.crypto, suite, secrets.confirmation, confirmed)
  const state: PublicGroupState = {
    suite,
    context: {
      version: mls10,
      suite: suite.id,
      groupId: input.groupId,
      epoch: 0,
      treeHash: treeHash(ctx.crypto, suite.hash, tree),
      confirmedTranscriptHash: confirmed,
      extensions: input.groupExtensions,
    },
    tree,
    confirmationTag,
    interimTranscriptHash: interimTranscriptHash(ctx.crypto, suite, confirmed, confirmationTag),
    pending: [],
    reInit: undefined,
  }
  return succeed({
    public: markVerified(state),
    secrets: {
      leafIndex: 0,
      nodeKeys: new Map([[0, leafKeys.privateKey]]),
      updateKeys: [],
      epoch: secrets,
      secretTree: startSecretTree(encryption, 1),
    },
  })
}
