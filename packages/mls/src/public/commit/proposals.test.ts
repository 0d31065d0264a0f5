import { describe, expect, test } from "bun:test"
import { toUtf8, unwrap } from "@colombe/base"
import {
  applyCommit,
  createCommit,
  type Group,
  type KeyPackage,
  memberAt,
  type Proposal,
  type ProposalOrRef,
  type PublicGroup,
  processMessage,
  proposeSelfRemove,
  proposeUpdate,
  receiveProposal,
  suiteIds,
} from "../../index.ts"
import { forge, forgeCommit, resign, signedLeaf } from "../../testing/forge.ts"
import { capabilitiesOf, keyPackageOf, person, x25519Suite } from "../../testing/people.ts"
import { expectRefused, smallGroup } from "../../testing/small-group.ts"
import { requiredCapabilitiesExtension } from "../structs/extension.ts"

const small = await smallGroup("proposals")
const { ctx, server, ana, bob, eve, dan, zoe } = small

const leafOfNobody = (await keyPackageOf(ctx, zoe)).keyPackage.leaf

const byValue = (...proposals: Proposal[]): ProposalOrRef[] =>
  proposals.map(proposal => ({ kind: "value", proposal }))

/** Ana's hand-made commit of a list without a path: what is wrong with the list comes first. */
async function refusedList(proposals: readonly ProposalOrRef[], code: string): Promise<void> {
  const message = await forgeCommit(ctx, ana.group, ana.person.signer, { proposals, path: undefined })
  await expectRefused(small, server, bob.group, message, code)
}

async function zoes(change: Parameters<typeof resign>[2] = {}): Promise<KeyPackage> {
  return resign(zoe.signer, (await keyPackageOf(ctx, zoe)).keyPackage, change)
}

const add = (keyPackage: KeyPackage): Proposal => ({ kind: "add", keyPackage })
const remove = (removed: number): Proposal => ({ kind: "remove", removed })
const psk = (nonceBytes: number, usage?: "reInit" | "branch"): Proposal => ({
  kind: "preSharedKey",
  id: {
    key:
      usage === undefined
        ? { kind: "external", id: toUtf8("id") }
        : { kind: "resumption", usage, groupId: toUtf8("group"), epoch: 0 },
    nonce: new Uint8Array(nonceBytes),
  },
})

/** A message of each of them to the server and to Bob. */
async function waiting(messages: readonly Uint8Array[]): Promise<{ server: PublicGroup; bob: Group }> {
  let atServer = server
  let atBob = bob.group
  for (const message of messages) {
    atServer = unwrap(await receiveProposal(ctx, atServer, message)).next
    const processed = unwrap(await processMessage(ctx, atBob, message))
    atBob = processed.next ?? atBob
  }
  return { server: atServer, bob: atBob }
}

describe("M7 the list of proposals of a member's commit", () => {
  test("needs a path if it is empty, removes or changes extensions", async () => {
    await refusedList([], "path-required")
    await refusedList(byValue(remove(2)), "path-required")
    await refusedList(byValue({ kind: "groupContextExtensions", extensions: [] }), "path-required")
  })

  test("holds no Update of the committer, and none by value at all", async () => {
    const { leaf } = (await keyPackageOf(ctx, ana.person)).keyPackage
    await refusedList(byValue({ kind: "update", leaf }), "proposal-not-allowed")
  })

  test("removes a member once, never the committer, and nobody who is not there", async () => {
    await refusedList(byValue(remove(0)), "removes-committer")
    await refusedList(byValue(remove(2), remove(2)), "repeated-proposal")
    await refusedList(byValue(remove(4)), "unknown-member")
    await refusedList(byValue(remove(2 ** 32 - 1)), "unknown-member")
  })

  test("changes the extensions once", async () => {
    const change: Proposal = { kind: "groupContextExtensions", extensions: [] }
    await refusedList(byValue(change, change), "repeated-proposal")
  })

  test("holds a ReInit alone and no ExternalInit", async () => {
    const reInit = { groupId: toUtf8("new"), version: 1, suite: x25519Suite, extensions: [] }
    await refusedList(byValue({ kind: "reInit", ...reInit }, psk(32)), "proposal-not-allowed")
    await refusedList(byValue({ kind: "reInit", ...reInit, version: 0 }), "proposal-not-allowed")
    await refusedList(
      byValue({ kind: "externalInit", kemOutput: new Uint8Array(32) }),
      "proposal-not-allowed",
    )
  })

  test("refers only to proposals that were received", async () => {
    await refusedList([{ kind: "reference", reference: new Uint8Array(32) }], "unknown-proposal")
  })

  test("names a pre-shared key once, with a nonce of the right length, for use in this group", async () => {
    await refusedList(byValue(psk(31)), "bad-psk-id")
    await refusedList(byValue(psk(32, "reInit")), "bad-psk-id")
    await refusedList(byValue(psk(32, "branch")), "bad-psk-id")
    await refusedList(byValue(psk(32), psk(32)), "repeated-proposal")
  })
})

