import { describe, expect, test } from "bun:test"
import { encode, unwrap } from "@colombe/base"
import { signGroupInfo } from "../group-info.ts"
import {
  applyCommit,
  checkGroupInfo,
  createCommit,
  createGroupInfo,
  decodeTree,
  encodeTree,
  type GroupInfo,
  groupContext,
  groupInfoSigned,
  type LeafNode,
  publicGroupFromContext,
  publicGroupFromGroupInfo,
} from "../index.ts"
import { signedLeaf } from "../testing/forge.ts"
import { smallGroup } from "../testing/small-group.ts"
import { signWithLabel } from "./labels.ts"
import { encodeMessage } from "./structs/message.ts"
import { replaceLeaf } from "./tree/change.ts"
import { treeHash } from "./tree/hash.ts"
import { isParent, leafAt, type ParentNode, parentSlot, type Tree } from "./tree/tree.ts"

const small = await smallGroup("group info")
const { ctx, server, ana, bob } = small
const { signer } = ana.person
const tree = encodeTree(server.tree)
const info = await signGroupInfo(ctx, ana.group, { signer })

async function resigned(change: Partial<GroupInfo>, by = signer): Promise<Uint8Array> {
  const content = { ...info, ...change }
  const signature = await signWithLabel(by, "GroupInfoTBS", groupInfoSigned(content))
  return encodeMessage({ format: "groupInfo", message: { ...content, signature } })
}

/** What an insider can offer: a tree of his own making under a GroupInfo that he signs. */
async function offered(changed: Tree) {
  const hash = treeHash(ctx.crypto, server.suite.hash, changed)
  const message = await resigned({ context: { ...info.context, treeHash: hash } })
  return publicGroupFromGroupInfo(ctx, message, encodeTree(changed))
}

/** Takes the parents above away, whose hashes bind the leaves under them. */
const blank = () => undefined

function withRoot(change: Partial<ParentNode>): Tree {
  const { root } = server.tree
  if (!isParent(root) || root.node === undefined) throw new Error("a root with a key")
  return { ...server.tree, root: parentSlot({ ...root.node, ...change }, root.left, root.right) }
}

function leafOf(index: number): LeafNode {
  const leaf = leafAt(server.tree, index)
  if (leaf === undefined) throw new Error("a member")
  return leaf
}

describe("M16 a GroupInfo that is offered", () => {
  test("comes with its tree beside it or inside, never without", async () => {
    const bare = await createGroupInfo(ctx, ana.group, { signer })
    expect(await publicGroupFromGroupInfo(ctx, bare)).toMatchObject({ code: "no-tree" })
    const beside = unwrap(await publicGroupFromGroupInfo(ctx, bare, tree))
    const full = await createGroupInfo(ctx, ana.group, { signer, includeTree: true })
    const inside = unwrap(await publicGroupFromGroupInfo(ctx, full))
    expect(inside.group.context).toEqual(beside.group.context)
    expect(inside.signer).toBe(0)
  })

  test("has the tree that its hash says, signed by a member of it", async () => {
    const made = unwrap(await createCommit(ctx, ana.group, { signer }))
    const other = encodeTree(made.next.public.tree)
    const message = await resigned({})
    expect(await publicGroupFromGroupInfo(ctx, message, other)).toMatchObject({ code: "wrong-tree" })
    const byBob = await resigned({}, bob.person.signer)
    expect(await publicGroupFromGroupInfo(ctx, byBob, tree)).toMatchObject({ code: "bad-signature" })
    const byNobody = await resigned({ signer: 77 })
    expect(await publicGroupFromGroupInfo(ctx, byNobody, tree)).toMatchObject({ code: "unknown-sender" })
  })

  test("shows parents that members set, with the leaves that joined since", async () => {
    expect((await offered(server.tree)).ok).toBe(true)
    const encryptionKey = info.confirmationTag
    expect(await offered(withRoot({ encryptionKey }))).toMatchObject({ code: "bad-parent-hash" })
    const parentHash = new Uint8Array(32)
    expect(await offered(withRoot({ parentHash }))).toMatchObject({ code: "bad-parent-hash" })
    for (const unmergedLeaves of [[9], [2, 1], [1, 1]])
      expect(await offered(withRoot({ unmergedLeaves }))).toMatchObject({ code: "bad-unmerged-leaves" })
    expect(await offered(withRoot({ unmergedLeaves: [3] }))).toMatchObject({ ok: false })
    const taken = leafOf(1).encryptionKey
    expect(await offered(withRoot({ encryptionKey: taken }))).toMatchObject({ code: "repeated-key" })
    expect(await offered(withRoot({ encryptionKey: new Uint8Array(9) }))).toMatchObject({ code: "bad-key" })
  })

  test("shows leaves that their owners signed for this place, and no key twice", async () => {
    const place = { groupId: server.context.groupId, leafIndex: 2 }
    const moved = replaceLeaf(server.tree, 2, { ...leafOf(2), signatureKey: leafOf(1).signatureKey }, blank)
    expect(await offered(moved)).toMatchObject({ code: "repeated-key" })
    const signature = new Uint8Array(64)
    const unsigned = replaceLeaf(server.tree, 2, { ...leafOf(2), signature }, blank)
    expect(await offered(unsigned)).toMatchObject({ code: "bad-signature" })
    const greedy = { ...leafOf(2), extensions: [{ type: 0xf0c2, data: new Uint8Array(1) }] }
    const leaf = await signedLeaf(small.eve.person.signer, greedy, place)
    const unlisted = replaceLeaf(server.tree, 2, leaf, blank)
    expect(await offered(unlisted)).toMatchObject({ code: "unsupported-extension" })
    for (const change of [{ encryptionKey: new Uint8Array(31) }, { signatureKey: new Uint8Array(33) }]) {
      const short = await signedLeaf(small.eve.person.signer, { ...leafOf(2), ...change }, place)
      const misfit = replaceLeaf(server.tree, 2, short, blank)
      expect(await offered(misfit)).toMatchObject({ code: "bad-key" })
    }
  })
})

