import { assert, type Bytes, encode, equal, fail, type Result, succeed } from "@colombe/base"
import {
  type Crypto,
  type KeyPair,
  kemDeriveKeyPair,
  kemGenerateKeyPair,
  type Signer,
} from "@colombe/base/crypto"
import { decryptWithLabel, encryptWithLabel } from "./hpke.ts"
import { deriveSecret } from "./key-schedule.ts"
import { mergePath, pathParents } from "./public/commit/path.ts"
import type { PublicContext } from "./public/context.ts"
import { inBatches } from "./public/in-batches.ts"
import { signWithLabel } from "./public/labels.ts"
import type { HpkeCiphertext, UpdatePath, UpdatePathNode } from "./public/structs/commit.ts"
import { type GroupContext, groupContext } from "./public/structs/group-info.ts"
import { type LeafNodeContent, leafNodeSigned } from "./public/structs/leaf-node.ts"
import type { Suite } from "./public/suite.ts"
import { treeHash } from "./public/tree/hash.ts"
import { directPath, filteredDirectPath, type PathStep, resolution, type Tree } from "./public/tree/tree.ts"

const label = "UpdatePathNode"

/** The key pair of a node (RFC 9420 §7.4). */
export function nodeKeyPair(crypto: Crypto, suite: Suite, pathSecret: Bytes): Promise<KeyPair> {
  return kemDeriveKeyPair(crypto, suite.hpke.kem, deriveSecret(crypto, suite, pathSecret, "node"))
}

/** The path secret one node up; above the root it is the commit secret. */
export function nextPathSecret(crypto: Crypto, suite: Suite, pathSecret: Bytes): Bytes {
  return deriveSecret(crypto, suite, pathSecret, "path")
}

export interface PathInput {
  readonly suite: Suite
  /** With the proposals applied. */
  readonly tree: Tree
  readonly leafIndex: number
  readonly added: ReadonlySet<number>
  /** GroupContext of the new epoch with the old transcript hash; its tree hash is filled in here. */
  readonly context: GroupContext
  readonly leaf: Omit<LeafNodeContent, "source" | "encryptionKey">
  readonly signer: Signer
}

export interface MadePath {
  readonly path: UpdatePath
  /** Private keys by node number, the leaf's included. */
  readonly nodeKeys: ReadonlyMap<number, Bytes>
  /** Path secrets by node number, for newcomers. */
  readonly pathSecrets: ReadonlyMap<number, Bytes>
  readonly commitSecret: Bytes
}

/** RFC 9420 §7.4, §7.5: fresh keys from leaf to root, each path secret encrypted to the other side. */
export async function makePath(
  ctx: PublicContext,
  input: PathInput,
): Promise<Result<MadePath, "unusable-key">> {
  const { suite, tree, leafIndex } = input
  const steps = filteredDirectPath(tree, leafIndex)
  const leafKeys = await kemGenerateKeyPair(ctx.crypto, suite.hpke.kem)
  const nodeKeys = new Map([[2 * leafIndex, leafKeys.privateKey]])
  const pathSecrets = new Map<number, Bytes>()
  const publicKeys: Bytes[] = []
  let secret = ctx.crypto.random(suite.secretBytes)
  for (const step of steps) {
    const pair = await nodeKeyPair(ctx.crypto, suite, secret)
    pathSecrets.set(step.nodeIndex, secret)
    nodeKeys.set(step.nodeIndex, pair.privateKey)
    publicKeys.push(pair.publicKey)
    secret = nextPathSecret(ctx.crypto, suite, secret)
  }
  const { parents, leafParentHash } = pathParents(ctx, suite, steps, publicKeys)
  const content: LeafNodeContent = {
    ...input.leaf,
    encryptionKey: leafKeys.publicKey,
    source: { kind: "commit", parentHash: leafParentHash },
  }
  const place = { groupId: input.context.groupId, leafIndex }
  const signature = await signWithLabel(input.signer, "LeafNodeTBS", leafNodeSigned(content, place))
  const leaf = { ...content, signature }
  const hash = treeHash(ctx.crypto, suite.hash, mergePath(tree, leafIndex, leaf, parents))
  const context = encode(groupContext, { ...input.context, treeHash: hash })
  const sealed = await Promise.all(
    steps.map(step => {
      const pathSecret = pathSecrets.get(step.nodeIndex)
      assert(pathSecret !== undefined, "every step has its secret")
      return encryptTo(ctx, suite, step, input.added, context, pathSecret)
    }),
  )
  const nodes: UpdatePathNode[] = []
  for (const [index, encrypted] of sealed.entries()) {
    const encryptionKey = publicKeys[index]
    assert(encryptionKey !== undefined, "every step has its key")
    if (!encrypted.ok) return encrypted
    nodes.push({ encryptionKey, encryptedPathSecret: encrypted.value })
  }
  return succeed({ path: { leaf, nodes }, nodeKeys, pathSecrets, commitSecret: secret })
}