describe("M8 key packages that are added", () => {
  test("are of the group's suite and signed twice by their owner", async () => {
    const { keyPackage } = await keyPackageOf(ctx, zoe)
    const flipped = keyPackage.signature.map((byte, index) => (index === 5 ? byte ^ 1 : byte))
    await refusedList(byValue(add({ ...keyPackage, signature: flipped })), "bad-signature")
    const leaf = { ...keyPackage.leaf, signature: flipped }
    await refusedList(byValue(add(await zoes({ outer: { leaf } }))), "bad-signature")
    const suite = suiteIds.MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519
    await refusedList(byValue(add(await zoes({ outer: { suite } }))), "wrong-suite")
  })

  test("hold a leaf of a key package and two different keys of the right length", async () => {
    await refusedList(byValue(add(await zoes({ leaf: { source: { kind: "update" } } }))), "bad-source")
    const { keyPackage } = await keyPackageOf(ctx, zoe)
    const same = await zoes({ outer: { initKey: keyPackage.leaf.encryptionKey, leaf: keyPackage.leaf } })
    await refusedList(byValue(add(same)), "bad-key")
    await refusedList(byValue(add(await zoes({ outer: { initKey: new Uint8Array(31) } }))), "bad-key")
    await refusedList(byValue(add(await zoes({ leaf: { encryptionKey: new Uint8Array(33) } }))), "bad-key")
    // A key of low order: whoever encrypted to it would have no secret.
    await refusedList(byValue(add(await zoes({ leaf: { encryptionKey: new Uint8Array(32) } }))), "bad-key")
    await refusedList(byValue(add(await zoes({ outer: { initKey: new Uint8Array(32) } }))), "bad-key")
  })

  test("bring nobody twice, by signature key or by encryption key", async () => {
    const first = await zoes()
    await refusedList(byValue(add(first), add(first)), "repeated-key")
    await refusedList(byValue(add(first), add(await zoes())), "repeated-key")
    await refusedList(byValue(add((await keyPackageOf(ctx, bob.person)).keyPackage)), "repeated-key")
    const encryptionKey = server.tree.root.node?.encryptionKey ?? new Uint8Array()
    await refusedList(byValue(add(await zoes({ leaf: { encryptionKey } }))), "repeated-key")
  })

  test("do not share an init key", async () => {
    const other = await person(ctx, "other")
    const { initKey } = (await keyPackageOf(ctx, zoe)).keyPackage
    const made = (await keyPackageOf(ctx, other)).keyPackage
    const second = await resign(other.signer, made, { outer: { initKey } })
    await refusedList(byValue(add(await zoes({ outer: { initKey } })), add(second)), "repeated-key")
  })

  test("list what their leaf uses", async () => {
    const extensions = [{ type: 0xf0c2, data: new Uint8Array(1) }]
    await refusedList(byValue(add(await zoes({ leaf: { extensions } }))), "unsupported-extension")
    const capabilities = { ...capabilitiesOf(x25519Suite), credentials: [2] }
    await refusedList(byValue(add(await zoes({ leaf: { capabilities } }))), "unsupported-credential")
  })

  test("use a credential that every member can read", async () => {
    const capabilities = capabilitiesOf(x25519Suite, { credentials: [2] })
    const credential = { type: "x509", certificates: [new Uint8Array(4)] } as const
    const keyPackage = await zoes({ leaf: { capabilities, credential } })
    await refusedList(byValue(add(keyPackage)), "unsupported-credential")
  })
})

