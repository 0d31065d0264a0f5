import { describe, expect, test } from "bun:test"
import { encode, toUtf8, unwrap } from "@colombe/base"
import { signGroupInfo } from "./group-info.ts"
import { encryptWithLabel } from "./hpke.ts"
import {
  applyCommit,
  type Commit,
  checkGroupInfo,
  createCommit,
  createGroup,
  createGroupInfo,
  decodeMessageAs,
  type Extension,
  encodeMessage,
  epochAuthenticator,
  extensionTypes,
  externalCommit,
  externalPublicKey,
  type GroupInfo,
  generateKeyPackage,
  groupInfo,
  groupSecrets,
  joinFromWelcome,
  type MlsContext,
  type PreSharedKeyId,
  processMessage,
  publicGroupFromGroupInfo,
  readKeyPackage,
  receiveProposal,
} from "./index.ts"
import { expandWithLabel, welcomeSecret } from "./key-schedule.ts"
import { preSharedKeySecret } from "./pre-shared-key.ts"
import { forge, forgeExternal } from "./testing/forge.ts"
import { capabilitiesOf, keyPackageOf, lifetime, x25519Suite } from "./testing/people.ts"
import { smallGroup } from "./testing/small-group.ts"
import { openWelcome } from "./welcome.ts"

const { ctx, server, ana, bob, dan, zoe } = await smallGroup("validation")
const externalPub = await externalPublicKey(ctx, ana.group)
const joining = { ...zoe.leaf, signer: zoe.signer, group: server, externalPub }
const empty = new Uint8Array()

describe("M7 a message is of this group and this epoch", () => {
  const removal = { kind: "proposal", proposal: { kind: "remove", removed: 3 } } as const

  test.each([
    ["wrong-group", { groupId: toUtf8("another") }],
    ["wrong-epoch", { epoch: 0 }],
    ["wrong-epoch", { epoch: 2 }],
  ] as const)("%s", async (code, change) => {
    const message = await forge(ctx, ana.group, ana.person.signer, removal, change)
    expect(await processMessage(ctx, bob.group, message)).toMatchObject({ ok: false, code })
    expect(await receiveProposal(ctx, server, message)).toMatchObject({ ok: false, code })
  })

  test("of a sender who has a leaf", async () => {
    const sender = { kind: "member", leafIndex: 9 } as const
    const message = await forge(ctx, ana.group, ana.person.signer, removal, { sender })
    expect(await processMessage(ctx, bob.group, message)).toMatchObject({ code: "unknown-sender" })
  })

  test("and application data is never in the clear, nor from outside", async () => {
    const data = { kind: "application", data: toUtf8("hello") } as const
    const clear = await forge(ctx, ana.group, ana.person.signer, data)
    expect(await processMessage(ctx, bob.group, clear)).toMatchObject({ code: "unexpected-message" })
    const commit = { kind: "commit", commit: { proposals: [], path: undefined } } as const
    for (const sender of [{ kind: "external", senderIndex: 0 }, { kind: "newMemberProposal" }] as const)
      for (const body of [data, commit]) {
        const message = await forge(ctx, ana.group, ana.person.signer, body, { sender })
        expect(await processMessage(ctx, bob.group, message)).toMatchObject({ code: "unexpected-message" })
      }
  })
})

describe("M15 a joiner from outside", () => {
  test("may bring pre-shared keys, which members have to know", async () => {
    const id = { key: { kind: "external", id: toUtf8("ticket") }, nonce: ctx.crypto.random(32) } as const
    const knowing: MlsContext = { ...ctx, preSharedKey: () => toUtf8("shared before") }
    expect(await externalCommit(ctx, { ...joining, preSharedKeys: [id] })).toMatchObject({
      code: "unknown-psk",
    })
    const made = unwrap(await externalCommit(knowing, { ...joining, preSharedKeys: [id] }))
    expect(await processMessage(ctx, bob.group, made.commit)).toMatchObject({ code: "unknown-psk" })
    const atBob = unwrap(await processMessage(knowing, bob.group, made.commit))
    if (atBob.kind !== "commit" || atBob.next === undefined) throw new Error("Bob stays")
    expect(epochAuthenticator(atBob.next)).toEqual(epochAuthenticator(made.next))
  })

  test("makes no secret with a key that is none, nor do members with its answer", async () => {
    const noKey = { ...joining, externalPub: new Uint8Array(32) }
    expect(await externalCommit(ctx, noKey)).toMatchObject({ code: "unusable-key" })
    const made = unwrap(await externalCommit(ctx, joining))
    const { content } = unwrap(decodeMessageAs(made.commit, "publicMessage"))
    if (content.body.kind !== "commit") throw new Error("a commit")
    const { path }: Commit = content.body.commit
    for (const kemOutput of [new Uint8Array(32), new Uint8Array(31)]) {
      const proposals = [{ kind: "value", proposal: { kind: "externalInit", kemOutput } }] as const
      const message = await forgeExternal(server, zoe.signer, { proposals, path })
      expect((await applyCommit(ctx, server, message)).ok).toBe(true)
      expect(await processMessage(ctx, bob.group, message)).toMatchObject({ code: "bad-external-init" })
    }
  })
})

