import { describe, expect, test } from "bun:test"
import { type Bytes, concat, unwrap } from "@colombe/base"
import { kemEncapsulate } from "@colombe/base/crypto"
import { decryptWithLabel, encryptWithLabel } from "../hpke.ts"
import {
  applyCommit,
  createCommit,
  decodeTree,
  encodeGroup,
  encodeMessage,
  encodeTree,
  findSuite,
  type KeyPackage,
  processMessage,
  protectApplication,
  readKeyPackage,
} from "../index.ts"
import { protectPrivate } from "../private-message.ts"
import { keyAt, startSecretTree } from "../secret-tree.ts"
import { forgeCommit, resign } from "./forge.ts"
import { fuzz, messagesOf, readEverywhere } from "./fuzz.ts"
import { hybridSuite, keyPackageOf, person, x25519Suite } from "./people.ts"
import { smallGroup } from "./small-group.ts"

const small = await smallGroup("hostile")
const { ctx, ana, bob, zoe, server } = small
const targets = await messagesOf(small)
const asMessage = (message: KeyPackage) => encodeMessage({ format: "keyPackage", message })

describe("M19 a message of each kind", () => {
  test.each(targets)("$name with a length of 2^30 anywhere is refused at once", async target => {
    const start = performance.now()
    for (let place = 0; place + 4 <= target.bytes.length; place += 5) {
      const changed = target.bytes.slice()
      changed.set([0xbf, 0xff, 0xff, 0xff], place)
      expect(await readEverywhere(small, target, changed)).toEqual({ taken: false })
    }
    expect(performance.now() - start).toBeLessThan(20_000)
  })

  test.each(targets)("$name with a byte behind it, or without its last, is refused", async target => {
    expect(await readEverywhere(small, target, target.bytes)).toEqual({ taken: true })
    for (const changed of [concat(target.bytes, Uint8Array.of(0)), target.bytes.slice(0, -1)])
      expect(await readEverywhere(small, target, changed)).toEqual({ taken: false })
  })

  test("changed by chance is refused with a code and changes nothing", async () => {
    const { runs, codes } = await fuzz(7, small, targets, run => run < 1_500)
    expect(runs).toBe(1_500)
    expect(codes.size).toBeGreaterThan(8)
  })
})

test("M19 a tree padded with blanks is refused", () => {
  const tree = encodeTree(server.tree)
  // One blank node more, and the length of the list, which has two bytes here, one more too.
  const head = new DataView(tree.buffer, tree.byteOffset).getUint16(0)
  const padded = concat(tree, Uint8Array.of(0))
  new DataView(padded.buffer).setUint16(0, head + 1)
  expect(decodeTree(padded)).toMatchObject({ code: "malformed" })
})

/** The encodings of points whose order divides 8 (RFC 7748 §6.1): with any private key they agree on zeros. */
const smallOrder: readonly Bytes[] = [
  new Uint8Array(32),
  Uint8Array.of(1, ...new Uint8Array(31)),
  Uint8Array.of(0xec, ...new Uint8Array(30).fill(0xff), 0x7f),
  Uint8Array.of(0xed, ...new Uint8Array(30).fill(0xff), 0x7f),
  Uint8Array.of(0xee, ...new Uint8Array(30).fill(0xff), 0x7f),
]

describe("M8 an X25519 result of zeros", () => {
  test.each(smallOrder.map((key, index) => ({ index, key })))(
    "is refused in key packages and ciphertexts ($index)",
    async ({ key }) => {
      const { keyPackage } = await keyPackageOf(ctx, zoe)
      const init = await resign(zoe.signer, keyPackage, { outer: { initKey: key } })
      const leaf = await resign(zoe.signer, keyPackage, { leaf: { encryptionKey: key } })
      for (const changed of [init, leaf])
        expect(await readKeyPackage(ctx, asMessage(changed))).toMatchObject({ code: "bad-key" })
      const { suite } = server
      expect(await encryptWithLabel(ctx.crypto, suite, key, "x", key, key)).toBeUndefined()
      const leafKey = bob.group.secrets.nodeKeys.get(2 * bob.group.secrets.leafIndex) ?? new Uint8Array()
      expect(leafKey.length).toBe(32)
      const sealed = { kemOutput: key, ciphertext: new Uint8Array(48) }
      expect(await decryptWithLabel(ctx.crypto, suite, leafKey, "x", key, sealed)).toBeUndefined()
    },
  )
})

