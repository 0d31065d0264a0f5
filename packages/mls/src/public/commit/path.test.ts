import { describe, expect, test } from "bun:test"
import { decode, encode, unwrap } from "@colombe/base"
import { kemGenerateKeyPair } from "@colombe/base/crypto"
import { decryptWithLabel } from "../../hpke.ts"
import {
  applyCommit,
  type Commit,
  createCommit,
  groupContext,
  memberAt,
  mlsMessage,
  processMessage,
  type UpdatePath,
} from "../../index.ts"
import { forgeCommit, signedLeaf } from "../../testing/forge.ts"
import { expectRefused, smallGroup } from "../../testing/small-group.ts"

const small = await smallGroup("paths")
const { ctx, server, ana, bob, dan } = small
/** An X25519 key with which every agreement gives zeros. */
const lowOrder = new Uint8Array(32)
const place = { groupId: server.context.groupId, leafIndex: 0 }

/** A right commit of Ana's with a path, to be made wrong. */
async function commitWithPath(): Promise<Commit & { path: UpdatePath }> {
  const made = unwrap(await createCommit(ctx, ana.group, { signer: ana.person.signer }))
  const { body } = unwrap(decode(mlsMessage, made.commit))
  if (body.format !== "publicMessage" || body.message.content.body.kind !== "commit")
    throw new Error("a commit")
  const { commit } = body.message.content.body
  if (commit.path === undefined) throw new Error("a path")
  return { ...commit, path: commit.path }
}

async function refusedPath(change: (path: UpdatePath) => UpdatePath | Promise<UpdatePath>, code: string) {
  const commit = await commitWithPath()
  const path = await change(commit.path)
  const message = await forgeCommit(ctx, ana.group, ana.person.signer, { ...commit, path })
  await expectRefused(small, server, bob.group, message, code)
}

describe("M13 the path of a commit", () => {
  test("has one node for each parent beside which somebody is", async () => {
    await refusedPath(path => ({ ...path, nodes: path.nodes.slice(1) }), "bad-path-length")
    await refusedPath(
      path => ({ ...path, nodes: [...path.nodes, ...path.nodes.slice(0, 1)] }),
      "repeated-key",
    )
    const { publicKey: encryptionKey } = await kemGenerateKeyPair(ctx.crypto, "X25519")
    const more = { encryptionKey, encryptedPathSecret: [] }
    await refusedPath(path => ({ ...path, nodes: [...path.nodes, more] }), "bad-path-length")
  })

  test("encrypts to exactly those who hold the other side", async () => {
    await refusedPath(
      path => ({ ...path, nodes: path.nodes.map(node => ({ ...node, encryptedPathSecret: [] })) }),
      "bad-path-length",
    )
  })

  test("uses no key that stands in the tree, and none twice", async () => {
    const taken = memberAt(server, 3)?.encryptionKey ?? new Uint8Array()
    const swap = (path: UpdatePath, encryptionKey: Uint8Array) => ({
      ...path,
      nodes: path.nodes.map((node, index) => (index === 0 ? { ...node, encryptionKey } : node)),
    })
    await refusedPath(path => swap(path, taken), "repeated-key")
    await refusedPath(path => swap(path, path.leaf.encryptionKey), "repeated-key")
    await refusedPath(path => swap(path, server.tree.root.node?.encryptionKey ?? taken), "repeated-key")
    await refusedPath(path => swap(path, new Uint8Array(31)), "bad-key")
  })

  test("brings the committer a new leaf, made for this commit and signed for this place", async () => {
    const { signer } = ana.person
    const old = memberAt(server, 0)?.encryptionKey ?? new Uint8Array()
    const changed = async (path: UpdatePath, change: object, where = place) => ({
      ...path,
      leaf: await signedLeaf(signer, { ...path.leaf, ...change }, where),
    })
    await refusedPath(path => changed(path, { encryptionKey: old }), "bad-key")
    await refusedPath(path => changed(path, { source: path.leaf.source, encryptionKey: lowOrder }), "bad-key")
    await refusedPath(path => changed(path, { source: { kind: "update" } }), "bad-source")
    await refusedPath(path => changed(path, {}, { ...place, leafIndex: 1 }), "bad-signature")
    const parentHash = new Uint8Array(32)
    await refusedPath(path => changed(path, { source: { kind: "commit", parentHash } }), "bad-parent-hash")
  })

  test("is bound by its parent hash to every key above", async () => {
    const other = (await commitWithPath()).path
    await refusedPath(path => ({ ...path, nodes: other.nodes }), "bad-parent-hash")
  })

  test("keeps what the leaf lists and what the group asks for", async () => {
    const { signer } = ana.person
    const extensions = [{ type: 0xf0c2, data: new Uint8Array(1) }]
    await refusedPath(
      async path => ({ ...path, leaf: await signedLeaf(signer, { ...path.leaf, extensions }, place) }),
      "unsupported-extension",
    )
    const signatureKey = memberAt(server, 1)?.signatureKey ?? new Uint8Array()
    await refusedPath(
      async path => ({
        ...path,
        leaf: await signedLeaf(bob.person.signer, { ...path.leaf, signatureKey }, place),
      }),
      "repeated-key",
    )
  })
})

