import { describe, expect, test } from "bun:test"
import { toUtf8, unwrap } from "@colombe/base"
import {
  applyCommit,
  createCommit,
  decodeKeyPackageSecrets,
  encodeKeyPackageSecrets,
  encodeMessage,
  extensionTypes,
  findSuite,
  generateKeyPackage,
  isLastResort,
  joinFromWelcome,
  readKeyPackage,
  suiteIds,
} from "./index.ts"
import {
  capabilitiesOf,
  groupOf,
  keyPackageOf,
  lifetime,
  person,
  seededPlatform,
  x25519Suite,
} from "./testing/people.ts"
import { smallGroup } from "./testing/small-group.ts"

const ctx = seededPlatform("key packages")
const zoe = await person(ctx, "zoe")
const input = { ...zoe.leaf, suite: x25519Suite, signer: zoe.signer, lifetime }

describe("M1 suites", () => {
  test.each(Object.entries(suiteIds))("%s: two people and a server agree", async (name, id) => {
    expect(findSuite(id)?.name).toBe(name)
    const ana = await person(ctx, "ana", id)
    const bob = await person(ctx, "bob", id)
    const { keyPackage, secrets } = await keyPackageOf(ctx, bob, id)
    const group = await groupOf(ctx, ana, id)
    const proposals = [{ kind: "add", keyPackage } as const]
    const made = unwrap(
      await createCommit(ctx, group, { signer: ana.signer, proposals, forcePath: true, includeTree: true }),
    )
    const { next } = unwrap(await applyCommit(ctx, group.public, made.commit))
    expect(next.context.treeHash.length).toBe(id === 0xf0a2 ? 48 : 32)
    const joined = await joinFromWelcome(ctx, {
      welcome: made.welcome ?? new Uint8Array(),
      keyPackage,
      secrets,
    })
    expect(unwrap(joined).group.public.context).toEqual(next.context)
  })

  test("another suite is refused", async () => {
    expect(await generateKeyPackage(ctx, { ...input, suite: 7 })).toMatchObject({ code: "unsupported-suite" })
  })
})

describe("M5 key packages", () => {
  test("are read from a message once both signatures hold", async () => {
    const { keyPackage } = await keyPackageOf(ctx, zoe)
    const bytes = encodeMessage({ format: "keyPackage", message: keyPackage })
    expect(await readKeyPackage(ctx, bytes)).toEqual({ ok: true, value: keyPackage })
    for (const place of [20, 100, bytes.length - 1]) {
      const changed = bytes.map((byte, at) => (at === place ? byte ^ 1 : byte))
      expect((await readKeyPackage(ctx, changed)).ok).toBe(false)
    }
  })

  test("say whether they are the last resort", async () => {
    const keyPackageExtensions = [{ type: extensionTypes.lastResort, data: new Uint8Array() }]
    const capabilities = capabilitiesOf(x25519Suite, { extensions: [extensionTypes.lastResort] })
    const last = unwrap(await generateKeyPackage(ctx, { ...input, capabilities, keyPackageExtensions }))
    expect(isLastResort(last.keyPackage)).toBe(true)
    expect(isLastResort((await keyPackageOf(ctx, zoe)).keyPackage)).toBe(false)
    const unlisted = await generateKeyPackage(ctx, { ...input, keyPackageExtensions })
    expect(unlisted).toMatchObject({ code: "unsupported-extension" })
  })

  test("are added whatever their lifetime: that is judged before", async () => {
    const small = await smallGroup("expired")
    const long = { notBefore: 0n, notAfter: 1n }
    const expired = unwrap(await generateKeyPackage(small.ctx, { ...input, lifetime: long }))
    const proposals = [{ kind: "add", keyPackage: expired.keyPackage } as const]
    const made = await createCommit(small.ctx, small.ana.group, {
      signer: small.ana.person.signer,
      proposals,
    })
    expect((await applyCommit(small.ctx, small.server, unwrap(made).commit)).ok).toBe(true)
  })

  test("have private halves that survive storage", async () => {
    const { secrets } = await keyPackageOf(ctx, zoe)
    expect(decodeKeyPackageSecrets(encodeKeyPackageSecrets(secrets))).toEqual({ ok: true, value: secrets })
  })
})

describe("M6 what the engine does not know", () => {
  test("in capabilities, key package and GroupInfo harms nothing", async () => {
    const grease = { type: 0x5a5a, data: toUtf8("anything") }
    const capabilities = capabilitiesOf(x25519Suite, { extensions: [0x5a5a] })
    const greased = { ...input, capabilities, extensions: [grease], keyPackageExtensions: [grease] }
    const { keyPackage, secrets } = unwrap(await generateKeyPackage(ctx, greased))
    const ana = await person(ctx, "ana")
    const made = unwrap(
      await createCommit(ctx, await groupOf(ctx, ana), {
        signer: ana.signer,
        proposals: [{ kind: "add", keyPackage }],
        groupInfoExtensions: [grease],
        includeTree: true,
      }),
    )
    const welcome = made.welcome ?? new Uint8Array()
    expect((await joinFromWelcome(ctx, { welcome, keyPackage, secrets })).ok).toBe(true)
  })

  test("M3 passes through: private extensions arrive as they were sent", async () => {
    const position = { type: 0xf0c2, data: toUtf8("forty bytes of position") }
    const settings = { type: 0xf0c1, data: toUtf8("settings") }
    const capabilities = capabilitiesOf(x25519Suite, { extensions: [0xf0c1, 0xf0c2] })
    const ana = await person(ctx, "ana", x25519Suite, { extensions: [0xf0c1] })
    const own = { ...input, capabilities, extensions: [position] }
    const { keyPackage, secrets } = unwrap(await generateKeyPackage(ctx, own))
    const made = unwrap(
      await createCommit(ctx, await groupOf(ctx, ana, x25519Suite, [settings]), {
        signer: ana.signer,
        proposals: [{ kind: "add", keyPackage }],
        includeTree: true,
      }),
    )
    const welcome = made.welcome ?? new Uint8Array()
    const { group } = unwrap(await joinFromWelcome(ctx, { welcome, keyPackage, secrets }))
    expect(group.public.context.extensions).toEqual([settings])
    expect(made.effects.added).toMatchObject([{ leafIndex: 1, leaf: { extensions: [position] } }])
  })
})
