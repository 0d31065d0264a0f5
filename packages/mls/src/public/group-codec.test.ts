import { describe, expect, test } from "bun:test"
import { encode, unwrap } from "@colombe/base"
import {
  applyCommit,
  createCommit,
  decodePublicGroup,
  encodePublicGroup,
  encodeTree,
  groupContext,
  type PublicGroup,
} from "../index.ts"
import { seededPlatform, x25519Suite } from "../testing/people.ts"
import { commit, createWorld } from "../testing/world.ts"
import { treeHash } from "./tree/hash.ts"
import { storedHashesOf } from "./tree/stored-hashes.ts"
import { leavesOf } from "./tree/tree.ts"

const ctx = seededPlatform("stored groups")
const world = await createWorld(ctx, x25519Suite)
const [creator] = world.members
if (creator === undefined) throw new Error("the creator is there")
const nothing = { add: 0, remove: [], forcePath: true, pending: false }
await commit(world, creator, { ...nothing, add: 39 })
await commit(world, creator, nothing)
const stored = encodePublicGroup(world.server)
const made = unwrap(
  await createCommit(ctx, creator.group, {
    signer: creator.person.signer,
    forcePath: true,
  }),
)

/** What a check of the next commit hashes, in calls. */
async function hashesFor(group: PublicGroup): Promise<number> {
  let calls = 0
  const hash: typeof ctx.crypto.hash = (...input) => {
    calls++
    return ctx.crypto.hash(...input)
  }
  unwrap(await applyCommit({ crypto: { ...ctx.crypto, hash } }, group, made.commit))
  return calls
}

const withoutHashes = (bytes: Uint8Array, hashes: readonly Uint8Array[]) => {
  const length = hashes.reduce((sum, hash) => sum + 1 + hash.length, 0)
  const rest = bytes.slice(0, bytes.length - length - (length < 64 ? 1 : 2))
  rest[0] = 1
  return rest
}

describe("M23 a stored public group", () => {
  test("brings the hashes of its tree, so that the first check hashes a path and not the tree", async () => {
    expect(leavesOf(world.server.tree)).toBe(64)
    const known = await hashesFor(world.server)
    const read = unwrap(decodePublicGroup(stored))
    expect(storedHashesOf(read.tree)).toEqual(storedHashesOf(world.server.tree))
    // Fifteen nodes below the lowest stored hash, less the path; a tree of 64 leaves has 127.
    expect((await hashesFor(read)) - known).toBeLessThan(16)
  })

  test("of before there were hashes is read, and hashes when it has to", async () => {
    const older = unwrap(decodePublicGroup(withoutHashes(stored, storedHashesOf(world.server.tree))))
    expect(storedHashesOf(older.tree).every(hash => hash.length === 0)).toBe(true)
    expect(encode(groupContext, older.context)).toEqual(encode(groupContext, world.server.context))
    expect(encodeTree(older.tree)).toEqual(encodeTree(world.server.tree))
    expect(unwrap(await applyCommit(ctx, older, made.commit)).next.context).toEqual(made.next.public.context)
    const again = unwrap(decodePublicGroup(encodePublicGroup(unwrap(decodePublicGroup(stored)))))
    expect(treeHash(ctx.crypto, world.server.suite.hash, again.tree)).toEqual(world.server.context.treeHash)
  })

  test("with fewer hashes than its tree has places is refused", () => {
    const hashes = storedHashesOf(world.server.tree)
    expect(hashes.length).toBe(15)
    const bytes = withoutHashes(stored, hashes)
    bytes[0] = 2
    for (const rest of [Uint8Array.of(0), Uint8Array.of(1, 0), new Uint8Array()])
      expect(decodePublicGroup(Uint8Array.from([...bytes, ...rest]))).toMatchObject({ code: "malformed" })
  })
})
