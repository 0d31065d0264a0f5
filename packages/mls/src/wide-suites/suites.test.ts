import { describe, expect, test } from "bun:test"
import { encode, toUtf8, unwrap } from "@colombe/base"
import {
  applyCommit,
  applyGroupDelta,
  createCommit,
  createGroup,
  decodeGroup,
  decodePublicGroup,
  encodeGroup,
  encodeGroupDelta,
  encodeMessage,
  encodePublicGroup,
  encodeTree,
  epochAuthenticator,
  externalCommit,
  findSuite,
  groupContext,
  joinFromWelcome,
  processMessage,
  protectApplication,
  publicGroupFromContext,
  publicGroupFromGroupInfo,
  readKeyPackage,
} from "../index.ts"
import { groupOf, keyPackageOf, lifetime, person, seededPlatform, x25519Suite } from "../testing/people.ts"
import { wideSuiteIds, withWideSuites } from "./index.ts"

const narrow = seededPlatform("wide suites")
const ctx = withWideSuites(narrow)

async function pairIn(suite: number) {
  const ana = await person(ctx, "ana", suite)
  const bob = await person(ctx, "bob", suite)
  const { keyPackage, secrets } = await keyPackageOf(ctx, bob, suite)
  const alone = await groupOf(ctx, ana, suite)
  const proposals = [{ kind: "add", keyPackage } as const]
  const made = unwrap(await createCommit(ctx, alone, { signer: ana.signer, proposals, forcePath: true }))
  const tree = encodeTree(made.next.public.tree)
  return { ana, alone, made, join: { welcome: made.welcome ?? new Uint8Array(), keyPackage, secrets, tree } }
}

describe("M1 suites 4 to 7 for who asks for them", () => {
  test.each(Object.entries(wideSuiteIds))("%s: members, a joiner and a server agree", async (name, suite) => {
    expect(findSuite(suite, ctx.suites)?.name).toBe(name)
    const { ana, alone, made, join } = await pairIn(suite)
    const server = unwrap(await applyCommit(ctx, alone.public, made.commit)).next
    const bobs = unwrap(await joinFromWelcome(ctx, join)).group
    expect(bobs.public.context).toEqual(server.context)
    const sent = unwrap(
      await protectApplication(ctx, made.next, { signer: ana.signer, data: toUtf8("hello") }),
    )
    expect(await processMessage(ctx, bobs, sent.message)).toMatchObject({ value: { data: toUtf8("hello") } })

    const stored = unwrap(decodeGroup(ctx, encodeGroup(ctx, bobs)))
    const offered = unwrap(await publicGroupFromGroupInfo(ctx, made.groupInfo, join.tree))
    const eve = await person(ctx, "eve", suite)
    const joining = { ...eve.leaf, signer: eve.signer, group: server, externalPub: offered.externalPub }
    if (joining.externalPub === undefined) throw new Error("there is a key for joiners")
    const { externalPub } = joining
    const joined = unwrap(await externalCommit(ctx, { ...joining, externalPub }))
    const followed = unwrap(await processMessage(ctx, stored, joined.commit)).next
    expect(followed && epochAuthenticator(followed)).toEqual(epochAuthenticator(joined.next))
    const delta = encodeGroupDelta(server, joined.next.public)
    expect(unwrap(applyGroupDelta(server, delta)).context).toEqual(joined.next.public.context)
  })

  test("whoever does not is offered none of them", async () => {
    const suite = wideSuiteIds.MLS_256_DHKEMP384_AES256GCM_SHA384_P384
    const { ana, alone, made, join } = await pairIn(suite)
    const refused = { ok: false, code: "unsupported-suite" }
    expect(findSuite(suite)).toBeUndefined()
    const message = encodeMessage({ format: "keyPackage", message: join.keyPackage })
    expect(await readKeyPackage(narrow, message)).toMatchObject(refused)
    expect(await joinFromWelcome(narrow, join)).toMatchObject(refused)
    expect(await publicGroupFromGroupInfo(narrow, made.groupInfo, join.tree)).toMatchObject(refused)
    const known = {
      context: encode(groupContext, made.next.public.context),
      tree: join.tree,
      confirmationTag: made.next.public.confirmationTag,
    }
    expect((await publicGroupFromContext(ctx, known)).ok).toBe(true)
    expect(await publicGroupFromContext(narrow, known)).toMatchObject(refused)
    expect(decodePublicGroup(encodePublicGroup(alone.public))).toMatchObject(refused)
    expect(decodeGroup(narrow, encodeGroup(ctx, alone))).toMatchObject(refused)
    const start = { ...ana.leaf, suite, signer: ana.signer, lifetime, groupId: alone.public.context.groupId }
    expect(await createGroup(narrow, { ...start, groupExtensions: [] })).toMatchObject(refused)
  })

  test("a key package of one of them joins no group of another suite", async () => {
    const suite = wideSuiteIds.MLS_256_DHKEMP521_AES256GCM_SHA512_P521
    const ana = await person(ctx, "ana", x25519Suite)
    const group = await groupOf(ctx, ana, x25519Suite)
    const { keyPackage } = await keyPackageOf(ctx, await person(ctx, "bob", suite), suite)
    const plan = { signer: ana.signer, proposals: [{ kind: "add", keyPackage } as const] }
    expect(await createCommit(ctx, group, plan)).toMatchObject({ ok: false, code: "wrong-suite" })
  })
})