describe("M16 a public state to start a replay from", () => {
  test("needs no GroupInfo where the GroupContext is known, and finds out a wrong confirmation tag", async () => {
    const context = encode(groupContext, server.context)
    const { confirmationTag } = server
    const known = { context, tree, confirmationTag }
    const made = unwrap(await createCommit(ctx, ana.group, { signer }))
    const start = unwrap(await publicGroupFromContext(ctx, known))
    const first = unwrap(await applyCommit(ctx, start, made.commit)).next
    expect(first.context).toEqual(made.next.public.context)
    const second = unwrap(await createCommit(ctx, made.next, { signer }))
    expect((await applyCommit(ctx, first, second.commit)).ok).toBe(true)

    const wrong = { ...known, confirmationTag: new Uint8Array(32) }
    const misled = unwrap(await publicGroupFromContext(ctx, wrong))
    const off = unwrap(await applyCommit(ctx, misled, made.commit)).next
    expect(off.context.confirmedTranscriptHash).not.toEqual(first.context.confirmedTranscriptHash)
    expect(await applyCommit(ctx, off, second.commit)).toMatchObject({ code: "bad-signature" })
    const other = encodeTree(made.next.public.tree)
    expect(await publicGroupFromContext(ctx, { ...known, tree: other })).toMatchObject({ code: "wrong-tree" })
  })
})

describe("M17 a GroupInfo that is uploaded with a commit", () => {
  test("equals what the commit leads to, byte for byte, and has a key for joiners", async () => {
    expect((await checkGroupInfo(ctx, server, await resigned({}))).ok).toBe(true)
    const context = { ...info.context, extensions: [{ type: 0xf0c1, data: new Uint8Array(1) }] }
    for (const [change, code] of [
      [{ context }, "wrong-group-info"],
      [{ context: { ...info.context, epoch: 2 } }, "wrong-group-info"],
      [{ confirmationTag: new Uint8Array(32) }, "wrong-group-info"],
      [{ extensions: [] }, "no-external-pub"],
      [{ signer: 1 }, "bad-signature"],
      [{ signer: 9 }, "unknown-sender"],
      [{ extensions: [{ type: 4, data: Uint8Array.of(2, 1, 1) }] }, "bad-key"],
    ] as const)
      expect(await checkGroupInfo(ctx, server, await resigned(change))).toMatchObject({ ok: false, code })
  })
})

test("M2 a tree is encoded without blank nodes at its end and decoded to the same bytes", () => {
  const again = unwrap(decodeTree(tree))
  expect(encodeTree(again)).toEqual(tree)
  expect(again.root.occupied).toBe(4)
})
