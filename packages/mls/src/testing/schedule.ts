import { assert, encode, equal, toUtf8, unwrap } from "@colombe/base"
import { kemPublicKey } from "@colombe/base/crypto"
import {
  createCommit,
  decodeGroup,
  decodeTree,
  encodeGroup,
  encodeTree,
  epochAuthenticator,
  exportSecret,
  type Group,
  groupContext,
  processMessage,
  protectApplication,
  publicGroupFromGroupInfo,
} from "../index.ts"
import { treeHash } from "../public/tree/hash.ts"
import { encryptionKeys } from "../public/tree/keys.ts"
import { hybridSuite, seededPlatform, x25519Suite } from "./people.ts"
import { act, type Below } from "./schedule-acts.ts"
import { catchUp, type ScheduleWorld, scheduleWorld, submitCommit } from "./schedule-world.ts"

/** Seeds that once showed a fault, and why. */
export const keptSeeds: readonly number[] = []

/** Sizes to which groups may grow; small ones are quick and find most. */
const membersMaxima = [2, 3, 5, 8, 8, 16, 16, 32, 64] as const

/** Members who write at the end. */
const writersMax = 3

export interface ScheduleReport {
  readonly members: number
  readonly removed: number
  readonly tally: ScheduleWorld["tally"]
}

/**
 * A life of a group that the seed alone decides; throws where its members, or the server, come to disagree, or where
 * somebody who was removed can follow.
 */
export async function runSchedule(seed: number): Promise<ScheduleReport> {
  const below = generator(seed)
  const suite = below(6) === 0 ? hybridSuite : x25519Suite
  const membersMax = membersMaxima[below(membersMaxima.length)] ?? 8
  const world = await scheduleWorld(seededPlatform(`schedule ${seed}`), suite)
  const steps = 10 + below(10) + membersMax
  for (let step = 0; step < steps; step++) await act(world, below, membersMax)
  await settle(world)
  await checkAgreement(world)
  await checkRemoved(world)
  return {
    members: world.members.length,
    removed: world.removed.length,
    tally: world.tally,
  }
}

/** mulberry32: what is drawn for keys does not disturb what is drawn for the schedule. */
function generator(seed: number): Below {
  let state = seed >>> 0
  return limit => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}

/** Everybody reads to the end, and whoever is left makes one more commit. */
async function settle(world: ScheduleWorld): Promise<void> {
  const readAll = async () => {
    for (const member of [...world.members]) await catchUp(world, member, Number.POSITIVE_INFINITY)
  }
  await readAll()
  const [first] = world.members
  assert(first !== undefined, "somebody is left")
  // A member cannot commit its own wish to leave, which everybody else has to take in: it commits none of them.
  const plan = { signer: first.person.signer, forcePath: true }
  const made = unwrap(await createCommit(world.ctx, first.group, plan))
  assert(await submitCommit(world, first, made), "nobody else commits")
  await readAll()
}

async function checkAgreement(world: ScheduleWorld): Promise<void> {
  const { ctx, server, members } = world
  const [first] = members
  assert(first !== undefined, "somebody is left")
  assert(members.length === server.tree.root.occupied, "as many members as leaves")
  const context = encode(groupContext, server.context)
  const fromStorage: Group[] = []
  for (const { group } of members) {
    assert(equal(encode(groupContext, group.public.context), context), "one context, one tree hash")
    assert(equal(epochAuthenticator(group), epochAuthenticator(first.group)), "one epoch authenticator")
    const stored = unwrap(decodeGroup(ctx, encodeGroup(ctx, group)))
    assert(
      equal(secretOf(world, stored), secretOf(world, first.group)),
      "one exporter secret, also from storage",
    )
    fromStorage.push(stored)
  }
  await checkTalk(world, fromStorage)
  const tree = encodeTree(server.tree)
  const rebuilt = unwrap(decodeTree(tree))
  assert(
    equal(treeHash(ctx.crypto, server.suite.hash, rebuilt), server.context.treeHash),
    "hash from scratch",
  )
  // Parent hashes, unmerged leaves, signatures and the uniqueness of keys, as a newcomer checks them.
  unwrap(await publicGroupFromGroupInfo(ctx, world.groupInfo, tree))
}

/** Whoever comes back from storage writes, and all others who do read. */
async function checkTalk({ ctx, members }: ScheduleWorld, groups: readonly Group[]): Promise<void> {
  for (const [place, { person }] of members.slice(0, writersMax).entries()) {
    const writer = groups[place]
    assert(writer !== undefined, "every member has a stored state")
    const data = toUtf8(person.name)
    const { message } = unwrap(await protectApplication(ctx, writer, { signer: person.signer, data }))
    for (const reader of groups.filter(group => group !== writer)) {
      const read = unwrap(await processMessage(ctx, reader, message))
      assert(read.kind === "application" && equal(read.data, data), "what was written")
    }
  }
}

const secretOf = ({ ctx }: ScheduleWorld, group: Group) =>
  unwrap(exportSecret(ctx, group, "schedule", toUtf8("x"), 32))

/** Who is out takes in nothing that follows, shares no secret, and holds no key of the tree. */
async function checkRemoved(world: ScheduleWorld): Promise<void> {
  const { ctx, server, members, removed } = world
  const [first] = members
  assert(first !== undefined, "somebody is left")
  const plan = {
    signer: first.person.signer,
    data: toUtf8("after"),
    padding: 0,
  }
  const said = unwrap(await protectApplication(ctx, first.group, plan))
  const lastCommit = world.log.at(-1)?.message ?? new Uint8Array()
  const { kem } = server.suite.hpke
  for (const { group } of removed) {
    for (const message of [lastCommit, said.message])
      assert(!(await processMessage(ctx, group, message)).ok, "who is out takes in nothing")
    assert(!equal(epochAuthenticator(group), epochAuthenticator(first.group)), "who is out agrees on nothing")
    assert(!equal(secretOf(world, group), secretOf(world, first.group)), "who is out derives nothing")
    const known = unwrap(encryptionKeys(server.tree))
    for (const privateKey of group.secrets.nodeKeys.values()) {
      const publicKey = await kemPublicKey(ctx.crypto, kem, privateKey)
      assert(publicKey === undefined || !known.has(publicKey), "who is out holds no key of the tree")
    }
  }
}
