import { describe, expect, test } from "bun:test"
import { encode, toUtf8, unwrap } from "@colombe/base"
import {
  createCommit,
  decodeGroup,
  decodePublicGroup,
  encodeGroup,
  encodePublicGroup,
  epochAuthenticator,
  exportSecret,
  groupContext,
  processMessage,
  protectApplication,
} from "./index.ts"
import { hybridSuite, seededPlatform, x25519Suite } from "./testing/people.ts"
import { commit, createWorld, joinExternally, proposeFrom, type World } from "./testing/world.ts"

const membersMax = 10

/** One random step: who does what comes from the seed alone. */
async function act(world: World, below: (limit: number) => number): Promise<void> {
  const committer = world.members[below(world.members.length)]
  if (committer === undefined) throw new Error("somebody is there")
  const own = world.members.indexOf(committer)
  const waiting = new Set(
    committer.group.public.pending.flatMap(({ sender }) =>
      sender.kind === "member" ? sender.leafIndex : [],
    ),
  )
  // Whoever proposed something leaves the commit to somebody else.
  if (waiting.has(committer.group.secrets.leafIndex)) return
  const others = world.members.map((_, place) => place).filter(place => place !== own)
  const pick = () => others.splice(below(others.length), 1)
  const room = membersMax - world.members.length
  const nothing = { add: 0, remove: [], forcePath: false, pending: true }
  const free = world.members.filter(({ group }) => !waiting.has(group.secrets.leafIndex))
  switch (below(8)) {
    case 0:
    case 1:
      return commit(world, committer, {
        ...nothing,
        add: Math.min(room, 1 + below(3)),
        forcePath: below(2) === 0,
      })
    case 2:
      return commit(world, committer, { ...nothing, remove: others.length > 1 ? pick() : [] })
    case 3:
      return commit(world, committer, {
        ...nothing,
        add: Math.min(room, below(3)),
        remove: others.length > 3 ? [...pick(), ...pick()] : [],
      })
    case 4:
      return commit(world, committer, { ...nothing, forcePath: true, pending: below(2) === 0 })
    case 5:
      return joinExternally(
        world,
        room > 0 && below(2) === 0 ? undefined : free.find(one => one !== committer),
      )
    case 6:
      return free.length > 2
        ? proposeFrom(world, free[below(free.length)] ?? committer, "selfRemove")
        : undefined
    default:
      return free.length > 2 ? proposeFrom(world, free[below(free.length)] ?? committer, "update") : undefined
  }
}

function agree(world: World): void {
  const context = encode(groupContext, world.server.context)
  const [first] = world.members
  if (first === undefined) throw new Error("somebody is there")
  for (const { group } of world.members) {
    expect(encode(groupContext, group.public.context)).toEqual(context)
    expect(epochAuthenticator(group)).toEqual(epochAuthenticator(first.group))
    expect(exportSecret(world.ctx, group, "test", toUtf8("x"), 16)).toEqual(
      exportSecret(world.ctx, first.group, "test", toUtf8("x"), 16),
    )
  }
  expect(world.members.length).toBe(world.server.tree.root.occupied)
}

/** States survive storage, in every epoch. */
function store(world: World): void {
  world.server = unwrap(decodePublicGroup(encodePublicGroup(world.server)))
  for (const member of world.members)
    member.group = unwrap(decodeGroup(world.ctx, encodeGroup(world.ctx, member.group)))
}

async function sayHello(world: World): Promise<void> {
  const [first, ...others] = world.members
  if (first === undefined) return
  const data = toUtf8("hello")
  const input = { signer: first.person.signer, data, padding: 20 }
  const sent = unwrap(await protectApplication(world.ctx, first.group, input))
  first.group = sent.next
  for (const other of others) {
    const read = unwrap(await processMessage(world.ctx, other.group, sent.message))
    expect(read).toMatchObject({ kind: "application", data, sender: first.group.secrets.leafIndex })
    other.group = read.next ?? other.group
    expect(await processMessage(world.ctx, other.group, sent.message)).toMatchObject({ code: "key-used" })
  }
}

async function run(seed: string, suite: number, steps: number): Promise<World> {
  const ctx = seededPlatform(seed)
  const below = (limit: number) => (ctx.crypto.random(1)[0] ?? 0) % limit
  const world = await createWorld(ctx, suite)
  const [creator] = world.members
  if (creator === undefined) throw new Error("the creator is there")
  await commit(world, creator, { add: 3, remove: [], forcePath: false, pending: false })
  for (let step = 0; step < steps; step++) {
    await act(world, below)
    agree(world)
    if (step % 4 === 3) store(world)
  }
  return world
}

describe("random schedules", () => {
  const seeds = Array.from({ length: 15 }, (_, seed) => seed)
  test.each(seeds)("M20 members and server agree after every step (X25519, seed %d)", async seed => {
    const world = await run(`schedule ${seed}`, x25519Suite, 8)
    await sayHello(world)
  })

  test("M20 members and server agree after every step (hybrid)", async () => {
    await run("hybrid schedule", hybridSuite, 8)
  })

  test("M12 a removed member opens nothing that follows", async () => {
    let seen = 0
    for (const seed of ["removed 1", "removed 2", "removed 3"]) {
      const world = await run(seed, x25519Suite, 8)
      const [member] = world.members
      if (member === undefined) continue
      const made = unwrap(
        await createCommit(world.ctx, member.group, { signer: member.person.signer, forcePath: true }),
      )
      for (const { group } of world.removed) {
        seen++
        const processed = await processMessage(world.ctx, group, made.commit)
        expect(processed).toMatchObject({ ok: false, code: "wrong-epoch" })
      }
    }
    expect(seen).toBeGreaterThan(3)
  })
})
