import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { encodeTree, type PublicGroup } from "@colombe/mls"
import { crypto, readGroup, testWorld } from "@colombe/server/testing"
import { memoryDisk, memoryStore } from "@colombe/store"
import {
  addOf,
  enrolled,
  groupOpening,
  joinByMail,
  leaving,
  makeCommit,
  member,
  open,
  publish,
  type Room,
  send,
} from "./testing/member.ts"

setDefaultTimeout(120_000)

const day = 86_400_000

/** Ana and so many others, who know each other, and the group right after they came in. */
async function crowd(others: number) {
  const disk = memoryDisk(crypto.random(16))
  const world = testWorld({ store: memoryStore(crypto, disk) })
  const ana = await enrolled(world, "ana")
  const guests = []
  for (let number = 0; number < others; number++) guests.push(await enrolled(world, `guest${number}`))
  for (const one of guests) await publish(one, 1)
  const opened = await groupOpening(ana)
  unwrap(await open(ana, opened))
  const made = await makeCommit(ana, opened, "add", { proposals: await addOf(ana, ...guests) })
  unwrap(await send(ana, made))
  return { disk, world, ana, guests, room: made.next }
}

async function partsOf({ store }: ReturnType<typeof testWorld>, { conversation }: Room, epoch?: number) {
  const group = await store.conversations.group(
    conversation,
    epoch === undefined ? undefined : { incarnation: 0, epoch },
  )
  return group?.parts ?? []
}

test("T36 D22 a commit in a group of forty stores a path and not the tree, and every epoch is served as it was", async () => {
  const { disk, world, ana, guests, room } = await crowd(39)
  const states: PublicGroup[] = []
  let at = room
  const stored: number[] = []
  for (let commit = 0; commit < 70; commit++) {
    states[at.group.public.context.epoch] = at.group.public
    const made = await makeCommit(ana, at, "path")
    unwrap(await send(ana, made))
    at = made.next
    stored.push((await partsOf(world, at)).at(-1)?.length ?? 0)
  }
  const whole = (await partsOf(world, room, 1))[0]?.length ?? 0
  // Whole again now and then, so that nobody reads more than about two.
  const wholes = stored.filter(bytes => bytes > whole / 2)
  expect(wholes.length).toBeGreaterThan(0)
  expect(wholes.length).toBeLessThan(20)
  expect(Math.min(...stored)).toBeLessThan(whole / 5)
  // A server that was just started reads all of it from its store.
  await world.server.stop()
  const again = testWorld({ store: memoryStore(crypto, disk) })
  const [one] = guests
  if (!one) throw new Error("guests")
  const asking = await member(again, one.who)
  for (const [epoch, state] of states.entries()) {
    if (state === undefined) continue
    const parts = await partsOf(again, room, epoch)
    expect(parts.reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(2 * whole + 100_000)
    const answer = unwrap(
      await asking.client.call("pullGroup", {
        conversation: room.conversation,
        at: { incarnation: 0, epoch: BigInt(epoch) },
      }),
    )
    expect(answer.ratchetTree).toEqual(encodeTree(state.tree))
  }
  const goingOn = await member(again, ana.who)
  expect((await send(goingOn, await makeCommit(goingOn, at, "path"))).ok).toBe(true)
})

test("T36 D20 who left still has to be carried by a commit after the server was started again", async () => {
  const { disk, world, ana, guests, room } = await crowd(2)
  const [bob] = guests
  if (!bob) throw new Error("a guest")
  await world.server.settled()
  const atBob = await joinByMail(bob)
  const { proposal, reference } = await leaving(bob, atBob)
  unwrap(await bob.client.call("propose", { conversation: room.conversation, proposal }))
  expect(await partsOf(world, room)).toHaveLength(2)
  await world.server.stop()
  const again = testWorld({ store: memoryStore(crypto, disk) })
  const anew = await member(again, ana.who)
  expect(await send(anew, await makeCommit(anew, room, "path"))).toMatchObject({ code: "commit-invalid" })
  expect(readGroup(await partsOf(again, room)).pending.map(one => one.reference)).toEqual([reference])
})

test("D35 T37 states of epochs go 120 days after another followed, and the newest never", async () => {
  const { world, ana, room } = await crowd(1)
  const made = await makeCommit(ana, room, "path")
  unwrap(await send(ana, made))
  const pull = (epoch: number) =>
    ana.client.call("pullGroup", {
      conversation: room.conversation,
      at: { incarnation: 0, epoch: BigInt(epoch) },
    })
  const after = async (days: number) => {
    world.clock.pass(days * day)
    await world.server.settled()
  }
  await after(119)
  for (const epoch of [0, 1, 2]) expect((await pull(epoch)).ok).toBe(true)
  const late = await makeCommit(ana, made.next, "path")
  unwrap(await send(ana, late))
  await after(2)
  for (const epoch of [0, 1]) expect(await pull(epoch)).toMatchObject({ code: "stale-epoch" })
  for (const epoch of [2, 3]) expect((await pull(epoch)).ok).toBe(true)
  await after(121)
  expect(await pull(2)).toMatchObject({ code: "stale-epoch" })
  expect((await pull(3)).ok).toBe(true)
  expect((await send(ana, await makeCommit(ana, late.next, "path"))).ok).toBe(true)
})
