import { describe, expect, test } from "bun:test"
import { decode, encode, unwrap } from "@colombe/base"
import fc from "fast-check"
import {
  applyGroupDelta,
  createCommit,
  decodePublicGroup,
  encodeGroup,
  encodeGroupDelta,
  encodeGroupSecrets,
  encodePublicGroup,
  joinGroupSecrets,
  type LeafNode,
  type PublicGroup,
  processMessage,
  propose,
  protectApplication,
} from "./index.ts"
import { addLeaf, removeLeaf, replaceLeaf, treeOfOne, updateLeaf } from "./public/tree/change.ts"
import { encodeTree } from "./public/tree/codec.ts"
import { applyTreeDelta, treeDelta, treeDeltaOf } from "./public/tree/delta.ts"
import { leafAt, leavesOf, type Tree } from "./public/tree/tree.ts"
import { markVerified } from "./public/verified.ts"
import { hybridSuite, keyPackageOf, seededPlatform, x25519Suite } from "./testing/people.ts"
import { smallGroup } from "./testing/small-group.ts"
import { commit, createWorld } from "./testing/world.ts"

/** Trees are compared as bytes: which hashes of one are known already differs. */
const withoutTree = (group: PublicGroup) => ({ ...group, tree: undefined })

const small = await smallGroup("deltas")
const { ctx, ana, bob, zoe } = small
const { leaf } = (await keyPackageOf(ctx, zoe)).keyPackage

function leafNumber(count: number): LeafNode {
  return { ...leaf, encryptionKey: Uint8Array.of(count >> 8, count) }
}

/** A path: new parents all the way up, as a commit sets them. */
function withPath(tree: Tree, leafIndex: number, count: number): Tree {
  return replaceLeaf(tree, leafIndex, leafNumber(count), (_, index) => ({
    encryptionKey: Uint8Array.of(count >> 8, count, index),
    parentHash: new Uint8Array(2),
    unmergedLeaves: [],
  }))
}

const step = fc.record({ kind: fc.constantFrom("add", "remove", "update", "path"), place: fc.nat(1000) })

function changed(tree: Tree, { kind, place }: { kind: string; place: number }, count: number): Tree {
  if (kind === "add") return addLeaf(tree, leafNumber(count)).tree
  const leafIndex = place % leavesOf(tree)
  if (leafAt(tree, leafIndex) === undefined) return tree
  if (kind === "update") return updateLeaf(tree, leafIndex, leafNumber(count))
  if (kind === "path") return withPath(tree, leafIndex, count)
  return tree.root.occupied > 1 ? removeLeaf(tree, leafIndex) : tree
}

describe("M23 a log of changes", () => {
  test("of any tree leads from its base to its last state, however many changes one entry holds", () => {
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 12 }), entries => {
        let tree = treeOfOne(leafNumber(0))
        let stored = tree
        let count = 0
        for (const steps of entries) {
          const before = tree
          for (const one of steps) tree = changed(tree, one, ++count)
          const bytes = encode(treeDelta, treeDeltaOf(before, tree))
          stored = unwrap(applyTreeDelta(stored, unwrap(decode(treeDelta, bytes))))
          expect(encodeTree(stored)).toEqual(encodeTree(tree))
          expect(stored.root.occupied).toBe(tree.root.occupied)
        }
      }),
      { numRuns: 150 },
    )
  })

  test("is read again after every commit of a group, by who has the base and the entries alone", async () => {
    const world = await createWorld(seededPlatform("log"), x25519Suite)
    const base = encodePublicGroup(world.server)
    const entries: Uint8Array[] = []
    const plans = [
      { add: 3 },
      { remove: [1] },
      { forcePath: true },
      { add: 4 },
      { remove: [2, 3, 4] },
      { add: 2 },
    ]
    for (const plan of plans) {
      const before = world.server
      const [committer] = world.members
      if (committer === undefined) throw new Error("the creator stays")
      await commit(world, committer, { add: 0, remove: [], forcePath: false, pending: false, ...plan })
      entries.push(encodeGroupDelta(before, world.server))
      let read = unwrap(decodePublicGroup(base))
      for (const entry of entries) read = unwrap(applyGroupDelta(read, entry))
      expect(withoutTree(read)).toEqual(withoutTree(world.server))
      expect(encodeTree(read.tree)).toEqual(encodeTree(world.server.tree))
    }
  })

  test("holds proposals that wait, and fits no state but its own", async () => {
    const proposed = unwrap(
      await propose(ctx, ana.group, { kind: "remove", removed: 3 }, { signer: ana.person.signer }),
    )
    const before = ana.group.public
    const after = proposed.next.public
    const entry = encodeGroupDelta(before, after)
    expect(encodePublicGroup(unwrap(applyGroupDelta(before, entry)))).toEqual(encodePublicGroup(after))
    expect(applyGroupDelta(after, entry)).toMatchObject({ code: "state-mismatch" })
    const made = unwrap(await createCommit(ctx, ana.group, { signer: ana.person.signer }))
    expect(applyGroupDelta(made.next.public, entry)).toMatchObject({ code: "state-mismatch" })
    const elsewhere = { ...after, context: { ...after.context, suite: hybridSuite } }
    const ofAnother = encodeGroupDelta(before, markVerified(elsewhere))
    expect(applyGroupDelta(before, ofAnother)).toMatchObject({ code: "state-mismatch" })
    expect(applyGroupDelta(before, entry.slice(1))).toMatchObject({ code: "malformed" })
  })

  test("costs a path, not a tree: under a hundredth of a group of a thousand", () => {
    let tree = treeOfOne(leafNumber(0))
    for (let count = 1; count < 1000; count++) tree = addLeaf(tree, leafNumber(count)).tree
    for (let count = 0; count < 1000; count += 2) tree = withPath(tree, count, 1000 + count)
    const after = withPath(tree, 333, 4000)
    const delta = encode(treeDelta, treeDeltaOf(tree, after))
    expect(treeDeltaOf(tree, after).changed.length).toBe(11)
    expect(delta.length * 100).toBeLessThan(encodeTree(after).length)
  })

  test("refuses nodes that stand in no tree", () => {
    const tree = treeOfOne(leafNumber(0))
    const blank = (index: number) => ({ index, node: undefined })
    const asLeaf = { index: 1, node: { kind: "leaf", leaf } } as const
    for (const delta of [
      { height: 17, changed: [] },
      { height: 1, changed: [blank(3)] },
      { height: 1, changed: [blank(1), blank(0)] },
      { height: 1, changed: [blank(1), blank(1)] },
      { height: 1, changed: [asLeaf] },
    ])
      expect(applyTreeDelta(tree, delta)).toMatchObject({ code: "malformed" })
  })
})

