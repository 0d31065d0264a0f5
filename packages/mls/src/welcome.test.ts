import { describe, expect, test } from "bun:test"
import { encode, toUtf8, unwrap } from "@colombe/base"
import { encryptWithLabel } from "./hpke.ts"
import {
  createCommit,
  decodeGroup,
  dropExporter,
  encodeGroup,
  encodeTree,
  epochAuthenticator,
  exportSecret,
  joinFromWelcome,
  type MlsContext,
  type PreSharedKeyId,
  processMessage,
  suiteIds,
} from "./index.ts"
import { decodeMessageAs, encodeMessage, groupSecrets } from "./public/structs/index.ts"
import { keyPackageOf } from "./testing/people.ts"
import { smallGroup } from "./testing/small-group.ts"
import { openWelcome } from "./welcome.ts"

const { ctx, ana, bob, eve, zoe } = await smallGroup("welcome")
const { keyPackage, secrets } = await keyPackageOf(ctx, zoe)
const adding = {
  signer: ana.person.signer,
  proposals: [{ kind: "add", keyPackage } as const],
  forcePath: true,
}
const made = unwrap(await createCommit(ctx, ana.group, adding))
const tree = encodeTree(made.next.public.tree)
const welcome = made.welcome ?? new Uint8Array()

describe("M22 a Welcome", () => {
  test("lets its newcomer in, with the tree beside it", async () => {
    expect(await joinFromWelcome(ctx, { welcome, keyPackage, secrets })).toMatchObject({ code: "no-tree" })
    const { group, signer } = unwrap(await joinFromWelcome(ctx, { welcome, keyPackage, secrets, tree }))
    expect(signer).toBe(0)
    expect(epochAuthenticator(group)).toEqual(epochAuthenticator(made.next))
  })

  test("is for nobody else", async () => {
    const other = await keyPackageOf(ctx, zoe)
    expect(await joinFromWelcome(ctx, { welcome, ...other, tree })).toMatchObject({ code: "not-welcomed" })
    const wrong = { keyPackage, secrets: other.secrets }
    expect(await joinFromWelcome(ctx, { welcome, ...wrong, tree })).toMatchObject({ code: "undecryptable" })
  })

  test("is of the suite of the key package", async () => {
    const suite = suiteIds.MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519
    const other = await keyPackageOf(ctx, zoe, suite)
    expect(await joinFromWelcome(ctx, { welcome, ...other, tree })).toMatchObject({ code: "wrong-suite" })
  })

  test("does not fit another tree", async () => {
    const before = encodeTree(ana.group.public.tree)
    const joined = await joinFromWelcome(ctx, { welcome, keyPackage, secrets, tree: before })
    expect(joined).toMatchObject({ code: "wrong-tree" })
  })

  test("with a path secret that leads to other keys is refused", async () => {
    const { suite } = ana.group.public
    const opened = unwrap(await openWelcome(ctx, { welcome, keyPackage, secrets }))
    const message = unwrap(decodeMessageAs(welcome, "welcome"))
    const pathSecret = { secret: new Uint8Array(suite.secretBytes) }
    const sealed = await encryptWithLabel(
      ctx.crypto,
      suite,
      keyPackage.initKey,
      "Welcome",
      message.encryptedGroupInfo,
      encode(groupSecrets, { ...opened.secrets, pathSecret }),
    )
    if (sealed === undefined) throw new Error("sealed")
    const entries = message.secrets.map(entry => ({ ...entry, encryptedGroupSecrets: sealed }))
    const changed = encodeMessage({ format: "welcome", message: { ...message, secrets: entries } })
    const joined = await joinFromWelcome(ctx, { welcome: changed, keyPackage, secrets, tree })
    expect(joined).toMatchObject({ code: "bad-path-secret" })
  })

  test("and a commit with a pre-shared key need that key", async () => {
    const id: PreSharedKeyId = {
      key: { kind: "external", id: toUtf8("id") },
      nonce: new Uint8Array(32).fill(7),
    }
    const knowing: MlsContext = { ...ctx, preSharedKey: () => toUtf8("shared before") }
    const proposals = [...adding.proposals, { kind: "preSharedKey", id } as const]
    expect(await createCommit(ctx, ana.group, { ...adding, proposals })).toMatchObject({
      code: "unknown-psk",
    })
    const withKey = unwrap(
      await createCommit(knowing, ana.group, { ...adding, proposals, includeTree: true }),
    )
    const join = { welcome: withKey.welcome ?? new Uint8Array(), keyPackage, secrets }
    expect(await joinFromWelcome(ctx, join)).toMatchObject({ code: "unknown-psk" })
    const { group } = unwrap(await joinFromWelcome(knowing, join))
    expect(epochAuthenticator(group)).toEqual(epochAuthenticator(withKey.next))
    expect(await processMessage(ctx, bob.group, withKey.commit)).toMatchObject({ code: "unknown-psk" })
    const other: MlsContext = { ...ctx, preSharedKey: () => toUtf8("another") }
    expect(await joinFromWelcome(other, join)).toMatchObject({ code: "undecryptable" })
    expect(await processMessage(other, bob.group, withKey.commit)).toMatchObject({
      code: "bad-confirmation-tag",
    })
    expect((await processMessage(knowing, bob.group, withKey.commit)).ok).toBe(true)
  })
})

describe("M18 the exporter secret", () => {
  test("is gone once it was dropped, from the stored state too, and the group goes on", async () => {
    const exported = unwrap(exportSecret(ctx, bob.group, "label", toUtf8("context"), 32))
    expect(exported).toEqual(unwrap(exportSecret(ctx, eve.group, "label", toUtf8("context"), 32)))
    const { exporter = new Uint8Array() } = bob.group.secrets.epoch
    const dropped = dropExporter(bob.group)
    const stored = encodeGroup(ctx, dropped)
    expect(Buffer.from(encodeGroup(ctx, bob.group).secrets).includes(exporter)).toBe(true)
    expect(Buffer.from(stored.secrets).includes(exporter)).toBe(false)
    const group = unwrap(decodeGroup(ctx, stored))
    const again = exportSecret(ctx, group, "label", toUtf8("context"), 32)
    expect(again).toMatchObject({ ok: false, code: "exporter-dropped" })
    const processed = unwrap(await processMessage(ctx, group, made.commit))
    if (processed.kind !== "commit" || processed.next === undefined) throw new Error("Bob stays")
    expect(exportSecret(ctx, processed.next, "label", toUtf8("context"), 32).ok).toBe(true)
  })
})

describe("M23 a stored group", () => {
  test("is read again, and never with the half of another epoch", () => {
    const before = encodeGroup(ctx, ana.group)
    const after = encodeGroup(ctx, made.next)
    expect(encodeGroup(ctx, unwrap(decodeGroup(ctx, after)))).toEqual(after)
    const mixed = { public: before.public, secrets: after.secrets }
    expect(decodeGroup(ctx, mixed)).toMatchObject({ code: "state-mismatch" })
    const newer = after.secrets.map((byte, at) => (at === 0 ? 9 : byte))
    expect(decodeGroup(ctx, { ...after, secrets: newer })).toMatchObject({ code: "malformed" })
  })
})
