import { describe, expect, test } from "bun:test"
import { unwrap } from "@colombe/base"
import {
  applyCommit,
  createCommit,
  decodeMessage,
  decodeTree,
  encodeGroup,
  encodeTree,
  externalCommit,
  externalPublicKey,
  joinFromWelcome,
  processMessage,
  publicGroupFromGroupInfo,
} from "./index.ts"
import { keyPackageOf } from "./testing/people.ts"
import { smallGroup } from "./testing/small-group.ts"

const small = await smallGroup("mutations")
const { ctx, server, ana, bob, zoe } = small
const { keyPackage, secrets } = await keyPackageOf(ctx, zoe)
const add = unwrap(
  await createCommit(ctx, ana.group, {
    signer: ana.person.signer,
    proposals: [{ kind: "add", keyPackage }],
    forcePath: true,
  }),
)
const external = unwrap(
  await externalCommit(ctx, {
    ...zoe.leaf,
    signer: zoe.signer,
    group: server,
    externalPub: await externalPublicKey(ctx, ana.group),
  }),
)

/** Every byte of a message in turn, changed in one bit. */
function* mutations(message: Uint8Array, step = 1): Generator<Uint8Array> {
  for (let place = 0; place < message.length; place += step) {
    const changed = message.slice()
    changed[place] = (changed[place] ?? 0) ^ (1 << (place % 8))
    yield changed
  }
}

/** All cuts and one byte more. */
function* lengths(message: Uint8Array): Generator<Uint8Array> {
  for (let length = 0; length < message.length; length += 7) yield message.slice(0, length)
  const longer = new Uint8Array(message.length + 1)
  longer.set(message)
  yield longer
}

describe("M19 a member refuses a commit with any byte changed, cut or added, and stays as it was", () => {
  test.each([
    ["of a member", add.commit],
    ["from outside", external.commit],
  ])("%s", async (_, commit) => {
    const before = encodeGroup(ctx, bob.group)
    for (const changed of [...mutations(commit), ...lengths(commit)]) {
      const processed = await processMessage(ctx, bob.group, changed)
      if (processed.ok) throw new Error("taken in")
      expect(processed.code).toMatch(/^[a-z-]+$/)
    }
    expect(encodeGroup(ctx, bob.group)).toEqual(before)
    expect((await processMessage(ctx, bob.group, commit)).ok).toBe(true)
  })
})

test("M14 whoever follows in public refuses every changed byte but those of the two tags", async () => {
  const tagBytes = 32
  const passed: number[] = []
  let place = 0
  for (const changed of mutations(add.commit)) {
    if ((await applyCommit(ctx, server, changed)).ok) passed.push(place)
    place++
  }
  const end = add.commit.length
  // confirmation_tag<V>, then membership_tag<V>, each behind a length of one byte.
  const expected = Array.from({ length: end }, (_, at) => at).filter(
    at => at >= end - tagBytes || (at >= end - 2 * tagBytes - 1 && at < end - tagBytes - 1),
  )
  expect(passed).toEqual(expected)
})

test("M19 a Welcome, a GroupInfo and a tree with a byte changed are refused", async () => {
  const tree = encodeTree(add.next.public.tree)
  const welcome = add.welcome ?? new Uint8Array()
  const join = { keyPackage, secrets }
  for (const changed of mutations(welcome, 3))
    expect(await joinFromWelcome(ctx, { ...join, welcome: changed, tree })).toMatchObject({ ok: false })
  for (const changed of [...mutations(tree, 11), ...lengths(tree)])
    expect(await joinFromWelcome(ctx, { ...join, welcome, tree: changed })).toMatchObject({ ok: false })
  for (const changed of mutations(add.groupInfo, 5))
    expect(await publicGroupFromGroupInfo(ctx, changed, tree)).toMatchObject({ ok: false })
  expect((await joinFromWelcome(ctx, { ...join, welcome, tree })).ok).toBe(true)
})

describe("M19 hostile lengths", () => {
  const claims = Uint8Array.of(0xbf, 0xff, 0xff, 0xff)

  test("a length of 2^30 anywhere in a commit costs nothing", () => {
    for (let place = 4; place + 4 < add.commit.length; place++) {
      const changed = add.commit.slice()
      changed.set(claims, place)
      const read = decodeMessage(changed)
      if (!read.ok) expect(read.code).toBe("malformed")
    }
  })

  test("a tree of blanks, a tree that ends in a blank, and one that is too large", () => {
    const blanks = (count: number) => {
      const bytes = new Uint8Array(4 + count)
      new DataView(bytes.buffer).setUint32(0, 0x80000000 + count)
      return bytes
    }
    expect(decodeTree(Uint8Array.of(0))).toMatchObject({ code: "malformed" })
    expect(decodeTree(blanks(20_000))).toMatchObject({ code: "malformed" })
    expect(decodeTree(blanks(4_000_000))).toMatchObject({ code: "malformed" })
    const full = encodeTree(server.tree)
    const padded = new Uint8Array(full.length + 1)
    padded.set(full)
    const head = (full[0] ?? 0) & 0x3f
    expect(full[0]).toBeGreaterThan(0x3f)
    padded[1] = (full[1] ?? 0) + 1
    padded[0] = 0x40 + head
    expect(decodeTree(padded)).toMatchObject({ code: "malformed" })
  })

  test("lengths that are not the shortest", () => {
    const { groupId } = server.context
    const [, , , , length, ...rest] = add.commit
    expect(length).toBe(groupId.length)
    const longer = Uint8Array.of(...add.commit.slice(0, 4), 0x40, length ?? 0, ...rest)
    expect(decodeMessage(longer)).toMatchObject({ code: "malformed" })
  })
})
