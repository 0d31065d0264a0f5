import { describe, expect, test } from "bun:test"
import { type Codec, decode, encode, toUtf8, unwrap } from "@colombe/base"
import {
  applyCommit,
  type Commit,
  createCommit,
  credential,
  externalCommit,
  externalPublicKey,
  joinFromWelcome,
  type Proposal,
  type ProposalOrRef,
  processMessage,
  proposal,
  propose,
  receiveProposal,
  suiteIds,
} from "./index.ts"
import { decodeMessageAs } from "./public/structs/index.ts"
import { forgeCommit, forgeExternal } from "./testing/forge.ts"
import { groupOf, keyPackageOf, person, seededPlatform } from "./testing/people.ts"
import { expectRefused, smallGroup } from "./testing/small-group.ts"

const custom: Proposal = { kind: "custom", number: 0xf123, data: toUtf8("rename the group") }
const suite = suiteIds.MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519
const ctx = seededPlatform("custom types")

/** Ana and Bob, who both list the number of the proposal. */
async function pair() {
  const proposals = [0xf123]
  const ana = await person(ctx, "ana", suite, { proposals })
  const bob = await person(ctx, "bob", suite, { proposals })
  const { keyPackage, secrets } = await keyPackageOf(ctx, bob)
  const made = unwrap(
    await createCommit(ctx, await groupOf(ctx, ana), {
      signer: ana.signer,
      proposals: [{ kind: "add", keyPackage }],
      includeTree: true,
    }),
  )
  const welcome = made.welcome ?? new Uint8Array()
  const { group } = unwrap(await joinFromWelcome(ctx, { welcome, keyPackage, secrets }))
  return { ana, bob, atAna: made.next, atBob: group }
}

describe("M25 proposals of an application's own", () => {
  test("travel by value and by reference, with a path, and arrive as they were sent", async () => {
    const { ana, bob, atAna, atBob } = await pair()
    const byValue = unwrap(await createCommit(ctx, atAna, { signer: ana.signer, proposals: [custom] }))
    expect(byValue.effects.committer.after).toBeDefined()
    const atServer = unwrap(await applyCommit(ctx, atBob.public, byValue.commit))
    expect(atServer.effects.proposals).toMatchObject([{ proposal: custom, byReference: false }])
    expect(unwrap(await processMessage(ctx, atBob, byValue.commit)).kind).toBe("commit")

    const proposed = unwrap(await propose(ctx, atBob, custom, { signer: bob.signer }))
    const heard = unwrap(await processMessage(ctx, atAna, proposed.message))
    if (heard.kind !== "proposal") throw new Error("a proposal")
    const references = [proposed.proposal.reference]
    const made = unwrap(await createCommit(ctx, heard.next, { signer: ana.signer, references }))
    expect(made.effects.proposals).toMatchObject([{ proposal: custom, byReference: true }])
  })

  test("need a member's signature, everybody's support and a path", async () => {
    const small = await smallGroup("unsupported")
    const asked = [{ kind: "value", proposal: custom } as const]
    const commit = { proposals: asked, path: undefined }
    const { group, person: eve } = small.eve
    const message = await forgeCommit(small.ctx, group, eve.signer, commit)
    await expectRefused(small, small.server, small.bob.group, message, "unsupported-proposal")
    const { ana, atAna, atBob } = await pair()
    const bare = await forgeCommit(ctx, atAna, ana.signer, commit)
    expect(await processMessage(ctx, atBob, bare)).toMatchObject({ code: "path-required" })
    expect(await receiveProposal(ctx, atBob.public, bare)).toMatchObject({ code: "unexpected-message" })
  })

  test("have no place in a commit from outside", async () => {
    const { atAna } = await pair()
    const zoe = await person(ctx, "zoe")
    const joining = {
      ...zoe.leaf,
      signer: zoe.signer,
      group: atAna.public,
      externalPub: await externalPublicKey(ctx, atAna),
    }
    const made = unwrap(await externalCommit(ctx, joining))
    const { content } = unwrap(decodeMessageAs(made.commit, "publicMessage"))
    if (content.body.kind !== "commit") throw new Error("a commit")
    const { proposals, path }: Commit = content.body.commit
    const more: ProposalOrRef[] = [...proposals, { kind: "value", proposal: custom }]
    const message = await forgeExternal(atAna.public, zoe.signer, { proposals: more, path })
    expect(await applyCommit(ctx, atAna.public, message)).toMatchObject({ code: "proposal-not-allowed" })
  })
})

test("M25 a credential of an application's own is for groups in which everybody lists it", async () => {
  const own = { type: "custom", number: 0xf00d, data: toUtf8("a passport") } as const
  const zoe = await person(ctx, "zoe", suite, { credentials: [0xf00d] })
  const { keyPackage } = await keyPackageOf(ctx, { ...zoe, leaf: { ...zoe.leaf, credential: own } })
  const proposals = [{ kind: "add", keyPackage } as const]
  const [able, unable] = [
    await person(ctx, "able", suite, { credentials: [0xf00d] }),
    await person(ctx, "un"),
  ]
  const refused = createCommit(ctx, await groupOf(ctx, unable), { signer: unable.signer, proposals })
  expect(await refused).toMatchObject({ code: "unsupported-credential" })
  const made = createCommit(ctx, await groupOf(ctx, able), { signer: able.signer, proposals })
  expect(unwrap(await made).effects.added).toMatchObject([{ leaf: { credential: own } }])
})

test.each([
  ["proposal", (bytes: Uint8Array) => recoded(proposal, bytes)],
  ["credential", (bytes: Uint8Array) => recoded(credential, bytes)],
])("M2 a %s of no private number that is not known cannot be read", (_, read) => {
  const privateOne = Uint8Array.of(0xf7, 0x77, 1, 9)
  expect(read(privateOne)).toEqual(privateOne)
  expect(read(Uint8Array.of(0x0a, 0x0a, 1, 9))).toBe("malformed")
  expect(read(Uint8Array.of(0xf7, 0x77, 2, 9))).toBe("malformed")
})

function recoded<Value>(codec: Codec<Value>, bytes: Uint8Array): Uint8Array | "malformed" {
  const value = decode(codec, bytes)
  return value.ok ? encode(codec, value.value) : value.code
}
