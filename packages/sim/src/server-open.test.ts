import { expect, test } from "bun:test"
import { toUtf8, unwrap } from "@colombe/base"
import { directSeed, groupSeed, kinds, logHash, logStart } from "@colombe/rules"
import { crypto, testWorld } from "@colombe/server/testing"
import {
  directOpening,
  enrolled,
  extensionOf,
  groupOpening,
  member,
  open,
  opening,
  pull,
} from "./testing/member.ts"

async function two() {
  const world = testWorld()
  return { world, ana: await enrolled(world, "ana"), bob: await enrolled(world, "bob") }
}

test("D12 a conversation opens with the group that its first device signs, and both sides have it", async () => {
  const { world, ana, bob } = await two()
  const room = await directOpening(ana, bob)
  unwrap(await bob.client.call("follow", {}))
  const { entry } = unwrap(await open(ana, room))
  expect(entry).toMatchObject({
    seq: 1n,
    type: kinds.open,
    incarnation: 0,
    epoch: 0n,
    author: ana.who.account,
  })
  const [stored] = await pull(bob, room)
  expect(stored?.body).toEqual(room.groupInfo)
  const place = {
    previous: logStart(crypto, room.conversation),
    seq: 1,
    atMs: Number(stored?.atMs),
    type: kinds.open,
    incarnation: 0,
    epoch: 0,
    entry: crypto.hash("SHA-256", room.groupInfo),
  }
  expect(stored?.hash).toEqual(logHash(crypto, place))
  await world.server.settled()
  expect(bob.client.events("entryStored")).toHaveLength(1)
  expect(bob.client.events("conversationChanged")).toMatchObject([
    { changed: { conversation: room.conversation, accountSeq: 1n, head: 1n } },
  ])
  expect(unwrap(await bob.client.call("pullGroup", { conversation: room.conversation }))).toMatchObject({
    groupInfo: room.groupInfo,
    seq: 1n,
  })
})

test("D12 a repeat gets the first answer, and who comes second learns that it exists", async () => {
  const { ana, bob } = await two()
  const room = await directOpening(ana, bob)
  const first = unwrap(await open(ana, room))
  expect(unwrap(await open(ana, room)).entry).toEqual(first.entry)
  expect(await open(bob, await directOpening(bob, ana))).toMatchObject({
    code: "conversation-exists",
    retry: "after-refresh",
  })
})

test("D12 of two who open one direct at the same moment, one opens it", async () => {
  const { ana, bob } = await two()
  const rooms = [await directOpening(ana, bob), await directOpening(bob, ana)] as const
  const answers = await Promise.all([open(ana, rooms[0]), open(bob, rooms[1])])
  expect(answers.map(answer => (answer.ok ? "opened" : answer.code)).sort()).toEqual([
    "conversation-exists",
    "opened",
  ])
})

test("D12 a group of another place, host, device or form is refused", async () => {
  const { world, ana, bob } = await two()
  const eve = await enrolled(world, "eve")
  const seed = directSeed(ana.who.account, bob.who.account)
  if (!seed) throw new Error("two people")
  const dormant = [{ account: bob.who.account, position: bob.who.head }]
  const owner = [{ account: ana.who.account, role: "owner" as const }]
  const rooms = [
    await opening(ana, extensionOf(seed)),
    await opening(ana, extensionOf(seed, { dormant, host: toUtf8("example.org") })),
    await opening(ana, extensionOf(seed, { dormant, ttlSeconds: 1 })),
    await opening(ana, extensionOf(seed, { dormant }), crypto.random(32)),
    await opening(eve, extensionOf(seed, { dormant })),
    await opening(ana, extensionOf(groupSeed(bob.who.account, crypto.random(32)), { roles: owner })),
    await opening(ana, extensionOf(groupSeed(ana.who.account, crypto.random(32)))),
    await opening(ana, extensionOf({ kind: "self", account: ana.who.account })),
    await directOpening(ana, bob, {
      previous: {
        state: { incarnation: 0, epoch: 0, ctx: crypto.random(32) },
        seq: 1,
        log: crypto.random(32),
      },
    }),
  ]
  for (const room of rooms) expect(await open(ana, room)).toMatchObject({ code: "conversation-invalid" })
  const good = await directOpening(ana, bob)
  expect(await open(ana, { ...good, conversation: crypto.random(32) })).toMatchObject({
    code: "conversation-invalid",
  })
  expect(await open(eve, good)).toMatchObject({ code: "conversation-invalid" })
  expect(await open(await member(world, bob.who), good)).toMatchObject({ code: "conversation-invalid" })
})

test("D12 garbage, and a group info that was changed on the way, open nothing", async () => {
  const { ana, bob } = await two()
  const room = await directOpening(ana, bob)
  const flipped = room.groupInfo.slice()
  flipped[flipped.length - 3] = (flipped.at(-3) ?? 0) ^ 1
  const large = new Uint8Array(2 * 1024 * 1024 + 1)
  for (const groupInfo of [new Uint8Array(), flipped, room.groupInfo.slice(0, -1), large])
    expect(await open(ana, { ...room, groupInfo })).toMatchObject({ code: "group-info-invalid" })
})

test("D12 a conversation with somebody who has no account here is refused", async () => {
  const { world, ana, bob } = await two()
  const other = testWorld()
  const dan = await enrolled(other, "dan")
  expect(await open(ana, await directOpening(ana, dan))).toMatchObject({ code: "account-unknown" })
  expect((await open(ana, await groupOpening(ana, [bob]))).ok).toBe(true)
  expect(world.log).toEqual([])
})

test("D13 to somebody who is no member a conversation is as unknown as one that is not there", async () => {
  const { world, ana, bob } = await two()
  const eve = await enrolled(world, "eve")
  const { conversation } = await directOpening(ana, bob)
  unwrap(await open(ana, await directOpening(ana, bob)))
  for (const id of [conversation, crypto.random(32), new Uint8Array()]) {
    const calls = [
      eve.client.call("pullEntries", { conversation: id }),
      eve.client.call("pullGroup", { conversation: id }),
      eve.client.call("commit", { conversation: id }),
      eve.client.call("propose", { conversation: id }),
    ]
    for (const answer of await Promise.all(calls))
      expect(answer).toMatchObject({ code: "conversation-unknown" })
  }
})
