import { describe, expect, test } from "bun:test"
import { toUtf8, unwrap } from "@colombe/base"
import {
  branch,
  createCommit,
  epochAuthenticator,
  type Group,
  joinContinuation,
  joinFromWelcome,
  processMessage,
  reinitialise,
  suiteIds,
} from "./index.ts"
import { forgeCommit } from "./testing/forge.ts"
import { capabilitiesOf, groupOf, keyPackageOf, lifetime, person, x25519Suite } from "./testing/people.ts"
import { expectRefused, type Insider, smallGroup } from "./testing/small-group.ts"

const small = await smallGroup("continuations")
const { ctx, ana, bob, eve, dan, zoe } = small
const newSuite = suiteIds.MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519
const capabilities = capabilitiesOf(x25519Suite)

const own = { ...ana.person.leaf, capabilities, signer: ana.person.signer, lifetime }
const packagesOf = (insiders: readonly Insider[], suite: number = x25519Suite) =>
  Promise.all(insiders.map(({ person }) => keyPackageOf(ctx, person, suite)))

async function reInitCommitted(extensions: { type: number; data: Uint8Array }[] = []) {
  const reInit = { groupId: toUtf8("again"), version: 1, suite: newSuite, extensions }
  const made = unwrap(
    await createCommit(ctx, ana.group, {
      signer: ana.person.signer,
      proposals: [{ kind: "reInit", ...reInit }],
    }),
  )
  const processed = unwrap(await processMessage(ctx, bob.group, made.commit))
  if (processed.kind !== "commit" || processed.next === undefined) throw new Error("Bob stays")
  return { ana: made.next, bob: processed.next }
}

describe("M24 a group that starts again", () => {
  test("has the parameters of its ReInit and everybody who was in the old one", async () => {
    const old = await reInitCommitted()
    expect(await reinitialise(ctx, ana.group, { ...own, keyPackages: [] })).toMatchObject({
      code: "not-reinitialised",
    })
    const others = await packagesOf([bob, eve, dan], newSuite)
    const keyPackages = others.map(({ keyPackage }) => keyPackage)
    const made = unwrap(await reinitialise(ctx, old.ana, { ...own, keyPackages, includeTree: true }))
    const [bobs] = others
    if (bobs === undefined) throw new Error("Bob has a key package")
    const join = { ...bobs, welcome: made.welcome ?? new Uint8Array() }
    const { group } = unwrap(await joinContinuation(ctx, { ...join, old: old.bob }))
    expect(epochAuthenticator(group)).toEqual(epochAuthenticator(made.next))
    expect(group.public.context).toMatchObject({ suite: newSuite, groupId: toUtf8("again"), epoch: 1 })

    const missing = { ...own, keyPackages: keyPackages.slice(1) }
    expect(await reinitialise(ctx, old.ana, missing)).toMatchObject({ code: "wrong-membership" })
  })

  test("is no other group: newcomers compare with the ReInit", async () => {
    const old = await reInitCommitted()
    const others = await packagesOf([bob, eve, dan], newSuite)
    const keyPackages = others.map(({ keyPackage }) => keyPackage)
    const asked = old.ana.public.reInit
    if (asked === undefined) throw new Error("a ReInit")
    for (const change of [
      { groupId: toUtf8("elsewhere") },
      { extensions: [{ type: 0x2a2a, data: new Uint8Array(1) }] },
    ]) {
      // A member whose client does not keep to what was committed.
      const lying: Group = {
        ...old.ana,
        public: Object.assign({}, old.ana.public, { reInit: { ...asked, ...change } }),
      }
      const made = unwrap(await reinitialise(ctx, lying, { ...own, keyPackages, includeTree: true }))
      const [bobs] = others
      if (bobs === undefined) throw new Error("Bob has a key package")
      const join = { ...bobs, welcome: made.welcome ?? new Uint8Array(), old: old.bob }
      expect(await joinContinuation(ctx, join)).toMatchObject({ code: "wrong-continuation" })
    }
  })
})