describe("M9 what the group's extensions ask for", () => {
  const required = { extensions: [0xf0c2], proposals: [0xf0c3], credentials: [1] }
  const extensions = [requiredCapabilitiesExtension(required), { type: 0xf0c1, data: new Uint8Array(3) }]

  test("is asked of every newcomer, in extensions, proposals and credentials", async () => {
    const setting = await smallGroup("asked", x25519Suite, [{ type: 0xf0c1, data: new Uint8Array(3) }])
    const commitOf = async (keyPackage: KeyPackage) =>
      forgeCommit(setting.ctx, setting.ana.group, setting.ana.person.signer, {
        proposals: byValue(add(keyPackage)),
        path: undefined,
      })
    const lacking = await person(setting.ctx, "lacking")
    const plain = (await keyPackageOf(setting.ctx, lacking)).keyPackage
    const message = await commitOf(plain)
    await expectRefused(setting, setting.server, setting.bob.group, message, "unsupported-extension")
    const capabilities = capabilitiesOf(x25519Suite, { extensions: [0xf0c1] })
    const able = await resign(lacking.signer, plain, { leaf: { capabilities } })
    expect((await applyCommit(setting.ctx, setting.server, await commitOf(able))).ok).toBe(true)
  })

  test("is installed only if every member has it", async () => {
    const change: Proposal = { kind: "groupContextExtensions", extensions }
    const input = { signer: ana.person.signer, proposals: [change] }
    expect(await createCommit(ctx, ana.group, input)).toMatchObject({ code: "unsupported-extension" })
    for (const [list, code] of [
      [{ ...required, proposals: [], extensions: [0xf0ff] }, "unsupported-extension"],
      [{ ...required, extensions: [], proposals: [0xf0ff] }, "unsupported-proposal"],
      [{ ...required, extensions: [], credentials: [2] }, "unsupported-credential"],
    ] as const) {
      const asked: Proposal = {
        kind: "groupContextExtensions",
        extensions: [requiredCapabilitiesExtension(list)],
      }
      expect(await createCommit(ctx, ana.group, { ...input, proposals: [asked] })).toMatchObject({ code })
    }
  })

  test("replaces what was asked before, as a whole", async () => {
    const setting = await smallGroup("replaced", x25519Suite, [{ type: 0xf0c1, data: new Uint8Array(3) }])
    const kept = [{ type: 0xf0c1, data: toUtf8("next") }]
    const proposals: Proposal[] = [{ kind: "groupContextExtensions", extensions: kept }]
    const made = unwrap(
      await createCommit(setting.ctx, setting.ana.group, { signer: setting.ana.person.signer, proposals }),
    )
    const { next, effects } = unwrap(await applyCommit(setting.ctx, setting.server, made.commit))
    expect(next.context.extensions).toEqual(kept)
    expect(effects.extensions).toEqual({ before: setting.server.context.extensions, after: kept })
  })

  test("holds no extension twice", async () => {
    const twice = [
      { type: 0xf0c1, data: new Uint8Array(1) },
      { type: 0xf0c1, data: new Uint8Array(2) },
    ]
    const proposal = { kind: "groupContextExtensions", extensions: twice } as const
    await refusedList(byValue(proposal), "malformed")
    const plan = { signer: ana.person.signer, proposals: [proposal] }
    expect(await createCommit(ctx, ana.group, plan)).toMatchObject({ code: "malformed" })
  })
})

describe("M10 proposals by reference", () => {
  test("an Update brings another key, signed for this place", async () => {
    const { message } = unwrap(await proposeUpdate(ctx, eve.group, { signer: eve.person.signer }))
    const { server: atServer, bob: atBob } = await waiting([message])
    const [pending] = atServer.pending
    const reference = pending?.reference ?? new Uint8Array()
    const commit = { proposals: [{ kind: "reference", reference } as const], path: undefined }
    const own = await forgeCommit(ctx, eve.group, eve.person.signer, commit)
    await expectRefused(small, atServer, atBob, own, "proposal-not-allowed")
    const twice = { ...commit, proposals: [...commit.proposals, ...byValue(remove(2))] }
    const both = await forgeCommit(ctx, ana.group, ana.person.signer, twice)
    await expectRefused(small, atServer, atBob, both, "repeated-proposal")

    const before = memberAt(server, 2) ?? leafOfNobody
    const place = { groupId: server.context.groupId, leafIndex: 2 }
    const fresh = (await keyPackageOf(ctx, eve.person)).keyPackage.leaf
    const source = { kind: "update" } as const
    const elsewhere = { ...place, leafIndex: 1 }
    for (const [leaf, code] of [
      [await signedLeaf(eve.person.signer, { ...before, source }, place), "bad-key"],
      [await signedLeaf(eve.person.signer, { ...fresh, source }, elsewhere), "bad-signature"],
      [fresh, "bad-source"],
    ] as const) {
      const body = { kind: "proposal", proposal: { kind: "update", leaf } } as const
      const state = await waiting([await forge(ctx, eve.group, eve.person.signer, body)])
      const proposals = state.server.pending.map(one => ({ kind: "reference", ...one }) as const)
      const refers = await forgeCommit(ctx, ana.group, ana.person.signer, { proposals, path: undefined })
      await expectRefused(small, state.server, state.bob, refers, code)
    }
  })
})

