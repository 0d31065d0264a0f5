import { type Bytes, decode, unwrap } from "@colombe/base"
import { kemPublicKey, signerFromPrivateKey } from "@colombe/base/crypto"
import type { MlsContext, Suite } from "../../index.ts"
import { applyPath } from "../../public/commit/path.ts"
import { type UpdatePath, updatePath } from "../../public/structs/commit.ts"
import type { GroupContext } from "../../public/structs/group-info.ts"
import { decodeTree } from "../../public/tree/codec.ts"
import { treeHash } from "../../public/tree/hash.ts"
import { directPath, leafAt, leaves, type Tree } from "../../public/tree/tree.ts"
import { makePath, nodeKeyPair, type ReadPath, readPath } from "../../tree-kem.ts"
import { check, hex, same } from "./check.ts"
import { kind, privateKey, type SuiteCase, suiteOf } from "./kind.ts"

interface PrivateLeaf {
  readonly index: number
  readonly encryption_priv: string
  readonly signature_priv: string
  readonly path_secrets: readonly { readonly node: number; readonly path_secret: string }[]
}

interface TreeKem extends SuiteCase {
  readonly group_id: string
  readonly epoch: number
  readonly confirmed_transcript_hash: string
  readonly ratchet_tree: string
  readonly leaves_private: readonly PrivateLeaf[]
  readonly update_paths: readonly {
    readonly sender: number
    readonly update_path: string
    readonly path_secrets: readonly (string | null)[]
    readonly commit_secret: string
    readonly tree_hash_after: string
  }[]
}

interface Setting {
  readonly ctx: MlsContext
  readonly suite: Suite
  readonly tree: Tree
  readonly context: GroupContext
  readonly keys: ReadonlyMap<number, ReadonlyMap<number, Bytes>>
}

export const treeKem = kind<TreeKem>(
  "treekem",
  ["ratchet_tree", "leaves_private", "update_paths"],
  async (ctx, vector) => {
    const suite = suiteOf(vector)
    const tree = unwrap(decodeTree(hex(vector.ratchet_tree)))
    const keys = new Map<number, ReadonlyMap<number, Bytes>>()
    for (const leaf of vector.leaves_private) keys.set(leaf.index, await privateKeys(ctx, suite, tree, leaf))
    const context: GroupContext = {
      version: 1,
      suite: suite.id,
      groupId: hex(vector.group_id),
      epoch: vector.epoch,
      treeHash: treeHash(ctx.crypto, suite.hash, tree),
      confirmedTranscriptHash: hex(vector.confirmed_transcript_hash),
      extensions: [],
    }
    const setting = { ctx, suite, tree, context, keys }
    for (const path of vector.update_paths) {
      const given = unwrap(decode(updatePath, hex(path.update_path)))
      const readings = await processed(setting, path.sender, given, path.tree_hash_after)
      for (const [leaf, read] of readings) {
        same(read.pathSecret, path.path_secrets[leaf] ?? "", `path secret of ${leaf}`)
        same(read.commitSecret, path.commit_secret, `commit secret of ${leaf}`)
      }
      await roundTrip(setting, path.sender, vector.leaves_private)
    }
  },
)

/** The private state of one leaf, every key of it the one that the tree shows. */
async function privateKeys(
  { crypto }: MlsContext,
  suite: Suite,
  tree: Tree,
  leaf: PrivateLeaf,
): Promise<ReadonlyMap<number, Bytes>> {
  const own = leafAt(tree, leaf.index)
  check(own !== undefined, "the leaf is there")
  const encryption = privateKey(suite, leaf.encryption_priv)
  const publicKey = await kemPublicKey(crypto, suite.hpke.kem, encryption)
  same(publicKey ?? new Uint8Array(), own.encryptionKey, "encryption key")
  const signer = await signerFromPrivateKey(crypto, suite.signature, privateKey(suite, leaf.signature_priv))
  same(signer.publicKey, own.signatureKey, "signature key")
  const keys = new Map([[2 * leaf.index, encryption]])
  const above = new Map(directPath(tree, leaf.index).map(({ nodeIndex, node }) => [nodeIndex, node]))
  for (const { node, path_secret } of leaf.path_secrets) {
    const pair = await nodeKeyPair(crypto, suite, hex(path_secret))
    same(pair.publicKey, above.get(node)?.encryptionKey ?? "", `key of ${node}`)
    keys.set(node, pair.privateKey)
  }
  return keys
}

/** Checks a path in public and reads it as every other member. */
async function processed(
  { ctx, suite, tree, context, keys }: Setting,
  sender: number,
  path: UpdatePath,
  hashAfter: string | undefined,
): Promise<ReadonlyMap<number, ReadPath>> {
  const { groupId } = context
  const added = new Set<number>()
  const place = { suite, groupId, tree, leafIndex: sender, replaced: leafAt(tree, sender), added }
  const merged = unwrap(await applyPath(ctx, place, path))
  const hash = treeHash(ctx.crypto, suite.hash, merged)
  if (hashAfter !== undefined) same(hash, hashAfter, "tree_hash_after")
  const readings = new Map<number, ReadPath>()
  for (const { leafIndex } of leaves(tree)) {
    if (leafIndex === sender) continue
    const reading = {
      suite,
      tree,
      committerLeaf: sender,
      added,
      context: { ...context, treeHash: hash },
      ownLeaf: leafIndex,
      ownKeys: keys.get(leafIndex) ?? new Map(),
    }
    readings.set(leafIndex, unwrap(await readPath(ctx, reading, path)))
  }
  return readings
}

async function roundTrip(
  setting: Setting,
  sender: number,
  privateLeaves: readonly PrivateLeaf[],
): Promise<void> {
  const { ctx, suite, tree, context } = setting
  const own = leafAt(tree, sender)
  const secret = privateLeaves.find(({ index }) => index === sender)
  check(own !== undefined && secret !== undefined, "the sender's leaf")
  const signer = await signerFromPrivateKey(
    ctx.crypto,
    suite.signature,
    privateKey(suite, secret.signature_priv),
  )
  const input = { suite, tree, leafIndex: sender, added: new Set<number>(), context, leaf: own, signer }
  const made = unwrap(await makePath(ctx, input))
  for (const [leaf, read] of await processed(setting, sender, made.path, undefined))
    same(read.commitSecret, made.commitSecret, `commit secret of ${leaf}, path of our own`)
}
