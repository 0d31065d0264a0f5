import { expect, test } from "bun:test"
import { encode, unwrap } from "@colombe/base"
import { groupContext } from "@colombe/mls"
import { type ColombeGroup, carriedOver, contextHash, groupFactsOf, pathsIn } from "@colombe/rules"
import { crypto, testWorld } from "@colombe/server/testing"
import {
  addOf,
  enrolled,
  groupOpening,
  joinByCommit,
  joinByMail,
  type Member,
  makeCommit,
  open,
  opening,
  publish,
  pull,
  type Room,
  say,
  sealedBytes,
  send,
} from "./testing/member.ts"

/** Ana, owner, and Bob in epoch 1. */
async function two() {
  const world = testWorld()
  const [ana, bob] = [await enrolled(world, "ana"), await enrolled(world, "bob")]
  await publish(bob, 1)
  const opened = await groupOpening(ana)
  unwrap(await open(ana, opened))
  const made = await makeCommit(ana, opened, "add", { proposals: await addOf(ana, bob) })
  unwrap(await send(ana, made))
  await world.server.settled()
  return { world, ana, bob, atAna: made.next, atBob: await joinByMail(bob) }
}

async function reopening(
  by: Member,
  room: Room,
  everybody: readonly Member[],
  change: Partial<ColombeGroup> = {},
) {
  const facts = unwrap(groupFactsOf(room.group.public))
  const carried = carriedOver(facts, by.who, pathsIn(everybody.map(({ who }) => who.chain)))
  if ("at" in carried) throw new Error(carried.at)
  const { incarnation } = facts.id
  const ctx = contextHash(crypto, encode(groupContext, room.group.public.context))
  const last = (await pull(by, room)).at(-1)
  const previous = {
    state: { incarnation, epoch: facts.epoch, ctx },
    seq: Number(last?.seq),
    log: last?.hash ?? new Uint8Array(32),
  }
  const extension = { ...facts.extension, ...carried, previous, ...change }
  return opening(by, extension, room.conversation, incarnation + 1)
}

test("D25 an owner reopens, the log goes on, and others come in again", async () => {
  const { ana, bob, atAna } = await two()
  unwrap(await bob.client.call("follow", {}))
  const again = await reopening(ana, atAna, [ana, bob])
  const { entry } = unwrap(await open(ana, again))
  expect(entry).toMatchObject({ seq: 3n, incarnation: 1, epoch: 0n })
  expect(unwrap(await open(ana, again)).entry).toEqual(entry)
  expect(bob.client.events("entryStored")).toHaveLength(1)
  expect(await say(ana, atAna)).toMatchObject({ code: "stale-epoch" })
  const place = { incarnation: 1 }
  expect(await say(bob, again, sealedBytes(again, place), place)).toMatchObject({ code: "device-not-joined" })
  const joined = await joinByCommit(bob, atAna.conversation)
  unwrap(await send(bob, joined))
  expect((await say(bob, joined.next, sealedBytes(joined.next, place), place)).ok).toBe(true)
})

test("D25 a member without the role, a changed extension, another log or epoch reopens nothing", async () => {
  const { ana, bob, atAna, atBob } = await two()
  const everybody = [ana, bob]
  const good = await reopening(ana, atAna, everybody)
  const log = { state: { incarnation: 0, epoch: 1, ctx: crypto.random(32) }, seq: 2, log: crypto.random(32) }
  for (const [by, room] of [
    [bob, await reopening(bob, atBob, everybody)],
    [ana, await reopening(ana, atAna, everybody, { ttlSeconds: 60 })],
    [ana, await reopening(ana, atAna, everybody, { dormant: [] })],
    [ana, await reopening(ana, atAna, everybody, { previous: log })],
    [ana, await reopening(ana, atAna, everybody, { previous: undefined })],
  ] as const)
    expect(await open(by, room)).toMatchObject({ code: "conversation-invalid" })
  unwrap(await send(ana, await makeCommit(ana, atAna, "path")))
  expect(await open(ana, good)).toMatchObject({ code: "stale-epoch" })
})

test("D25 one account reopens once a day", async () => {
  const { ana, bob, atAna } = await two()
  const first = await reopening(ana, atAna, [ana, bob])
  unwrap(await open(ana, first))
  expect(await open(ana, await reopening(ana, first, [ana, bob]))).toMatchObject({ code: "rate-limited" })
})