describe("M23 secrets", () => {
  test("are stored apart from the tree, for the epoch that they belong to", async () => {
    const bytes = encodeGroupSecrets(ctx, bob.group)
    expect(encodeGroup(ctx, bob.group)).toEqual({
      public: encodePublicGroup(bob.group.public),
      secrets: bytes,
    })
    expect(encodeGroup(ctx, unwrap(joinGroupSecrets(ctx, bob.group.public, bytes))).secrets).toEqual(bytes)
    const made = unwrap(await createCommit(ctx, ana.group, { signer: ana.person.signer }))
    expect(joinGroupSecrets(ctx, made.next.public, bytes)).toMatchObject({ code: "state-mismatch" })
  })

  test("are gone from the state once they were used", async () => {
    const holds = (group: typeof bob.group, secret: Uint8Array) =>
      Buffer.from(encodeGroupSecrets(ctx, group)).includes(secret)
    const used = [...ana.group.secrets.secretTree.nodes.values()]
    const input = { signer: ana.person.signer, data: new Uint8Array(3) }
    const sent = unwrap(await protectApplication(ctx, ana.group, input))
    expect(used.map(secret => holds(ana.group, secret))).toEqual(used.map(() => true))
    expect(used.map(secret => holds(sent.next, secret))).toEqual(used.map(() => false))
    const ratchet = sent.next.secrets.secretTree.senders.get(0)?.application.secret ?? new Uint8Array()
    const again = unwrap(await protectApplication(ctx, sent.next, input))
    expect([holds(sent.next, ratchet), holds(again.next, ratchet)]).toEqual([true, false])

    const received = unwrap(await processMessage(ctx, bob.group, sent.message))
    if (received.kind !== "application") throw new Error("application data")
    const root = [...bob.group.secrets.secretTree.nodes.values()]
    expect(root.map(secret => holds(received.next, secret))).toEqual(root.map(() => false))

    const made = unwrap(await createCommit(ctx, ana.group, { signer: ana.person.signer }))
    const processed = unwrap(await processMessage(ctx, bob.group, made.commit))
    if (processed.kind !== "commit" || processed.next === undefined) throw new Error("Bob stays")
    const { init, membership, confirmation, resumption, senderData, external } = bob.group.secrets.epoch
    const own = [...ana.group.secrets.nodeKeys.values()]
    for (const secret of [init, membership, confirmation, resumption, senderData, external]) {
      expect(holds(bob.group, secret)).toBe(true)
      expect(holds(processed.next, secret)).toBe(false)
    }
    // Whoever commits with a path has fresh keys in its leaf and all the way up.
    expect(own.map(key => holds(made.next, key))).toEqual(own.map(() => false))
  })
})