describe("M14 what only members can check", () => {
  test("a commit that is right in public and carries a wrong secret is refused by those it cannot reach", async () => {
    const commit = await commitWithPath()
    const nodes = commit.path.nodes.map(node => ({
      ...node,
      encryptedPathSecret: node.encryptedPathSecret.map(({ kemOutput, ciphertext }) => ({
        kemOutput,
        ciphertext: ciphertext.map(byte => byte ^ 1),
      })),
    }))
    const message = await forgeCommit(ctx, ana.group, ana.person.signer, {
      ...commit,
      path: { ...commit.path, nodes },
    })
    expect((await applyCommit(ctx, server, message)).ok).toBe(true)
    expect(await processMessage(ctx, bob.group, message)).toMatchObject({ code: "bad-path-secret" })
  })

  test("so is a wrong confirmation tag, and a wrong membership tag", async () => {
    const message = await forgeCommit(ctx, ana.group, ana.person.signer, await commitWithPath())
    expect((await applyCommit(ctx, server, message)).ok).toBe(true)
    expect(await processMessage(ctx, bob.group, message)).toMatchObject({ code: "bad-confirmation-tag" })
    const broken = message.map((byte, index) => (index === message.length - 1 ? byte ^ 1 : byte))
    expect((await applyCommit(ctx, server, broken)).ok).toBe(true)
    expect(await processMessage(ctx, bob.group, broken)).toMatchObject({ code: "bad-membership-tag" })
  })

  test("one's own commit is not processed: its state came with it", async () => {
    const made = unwrap(await createCommit(ctx, ana.group, { signer: ana.person.signer }))
    expect(await processMessage(ctx, ana.group, made.commit)).toMatchObject({ code: "own-commit" })
  })
})

test("M12 a removed member's keys open nothing of the commit that removes it", async () => {
  const input = { signer: ana.person.signer, proposals: [{ kind: "remove", removed: 3 } as const] }
  const made = unwrap(await createCommit(ctx, ana.group, input))
  const { next, effects } = unwrap(await applyCommit(ctx, server, made.commit))
  expect(effects.removed).toMatchObject([{ leafIndex: 3, bySelf: false }])
  const { body } = unwrap(decode(mlsMessage, made.commit))
  if (body.format !== "publicMessage" || body.message.content.body.kind !== "commit")
    throw new Error("a commit")
  const { confirmedTranscriptHash } = server.context
  const context = encode(groupContext, { ...next.context, confirmedTranscriptHash })
  const sealed = body.message.content.body.commit.path?.nodes.flatMap(node => node.encryptedPathSecret) ?? []
  const opens = async (keys: Iterable<Uint8Array>) => {
    let opened = 0
    for (const key of keys)
      for (const one of sealed)
        if (await decryptWithLabel(ctx.crypto, next.suite, key, "UpdatePathNode", context, one)) opened++
    return opened
  }
  expect(await opens(dan.group.secrets.nodeKeys.values())).toBe(0)
  expect(await opens(bob.group.secrets.nodeKeys.values())).toBe(1)
})