describe("M27 a standard extension stands where its document puts it", () => {
  const at = (type: number): Extension[] => [{ type, data: empty }]
  /** A type that everybody here lists. */
  const grease = 0x2a2a

  test("in leaves and key packages", async () => {
    const input = { ...zoe.leaf, suite: x25519Suite, signer: zoe.signer, lifetime }
    const code = "misplaced-extension"
    for (const type of [2, 3, 4, 5])
      expect(await generateKeyPackage(ctx, { ...input, extensions: at(type) })).toMatchObject({ code })
    const types = [1, 2, 3, 4, 5]
    const capabilities = capabilitiesOf(x25519Suite, { extensions: types })
    for (const type of types) {
      const made = generateKeyPackage(ctx, { ...input, capabilities, keyPackageExtensions: at(type) })
      expect(await made).toMatchObject({ code })
    }
    const named = { ...input, extensions: at(extensionTypes.applicationId) }
    expect((await generateKeyPackage(ctx, named)).ok).toBe(true)
  })

  test("in groups and what is said of them", async () => {
    const code = "misplaced-extension"
    const own = { ...zoe.leaf, signer: zoe.signer, lifetime, suite: x25519Suite, groupId: toUtf8("own") }
    for (const type of [1, 2, 4]) {
      expect(await createGroup(ctx, { ...own, groupExtensions: at(type) })).toMatchObject({ code })
      const proposals = [{ kind: "groupContextExtensions", extensions: at(type) } as const]
      const made = createCommit(ctx, ana.group, { signer: ana.person.signer, proposals })
      expect(await made).toMatchObject({ code })
    }
    for (const type of [1, 3, 5]) {
      const input = { signer: ana.person.signer, extensions: at(type), includeTree: true }
      const info = await createGroupInfo(ctx, ana.group, input)
      expect(await publicGroupFromGroupInfo(ctx, info)).toMatchObject({ code })
      expect(await checkGroupInfo(ctx, server, info)).toMatchObject({ code })
    }
  })

  test("and once: no group, leaf or key package has a type twice", async () => {
    const own = { ...zoe.leaf, signer: zoe.signer, lifetime, suite: x25519Suite, groupId: toUtf8("own") }
    const once = at(grease)
    expect((await createGroup(ctx, { ...own, groupExtensions: once })).ok).toBe(true)
    const twice = { ...own, groupExtensions: [...once, ...once] }
    expect(await createGroup(ctx, twice)).toMatchObject({ code: "malformed" })
    const capabilities = capabilitiesOf(x25519Suite, { extensions: [grease] })
    for (const more of [
      { extensions: twice.groupExtensions },
      { keyPackageExtensions: twice.groupExtensions },
    ]) {
      const input = { ...zoe.leaf, capabilities, suite: x25519Suite, signer: zoe.signer, lifetime }
      expect(await generateKeyPackage(ctx, { ...input, ...more })).toMatchObject({ code: "malformed" })
    }
  })
})

test("M2 a key package is of the version of its message, and there is one", async () => {
  const { keyPackage } = await keyPackageOf(ctx, zoe)
  const bytes = encodeMessage({ format: "keyPackage", message: keyPackage })
  // MLSMessage.version, wire_format, KeyPackage.version.
  for (const place of [1, 5])
    expect(
      await readKeyPackage(
        ctx,
        bytes.map((byte, at) => (at === place ? byte + 1 : byte)),
      ),
    ).toMatchObject({ code: "malformed" })
  expect((await readKeyPackage(ctx, bytes)).ok).toBe(true)
})

test("M5 a key package lists the type of its own credential", async () => {
  const capabilities = { ...capabilitiesOf(x25519Suite), credentials: [2] }
  const input = { ...zoe.leaf, capabilities, suite: x25519Suite, signer: zoe.signer, lifetime }
  expect(await generateKeyPackage(ctx, input)).toMatchObject({ code: "unsupported-credential" })
})