test("M8 an ML-KEM key whose coefficients exceed the modulus is refused", async () => {
  const someone = await person(ctx, "hybrid", hybridSuite)
  const { keyPackage } = await keyPackageOf(ctx, someone, hybridSuite)
  const initKey = keyPackage.initKey.slice()
  // Twelve bits of ones: 4,095, and the modulus is 3,329.
  initKey.set([0xff, 0xff, 0xff], 0)
  const encryptionKey = keyPackage.leaf.encryptionKey.slice()
  encryptionKey.set([0xff, 0xff, 0xff], 600)
  expect(await kemEncapsulate(ctx.crypto, "X-Wing", initKey)).toBeUndefined()
  for (const change of [{ outer: { initKey } }, { leaf: { encryptionKey } }]) {
    const changed = await resign(someone.signer, keyPackage, change)
    expect(await readKeyPackage(ctx, asMessage(changed))).toMatchObject({ code: "bad-key" })
  }
})

test("M21 generation 2^32 - 1 costs nothing and consumes nothing", async () => {
  const suite = findSuite(x25519Suite)
  if (suite === undefined) throw new Error("the suite is there")
  const generation = 2 ** 32 - 1
  const fresh = startSecretTree(new Uint8Array(32), 4)
  expect(keyAt(ctx.crypto, suite, fresh, 1, "application", generation)).toMatchObject({
    code: "too-far-ahead",
  })
  // The same from an insider, whose own ratchet stands there.
  await expectRefused(await insiderMessage(0, generation), "too-far-ahead")
})

test("M7 sender data that name nobody, from an insider, are refused and cost nothing", async () => {
  for (const leafIndex of [9, 2 ** 16, 2 ** 32 - 1])
    await expectRefused(await insiderMessage(leafIndex, 0), "unknown-sender")
})

async function expectRefused(message: Bytes, code: string): Promise<void> {
  const before = encodeGroup(ctx, bob.group)
  expect(await processMessage(ctx, bob.group, message)).toMatchObject({ ok: false, code })
  expect(encodeGroup(ctx, bob.group)).toEqual(before)
}

/** What a member can send who writes his own client: any place and generation in the sender data. */
async function insiderMessage(leafIndex: number, generation: number): Promise<Bytes> {
  const input = { signer: ana.person.signer, data: new Uint8Array(3), padding: 0 }
  const honest = unwrap(await protectApplication(ctx, ana.group, input))
  const { secretTree } = honest.next.secrets
  const own = secretTree.senders.get(0)
  if (own === undefined) throw new Error("Ana has sent")
  const ratchets = { ...own, application: { ...own.application, generation } }
  const senders = new Map([[leafIndex, ratchets]])
  const { groupId, epoch } = server.context
  const sealed = await protectPrivate(
    ctx,
    {
      suite: server.suite,
      senderDataSecret: ana.group.secrets.epoch.senderData,
      secretTree: { ...secretTree, senders },
    },
    {
      format: "privateMessage",
      content: {
        groupId,
        epoch,
        sender: { kind: "member", leafIndex },
        authenticatedData: new Uint8Array(0),
        body: { kind: "application", data: new Uint8Array(3) },
      },
      auth: { signature: new Uint8Array(64), confirmationTag: undefined },
    },
    0,
  )
  return encodeMessage({ format: "privateMessage", message: sealed.message })
}

test("M8 a key package is used once: not twice in a commit, nor beside the leaf it made", async () => {
  const { keyPackage } = await keyPackageOf(ctx, zoe)
  const add = { kind: "value", proposal: { kind: "add", keyPackage } } as const
  const twice = await forgeCommit(ctx, ana.group, ana.person.signer, {
    proposals: [add, add],
    path: undefined,
  })
  expect(await applyCommit(ctx, server, twice)).toMatchObject({ code: "repeated-key" })
  const plan = { signer: ana.person.signer, proposals: [{ kind: "add", keyPackage }] as const }
  const added = unwrap(await createCommit(ctx, ana.group, plan))
  expect(await createCommit(ctx, added.next, plan)).toMatchObject({ code: "repeated-key" })
})