describe("M11 SelfRemove", () => {
  test("is taken in by reference only, from its sender only, and never by the sender", async () => {
    await refusedList(byValue({ kind: "selfRemove" }), "proposal-not-allowed")
    const { message } = unwrap(await proposeSelfRemove(ctx, dan.group, { signer: dan.person.signer }))
    const state = await waiting([message])
    const reference = state.server.pending[0]?.reference ?? new Uint8Array()
    const proposals = [{ kind: "reference", reference } as const]
    const own = await forgeCommit(ctx, dan.group, dan.person.signer, { proposals, path: undefined })
    await expectRefused(small, state.server, state.bob, own, "removes-committer")
    const twice = { proposals: [...proposals, ...byValue(remove(3))], path: undefined }
    const both = await forgeCommit(ctx, ana.group, ana.person.signer, twice)
    await expectRefused(small, state.server, state.bob, both, "repeated-proposal")
    const bare = await forgeCommit(ctx, ana.group, ana.person.signer, { proposals, path: undefined })
    await expectRefused(small, state.server, state.bob, bare, "path-required")

    const input = { signer: bob.person.signer, references: [reference] }
    const made = unwrap(await createCommit(ctx, state.bob, input))
    const { effects } = unwrap(await applyCommit(ctx, state.server, made.commit))
    expect(effects.removed).toMatchObject([{ leafIndex: 3, bySelf: true }])
    const knowing = { ...dan.group, public: state.server }
    const atDan = unwrap(await processMessage(ctx, knowing, made.commit))
    expect(atDan).toMatchObject({ kind: "commit", next: undefined })
  })

  test("comes once from a member in an epoch, and never encrypted", async () => {
    const input = { signer: dan.person.signer }
    const first = unwrap(await proposeSelfRemove(ctx, dan.group, input))
    const again = await forge(
      ctx,
      dan.group,
      dan.person.signer,
      { kind: "proposal", proposal: { kind: "selfRemove" } },
      { authenticatedData: toUtf8("again") },
    )
    const state = await waiting([first.message])
    expect(await receiveProposal(ctx, state.server, again)).toMatchObject({ code: "repeated-proposal" })
    expect(unwrap(await receiveProposal(ctx, state.server, first.message)).next).toBe(state.server)
  })

  test("is refused while somebody who stays does not know it", async () => {
    const old = await person(ctx, "old client")
    const { keyPackage } = await keyPackageOf(ctx, old)
    const capabilities = { ...capabilitiesOf(x25519Suite), proposals: [] }
    const without = await resign(old.signer, keyPackage, { leaf: { capabilities } })
    const added = unwrap(
      await createCommit(ctx, ana.group, { signer: ana.person.signer, proposals: [add(without)] }),
    )
    const bobs = unwrap(await processMessage(ctx, bob.group, added.commit))
    if (bobs.kind !== "commit" || bobs.next === undefined) throw new Error("Bob stays")
    const leaving = unwrap(await proposeSelfRemove(ctx, bobs.next, { signer: bob.person.signer }))
    const atAna = unwrap(await processMessage(ctx, added.next, leaving.message))
    if (atAna.kind !== "proposal") throw new Error("a proposal")
    const references = [leaving.proposal.reference]
    const input = { signer: ana.person.signer, references }
    expect(await createCommit(ctx, atAna.next, input)).toMatchObject({ code: "unsupported-proposal" })
    const proposals = [remove(4)]
    expect((await createCommit(ctx, atAna.next, { ...input, proposals })).ok).toBe(true)
  })
})

test("M7 after a ReInit the group takes no other message", async () => {
  const reInit = { groupId: toUtf8("new"), version: 1, suite: x25519Suite, extensions: [] }
  const input = { signer: ana.person.signer, proposals: [{ kind: "reInit", ...reInit } as const] }
  const made = unwrap(await createCommit(ctx, ana.group, input))
  const { next, effects } = unwrap(await applyCommit(ctx, server, made.commit))
  expect(effects.reInit).toMatchObject(reInit)
  expect(await createCommit(ctx, made.next, input)).toMatchObject({ code: "group-closed" })
  const message = await forgeCommit(ctx, { ...made.next, public: next }, ana.person.signer, {
    proposals: [],
    path: undefined,
  })
  expect(await applyCommit(ctx, next, message)).toMatchObject({ code: "group-closed" })
})
