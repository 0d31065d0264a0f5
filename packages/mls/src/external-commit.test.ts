import { describe, expect, test } from "bun:test"
import { decode, unwrap } from "@colombe/base"
import {
  applyCommit,
  type Commit,
  createGroupInfo,
  externalCommit,
  externalPublicKey,
  mlsMessage,
  type Proposal,
  type ProposalOrRef,
  processMessage,
  propose,
  proposeSelfRemove,
  receiveProposal,
} from "./index.ts"
import { forgeExternal } from "./testing/forge.ts"
import { keyPackageOf } from "./testing/people.ts"
import { expectRefused, smallGroup } from "./testing/small-group.ts"

const small = await smallGroup("external")
const { ctx, server, ana, bob, dan, zoe } = small
const externalPub = await externalPublicKey(ctx, ana.group)
const joining = { ...zoe.leaf, signer: zoe.signer, group: server, externalPub }

function commitIn(message: Uint8Array): Commit {
  const { body } = unwrap(decode(mlsMessage, message))
  if (body.format !== "publicMessage" || body.message.content.body.kind !== "commit")
    throw new Error("a commit")
  return body.message.content.body.commit
}

const value = (proposal: Proposal): ProposalOrRef => ({ kind: "value", proposal })
const init = value({ kind: "externalInit", kemOutput: new Uint8Array(32) })
const remove = (removed: number) => value({ kind: "remove", removed })

async function refusedList(proposals: readonly ProposalOrRef[], code: string): Promise<void> {
  const { path } = commitIn(unwrap(await externalCommit(ctx, joining)).commit)
  const message = await forgeExternal(server, zoe.signer, { proposals, path })
  await expectRefused(small, server, bob.group, message, code)
}

describe("M15 a commit from outside", () => {
  test("holds one ExternalInit, at most one Remove, and nothing else by value", async () => {
    await refusedList([], "proposal-not-allowed")
    await refusedList([init, init], "proposal-not-allowed")
    await refusedList([init, remove(1), remove(2)], "repeated-proposal")
    await refusedList([init, remove(9)], "unknown-member")
    const { keyPackage } = await keyPackageOf(ctx, zoe)
    await refusedList([init, value({ kind: "add", keyPackage })], "proposal-not-allowed")
    await refusedList(
      [init, value({ kind: "groupContextExtensions", extensions: [] })],
      "proposal-not-allowed",
    )
    await refusedList([init, value({ kind: "selfRemove" })], "proposal-not-allowed")
  })

  test("refers to no proposal but a SelfRemove", async () => {
    const made = unwrap(
      await propose(ctx, bob.group, { kind: "remove", removed: 3 }, { signer: bob.person.signer }),
    )
    const { next } = unwrap(await receiveProposal(ctx, server, made.message))
    const { path } = commitIn(unwrap(await externalCommit(ctx, joining)).commit)
    const proposals: ProposalOrRef[] = [init, { kind: "reference", reference: made.proposal.reference }]
    const message = await forgeExternal(next, zoe.signer, { proposals, path })
    expect(await applyCommit(ctx, next, message)).toMatchObject({ code: "proposal-not-allowed" })
  })

  test("has a path", async () => {
    const message = await forgeExternal(server, zoe.signer, { proposals: [init], path: undefined })
    await expectRefused(small, server, bob.group, message, "unexpected-message")
  })

  test("is signed by the leaf of its path", async () => {
    const commit = commitIn(unwrap(await externalCommit(ctx, joining)).commit)
    const message = await forgeExternal(server, bob.person.signer, commit)
    await expectRefused(small, server, bob.group, message, "bad-signature")
  })

  test("brings nobody who is there already, unless it takes out that leaf", async () => {
    const again = { ...bob.person.leaf, signer: bob.person.signer, group: server, externalPub }
    expect(await externalCommit(ctx, again)).toMatchObject({ code: "repeated-key" })
    const back = unwrap(await externalCommit(ctx, { ...again, remove: 1 }))
    const { effects } = unwrap(await applyCommit(ctx, server, back.commit))
    expect(effects.committer).toMatchObject({ external: true, before: undefined, leafIndex: 1 })
    expect(effects.removed).toMatchObject([{ leafIndex: 1, bySelf: false }])
    expect(await processMessage(ctx, bob.group, back.commit)).toMatchObject({ value: { next: undefined } })
  })

  test("shows in its effects when it takes out somebody else: that is for the application to refuse", async () => {
    const eviction = unwrap(await externalCommit(ctx, { ...joining, remove: 2 }))
    const { effects } = unwrap(await applyCommit(ctx, server, eviction.commit))
    expect(effects.removed).toMatchObject([{ leafIndex: 2, bySelf: false }])
    expect(effects.committer.after?.signatureKey).toEqual(zoe.signer.publicKey)
  })

  test("takes in every SelfRemove that waits", async () => {
    const { message } = unwrap(await proposeSelfRemove(ctx, dan.group, { signer: dan.person.signer }))
    const { next: group } = unwrap(await receiveProposal(ctx, server, message))
    const atBob = unwrap(await processMessage(ctx, bob.group, message))
    if (atBob.kind !== "proposal") throw new Error("a proposal")
    const made = unwrap(await externalCommit(ctx, { ...joining, group }))
    expect(made.effects.removed).toMatchObject([{ leafIndex: 3, bySelf: true }])
    // The joiner takes the place that became free.
    expect(made.effects.committer.leafIndex).toBe(3)
    const processed = unwrap(await processMessage(ctx, atBob.next, made.commit))
    expect(processed).toMatchObject({ kind: "commit", effects: { epoch: 2 } })
  })

  test("under a wrong external_pub is right in public and refused by members", async () => {
    const wrong = (await keyPackageOf(ctx, zoe)).keyPackage.initKey
    const made = unwrap(await externalCommit(ctx, { ...joining, externalPub: wrong }))
    expect((await applyCommit(ctx, server, made.commit)).ok).toBe(true)
    const refused = await processMessage(ctx, bob.group, made.commit)
    expect(refused).toMatchObject({ ok: false, code: "bad-confirmation-tag" })
    const published = await createGroupInfo(ctx, bob.group, { signer: bob.person.signer })
    expect(published.length).toBeGreaterThan(100)
    expect(await externalPublicKey(ctx, bob.group)).toEqual(externalPub)
  })
})