test("M5 a committer that knows the time adds nobody out of time", async () => {
  const times = { notBefore: 100n, notAfter: 200n }
  const input = { ...zoe.leaf, suite: x25519Suite, signer: zoe.signer, lifetime: times }
  const { keyPackage } = unwrap(await generateKeyPackage(ctx, input))
  const commitAt = (now: bigint) =>
    createCommit(ctx, ana.group, {
      signer: ana.person.signer,
      proposals: [{ kind: "add", keyPackage }],
      now,
    })
  for (const now of [99n, 201n]) expect(await commitAt(now)).toMatchObject({ code: "outside-lifetime" })
  for (const now of [100n, 200n]) expect((await commitAt(now)).ok).toBe(true)
})

describe("M24 M22 what a Welcome names", () => {
  const secret = toUtf8("known to both")
  const knowing: MlsContext = { ...ctx, preSharedKey: () => secret }
  const founding = (nonceBytes: number, fill: number): PreSharedKeyId => ({
    key: { kind: "resumption", usage: "branch", groupId: toUtf8("old"), epoch: 3 },
    nonce: new Uint8Array(nonceBytes).fill(fill),
  })

  /** What a member can send who writes a Welcome by hand: any keys, any GroupInfo, with everything else right. */
  async function joinWith(
    ids: readonly PreSharedKeyId[],
    epochOf: "zero" | "first",
    offer = (info: GroupInfo) => info,
  ): Promise<unknown> {
    const { suite } = ana.group.public
    const { keyPackage, secrets } = await keyPackageOf(ctx, zoe)
    const own = { ...dan.person.leaf, signer: dan.person.signer, lifetime, suite: x25519Suite }
    const group =
      epochOf === "zero"
        ? unwrap(await createGroup(ctx, { ...own, groupId: toUtf8("g"), groupExtensions: [] }))
        : ana.group
    const { signer } = epochOf === "zero" ? own : ana.person
    const proposals = [{ kind: "add", keyPackage } as const]
    const made = unwrap(await createCommit(ctx, group, { signer, proposals, includeTree: true }))
    const welcome = made.welcome ?? empty
    const opened = unwrap(await openWelcome(ctx, { welcome, keyPackage, secrets }))
    const keys = ids.map(id => ({ id, secret }))
    const shared = preSharedKeySecret(ctx.crypto, suite, keys)
    const base = welcomeSecret(ctx.crypto, suite, opened.secrets.joinerSecret, shared)
    const expand = (label: string, length: number) =>
      expandWithLabel(ctx.crypto, suite, base, label, empty, length)
    const plaintext = encode(groupInfo, offer(opened.info))
    const encryptedGroupInfo = await ctx.crypto.aeadSeal(
      suite.aead,
      expand("key", 16),
      expand("nonce", 12),
      empty,
      plaintext,
    )
    const inner = encode(groupSecrets, { ...opened.secrets, preSharedKeys: ids })
    const sealed = await encryptWithLabel(
      ctx.crypto,
      suite,
      keyPackage.initKey,
      "Welcome",
      encryptedGroupInfo,
      inner,
    )
    if (sealed === undefined) throw new Error("sealed")
    const message = unwrap(decodeMessageAs(welcome, "welcome"))
    const entries = message.secrets.map(entry => ({ ...entry, encryptedGroupSecrets: sealed }))
    const forged = encodeMessage({
      format: "welcome",
      message: { ...message, secrets: entries, encryptedGroupInfo },
    })
    return joinFromWelcome(knowing, { welcome: forged, keyPackage, secrets })
  }

  test("have nonces of the right length, and at most one continues an older group, in epoch 1", async () => {
    expect(await joinWith([founding(31, 1)], "zero")).toMatchObject({ code: "bad-psk-id" })
    expect(await joinWith([founding(32, 1), founding(32, 2)], "zero")).toMatchObject({ code: "bad-psk-id" })
    expect(await joinWith([founding(32, 1)], "first")).toMatchObject({ code: "bad-psk-id" })
    // With one such key in epoch 1 it gets as far as the confirmation tag, which the forger did not make.
    expect(await joinWith([founding(32, 1)], "zero")).toMatchObject({ code: "bad-confirmation-tag" })
  })

  test("come with a GroupInfo of the Welcome's suite, in whose tree the newcomer stands", async () => {
    const ofAnotherSuite = (info: GroupInfo) => ({ ...info, context: { ...info.context, suite: 3 } })
    expect(await joinWith([], "first", ofAnotherSuite)).toMatchObject({ code: "wrong-suite" })
    const without = await signGroupInfo(ctx, ana.group, { signer: ana.person.signer, includeTree: true })
    expect(await joinWith([], "first", () => without)).toMatchObject({ code: "not-welcomed" })
  })
})