describe("M24 a branch", () => {
  const branching = { ...own, groupId: toUtf8("branch"), groupExtensions: [] }

  test("has some of the members, in the same suite, and needs the old group to be joined", async () => {
    const [bobs] = await packagesOf([bob])
    if (bobs === undefined) throw new Error("Bob has a key package")
    const input = { ...branching, keyPackages: [bobs.keyPackage], includeTree: true }
    const made = unwrap(await branch(ctx, ana.group, input))
    const join = { ...bobs, welcome: made.welcome ?? new Uint8Array() }
    const { group } = unwrap(await joinContinuation(ctx, { ...join, old: bob.group }))
    expect(epochAuthenticator(group)).toEqual(epochAuthenticator(made.next))

    const knowing = { ...ctx, preSharedKey: () => ana.group.secrets.epoch.resumption }
    expect(await joinFromWelcome(knowing, join)).toMatchObject({ code: "bad-psk-id" })
    expect(await joinFromWelcome(ctx, join)).toMatchObject({ code: "unknown-psk" })
    const foreign = await groupOf(ctx, zoe)
    expect(await joinContinuation(ctx, { ...join, old: foreign })).toMatchObject({ code: "unknown-psk" })
    expect(await joinContinuation(knowing, { ...join, old: foreign })).toMatchObject({ code: "bad-psk-id" })
  })

  test("takes in nobody from elsewhere", async () => {
    const [bobs] = await packagesOf([bob])
    const zoes = await keyPackageOf(ctx, zoe)
    if (bobs === undefined) throw new Error("Bob has a key package")
    const input = { ...branching, keyPackages: [bobs.keyPackage, zoes.keyPackage], includeTree: true }
    expect(await branch(ctx, ana.group, input)).toMatchObject({ code: "wrong-membership" })
    // Ana's client lets everybody pass; Bob's does not.
    const lenient = { ...input, memberName: () => new Uint8Array() }
    const made = unwrap(await branch(ctx, ana.group, lenient))
    const join = { ...bobs, welcome: made.welcome ?? new Uint8Array(), old: bob.group }
    expect(await joinContinuation(ctx, join)).toMatchObject({ code: "wrong-membership" })
  })

  test("by a Welcome that names no older group is no continuation", async () => {
    const [bobs] = await packagesOf([bob])
    if (bobs === undefined) throw new Error("Bob has a key package")
    const creator = await person(ctx, "creator")
    const made = unwrap(
      await createCommit(ctx, await groupOf(ctx, creator), {
        signer: creator.signer,
        proposals: [{ kind: "add", keyPackage: bobs.keyPackage }],
        includeTree: true,
      }),
    )
    const join = { ...bobs, welcome: made.welcome ?? new Uint8Array(), old: bob.group }
    expect(await joinContinuation(ctx, join)).toMatchObject({ code: "bad-psk-id" })
  })
})

test("M24 the key of an older group has no place in a commit after the first", async () => {
  for (const usage of ["reInit", "branch"] as const) {
    const id = {
      key: { kind: "resumption", usage, groupId: toUtf8("group"), epoch: 0 },
      nonce: new Uint8Array(32),
    } as const
    const proposals = [{ kind: "value", proposal: { kind: "preSharedKey", id } }] as const
    const message = await forgeCommit(ctx, eve.group, eve.person.signer, { proposals, path: undefined })
    await expectRefused(small, small.server, bob.group, message, "bad-psk-id")
    const two = { ...id, nonce: new Uint8Array(32).fill(1) }
    const alone = await groupOf(ctx, zoe)
    const both = [id, two].map(one => ({ kind: "preSharedKey", id: one }) as const)
    const made = createCommit(ctx, alone, { signer: zoe.signer, proposals: both })
    expect(await made).toMatchObject({ code: "bad-psk-id" })
  }
})
