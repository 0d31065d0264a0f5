import { assert, type Bytes, toUtf8 } from "@colombe/base"
import type { Crypto, KeyPair, Signer } from "@colombe/base/crypto"
import { kemGenerateKeyPair, signerFromPrivateKey } from "@colombe/base/crypto"
import { type Group, type LeafNode, type MlsContext, type PublicGroup, proposalTypes } from "../src/index.ts"
import { confirmationTagOf, fromEpochSecret } from "../src/key-schedule.ts"
import { interimTranscriptHash, signWithLabel } from "../src/public/labels.ts"
import { mls10 } from "../src/public/registry.ts"
import { leafNodeSigned } from "../src/public/structs/leaf-node.ts"
import type { Suite } from "../src/public/suite.ts"
import { parentHash, subtreeHash, treeHash } from "../src/public/tree/hash.ts"
import {
  blankSubtree,
  directPath,
  leafSlot,
  nodeIndexOf,
  parentSlot,
  type Subtree,
  type Tree,
} from "../src/public/tree/tree.ts"
import { markVerified } from "../src/public/verified.ts"
import { startSecretTree } from "../src/secret-tree.ts"

const groupId = toUtf8("populated")

export const capabilitiesFor = (suite: number) => ({
  versions: [mls10],
  suites: [suite],
  extensions: [],
  proposals: [proposalTypes.selfRemove],
  credentials: [1],
})

export const newSigner = (crypto: Crypto): Promise<Signer> =>
  signerFromPrivateKey(crypto, "Ed25519", crypto.random(32))

/** A group in which every leaf has committed, and what each member needs to act in it. */
export interface PopulatedGroup {
  readonly public: PublicGroup
  memberAt(leafIndex: number): { readonly group: Group; readonly signer: Signer }
}

interface Build {
  readonly ctx: MlsContext
  readonly suite: Suite
  readonly leaves: number
  readonly keys: Map<number, KeyPair>
  readonly signers: Signer[]
}

/**
 * The tree that stands after each leaf has committed once, from left to right: each parent was last set by the
 * rightmost leaf below it, so that its right child carries its parent hash and its left child one of the past. Built
 * at once, since a thousand real commits would take minutes.
 */
export async function populatedGroup(ctx: MlsContext, suite: Suite, leaves: number): Promise<PopulatedGroup> {
  const build: Build = { ctx, suite, leaves, keys: new Map(), signers: [] }
  const height = Math.ceil(Math.log2(leaves))
  const tree: Tree = { height, root: await buildSubtree(build, 0, height, new Uint8Array(0)) }
  const { encryption, secrets } = fromEpochSecret(ctx.crypto, suite, ctx.crypto.random(suite.secretBytes))
  const confirmed = ctx.crypto.random(suite.secretBytes)
  const tag = confirmationTagOf(ctx.crypto, suite, secrets.confirmation, confirmed)
  const context = {
    version: mls10,
    suite: suite.id,
    groupId,
    epoch: leaves,
    treeHash: treeHash(ctx.crypto, suite.hash, tree),
    confirmedTranscriptHash: confirmed,
    extensions: [],
  } as const
  const interim = interimTranscriptHash(ctx.crypto, suite, confirmed, tag)
  const more = { confirmationTag: tag, interimTranscriptHash: interim, pending: [], reInit: undefined }
  const group: PublicGroup = markVerified({ suite, context, tree, ...more })
  const secretTree = startSecretTree(encryption, 2 ** height)
  const memberAt = (leafIndex: number) => {
    const signer = build.signers[leafIndex]
    assert(signer !== undefined, "the leaf is in the group")
    const above = directPath(tree, leafIndex).map(({ nodeIndex }) => nodeIndex)
    const nodeKeys = new Map<number, Bytes>()
    for (const node of [2 * leafIndex, ...above]) {
      const pair = build.keys.get(node)
      if (pair !== undefined) nodeKeys.set(node, pair.privateKey)
    }
    return {
      signer,
      group: { public: group, secrets: { leafIndex, nodeKeys, updateKeys: [], epoch: secrets, secretTree } },
    }
  }
  return { public: group, memberAt }
}

async function buildSubtree(
  build: Build,
  firstLeaf: number,
  height: number,
  hashAbove: Bytes,
): Promise<Subtree> {
  const { ctx, suite, leaves } = build
  if (firstLeaf >= leaves) return blankSubtree(height)
  if (height === 0) return leafSlot(await buildLeaf(build, firstLeaf, hashAbove))
  const middle = firstLeaf + 2 ** (height - 1)
  // Nobody on the right: the parent is not on any filtered path.
  if (middle >= leaves) {
    const left = await buildSubtree(build, firstLeaf, height - 1, hashAbove)
    return parentSlot(undefined, left, blankSubtree(height - 1))
  }
  const left = await buildSubtree(build, firstLeaf, height - 1, ctx.crypto.random(suite.secretBytes))
  const pair = await kemGenerateKeyPair(ctx.crypto, suite.hpke.kem)
  build.keys.set(nodeIndexOf(firstLeaf, height), pair)
  const node = { encryptionKey: pair.publicKey, parentHash: hashAbove, unmergedLeaves: [] }
  const leftHash = subtreeHash(ctx.crypto, suite.hash, left, firstLeaf, height - 1)
  const below = parentHash(ctx.crypto, suite.hash, node, leftHash)
  return parentSlot(node, left, await buildSubtree(build, middle, height - 1, below))
}

async function buildLeaf(
  { ctx, suite, keys, signers }: Build,
  leafIndex: number,
  hashAbove: Bytes,
): Promise<LeafNode> {
  const pair = await kemGenerateKeyPair(ctx.crypto, suite.hpke.kem)
  const signer = await newSigner(ctx.crypto)
  keys.set(2 * leafIndex, pair)
  signers.push(signer)
  const content = {
    encryptionKey: pair.publicKey,
    signatureKey: signer.publicKey,
    credential: { type: "basic", identity: toUtf8(`member ${leafIndex}`) },
    capabilities: capabilitiesFor(suite.id),
    source: { kind: "commit", parentHash: hashAbove },
    extensions: [],
  } as const
  const signed = leafNodeSigned(content, { groupId, leafIndex })
  return { ...content, signature: await signWithLabel(signer, "LeafNodeTBS", signed) }
}