async function encryptTo(
  ctx: PublicContext,
  suite: Suite,
  step: PathStep,
  added: ReadonlySet<number>,
  context: Bytes,
  pathSecret: Bytes,
): Promise<Result<readonly HpkeCiphertext[], "unusable-key">> {
  const recipients = resolution(step.copath, step.copathFirstLeaf, step.copathHeight, added)
  const sealed = await inBatches(
    recipients,
    ({ encryptionKey }) => encryptWithLabel(ctx.crypto, suite, encryptionKey, label, context, pathSecret),
    one => one === undefined,
  )
  const ciphertexts = sealed.filter(one => one !== undefined)
  return ciphertexts.length === recipients.length ? succeed(ciphertexts) : fail("unusable-key")
}

export interface PathReading {
  readonly suite: Suite
  /** With the proposals applied, before the path. */
  readonly tree: Tree
  readonly committerLeaf: number
  readonly added: ReadonlySet<number>
  /** GroupContext with the new tree hash and the old transcript hash. */
  readonly context: GroupContext
  readonly ownLeaf: number
  readonly ownKeys: ReadonlyMap<number, Bytes>
}

export interface ReadPath {
  readonly nodeKeys: ReadonlyMap<number, Bytes>
  readonly commitSecret: Bytes
  /** The secret that was encrypted to us. */
  readonly pathSecret: Bytes
}

/** RFC 9420 §7.5, receiving: decrypts the secret of the lowest common parent and checks every key above. */
export async function readPath(
  ctx: PublicContext,
  reading: PathReading,
  path: UpdatePath,
): Promise<Result<ReadPath, "bad-path-secret">> {
  const { suite, tree, committerLeaf, ownLeaf } = reading
  const steps = filteredDirectPath(tree, committerLeaf)
  const start = steps.findIndex(
    step => ownLeaf >= step.copathFirstLeaf && ownLeaf < step.copathFirstLeaf + 2 ** step.copathHeight,
  )
  const meeting = steps[start]
  assert(meeting !== undefined, "a member stands beside every other member's path")
  const recipients = resolution(meeting.copath, meeting.copathFirstLeaf, meeting.copathHeight, reading.added)
  const recipient = recipients.findIndex(({ nodeIndex }) => reading.ownKeys.has(nodeIndex))
  const key = reading.ownKeys.get(recipients[recipient]?.nodeIndex ?? -1)
  const sealed = path.nodes[start]?.encryptedPathSecret[recipient]
  if (key === undefined || sealed === undefined) return fail("bad-path-secret")
  const context = encode(groupContext, reading.context)
  const pathSecret = await decryptWithLabel(ctx.crypto, suite, key, label, context, sealed)
  if (pathSecret === undefined || pathSecret.length !== suite.secretBytes) return fail("bad-path-secret")
  const expected = steps.slice(start).map((step, index) => ({
    nodeIndex: step.nodeIndex,
    publicKey: path.nodes[start + index]?.encryptionKey,
  }))
  const climbed = await climb(ctx, suite, pathSecret, expected)
  return climbed.ok ? succeed({ ...climbed.value, pathSecret }) : climbed
}

/** Derives the keys of nodes from one path secret upwards; each has to be the one that the tree shows. */
export async function climb(
  ctx: PublicContext,
  suite: Suite,
  pathSecret: Bytes,
  nodes: readonly { readonly nodeIndex: number; readonly publicKey: Bytes | undefined }[],
): Promise<Result<{ nodeKeys: ReadonlyMap<number, Bytes>; commitSecret: Bytes }, "bad-path-secret">> {
  const nodeKeys = new Map<number, Bytes>()
  let secret = pathSecret
  for (const { nodeIndex, publicKey } of nodes) {
    const pair = await nodeKeyPair(ctx.crypto, suite, secret)
    if (publicKey === undefined || !equal(pair.publicKey, publicKey)) return fail("bad-path-secret")
    nodeKeys.set(nodeIndex, pair.privateKey)
    secret = nextPathSecret(ctx.crypto, suite, secret)
  }
  return succeed({ nodeKeys, commitSecret: secret })
}

/** Which private keys still fit the tree of a new epoch: fresh ones, and old ones whose node did not change. */
export function keptKeys(
  before: Tree,
  after: Tree,
  leafIndex: number,
  old: ReadonlyMap<number, Bytes>,
  fresh: ReadonlyMap<number, Bytes>,
): ReadonlyMap<number, Bytes> {
  const keys = new Map<number, Bytes>()
  const own = fresh.get(2 * leafIndex) ?? old.get(2 * leafIndex)
  if (own !== undefined) keys.set(2 * leafIndex, own)
  const nodesBefore = new Map(directPath(before, leafIndex).map(({ nodeIndex, node }) => [nodeIndex, node]))
  for (const { nodeIndex, node } of directPath(after, leafIndex)) {
    const made = fresh.get(nodeIndex)
    const kept = old.get(nodeIndex)
    const was = nodesBefore.get(nodeIndex)
    if (made !== undefined) keys.set(nodeIndex, made)
    else if (kept !== undefined && node !== undefined && was !== undefined)
      if (equal(node.encryptionKey, was.encryptionKey)) keys.set(nodeIndex, kept)
  }
  return keys
}
