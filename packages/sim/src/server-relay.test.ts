import { expect, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { kinds, readPositionsMembersMax, relayedBytesMax } from "@colombe/rules"
import { crypto, testWorld } from "@colombe/server/testing"
import {
  addOf,
  directOpening,
  enrolled,
  groupOpening,
  joinByCommit,
  joinByMail,
  type Member,
  makeCommit,
  open,
  publish,
  pull,
  type Room,
  sealedBytes,
  send,
} from "./testing/member.ts"

/** Ana and Bob, both with a leaf, in the group's epoch 1; Bob hears what happens. */
async function room(limits = {}) {
  const world = testWorld({ limits })
  const [ana, bob] = [await enrolled(world, "ana"), await enrolled(world, "bob")]
  await publish(bob, 2)
  const opened = await groupOpening(ana)
  unwrap(await open(ana, opened))
  const made = await makeCommit(ana, opened, "add", { proposals: await addOf(ana, bob) })
  unwrap(await send(ana, made))
  await world.server.settled()
  unwrap(await bob.client.call("follow", {}))
  return { world, ana, bob, atAna: made.next, atBob: await joinByMail(bob) }
}

const relay = (by: Member, { conversation }: Room, body: Uint8Array) =>
  by.client.call("relay", { conversation, body })
const typing = (at: Room, place = {}) => sealedBytes(at, { kind: kinds.typing, ...place })
const read = (at: Room, place = {}) => sealedBytes(at, { kind: kinds.read, ...place })
const positions = async (by: Member, after = 0n) =>
  unwrap(await by.client.call("pullReads", { after })).positions

test("D29 typing goes to whoever follows, as it was sealed, and is kept nowhere", async () => {
  const { world, ana, bob, atAna } = await room()
  const carol = await enrolled(world, "carol")
  unwrap(await carol.client.call("follow", {}))
  const body = typing(atAna)
  unwrap(await relay(ana, atAna, body))
  const { conversation } = atAna
  expect(bob.client.events("relayed")).toMatchObject([{ conversation, account: ana.who.account, body }])
  expect(carol.client.events("relayed")).toEqual([])
  expect(await positions(bob)).toEqual([])
  expect(await pull(bob, atAna)).toHaveLength(2)
})

test("D30 the newest read position of each member waits for those who are away", async () => {
  const { ana, bob, atAna, atBob } = await room()
  const [first, second, bobs] = [read(atAna), read(atAna), read(atBob)]
  unwrap(await relay(ana, atAna, first))
  unwrap(await relay(bob, atBob, bobs))
  unwrap(await relay(ana, atAna, second))
  const known = await positions(bob)
  expect(known).toMatchObject([
    { conversation: atAna.conversation, account: bob.who.account, body: bobs },
    { conversation: atAna.conversation, account: ana.who.account, body: second },
  ])
  expect(await positions(bob, known[0]?.number)).toMatchObject([{ body: second }])
  expect(bob.client.events("relayed").map(({ body }) => body)).toEqual([first, bobs, second])
  // What was put again, and what an older epoch says, moves nothing and is told to nobody.
  unwrap(await relay(ana, atAna, second))
  unwrap(await relay(ana, atAna, read(atAna, { epoch: 0 })))
  expect(await positions(bob)).toEqual(known)
  expect(bob.client.events("relayed")).toEqual([])
})

test("D29 what is no relayed message, or of no epoch yet, is refused", async () => {
  const { ana, atAna } = await room()
  const refused = [
    new Uint8Array(),
    typing(atAna).slice(0, 126),
    crypto.random(526),
    typing(atAna, { conversation: crypto.random(32) }),
    ...[0, 1, 0x40, 0x82, 0xc1].map(kind => sealedBytes(atAna, { kind })),
  ]
  for (const body of refused) expect(await relay(ana, atAna, body)).toMatchObject({ code: "entry-invalid" })
  const large = new Uint8Array(relayedBytesMax + 1)
  large.set(typing(atAna))
  expect(await relay(ana, atAna, large)).toMatchObject({ code: "entry-too-large" })
  for (const place of [{ epoch: 2 }, { incarnation: 1 }])
    expect(await relay(ana, atAna, read(atAna, place))).toMatchObject({ code: "stale-epoch" })
})

test("D29 strangers, those who were taken out and devices without a leaf reach nobody", async () => {
  const { world, ana, bob, atAna, atBob } = await room()
  const carol = await enrolled(world, "carol")
  expect(await relay(carol, atAna, typing(atAna))).toMatchObject({ code: "conversation-unknown" })
  const invited = await groupOpening(ana, [carol])
  unwrap(await open(ana, invited))
  expect(await relay(carol, invited, typing(invited))).toMatchObject({ code: "device-not-joined" })
  unwrap(await relay(bob, atBob, read(atBob)))
  const removal = await makeCommit(ana, atAna, "removePerson", {
    proposals: [{ kind: "remove", removed: 1 }],
  })
  unwrap(await send(ana, removal))
  for (const body of [typing(atBob), read(atBob)])
    expect(await relay(bob, atBob, body)).toMatchObject({ code: "conversation-unknown" })
  unwrap(await relay(ana, removal.next, read(removal.next)))
  expect(await positions(bob)).toEqual([])
  expect((await positions(ana)).map(({ account }) => account)).toEqual([ana.who.account])
})

test("D29 a direct that nobody accepted carries nothing, and then both ways", async () => {
  const world = testWorld()
  const [ana, bob] = [await enrolled(world, "ana"), await enrolled(world, "bob")]
  const opened = await directOpening(ana, bob)
  unwrap(await open(ana, opened))
  for (const body of [typing(opened), read(opened)])
    expect(await relay(ana, opened, body)).toMatchObject({ code: "first-contact-limit" })
  const joined = await joinByCommit(bob, opened.conversation)
  unwrap(await send(bob, joined))
  unwrap(await relay(bob, joined.next, typing(joined.next)))
  unwrap(await relay(ana, joined.next, read(joined.next)))
})

test("D29 above fifty accounts nothing is relayed", async () => {
  const world = testWorld()
  const ana = await enrolled(world, "ana")
  const others: Member[] = []
  for (let count = 0; count < readPositionsMembersMax; count++)
    others.push(await enrolled(world, `guest ${count}`.replace(" ", "")))
  const fits = await groupOpening(ana, others.slice(1))
  const large = await groupOpening(ana, others)
  for (const one of [fits, large]) unwrap(await open(ana, one))
  unwrap(await relay(ana, fits, read(fits)))
  for (const body of [typing(large), read(large)])
    expect(await relay(ana, large, body)).toMatchObject({ code: "group-too-large" })
})

test("D9 nobody floods others with what is relayed", async () => {
  const slow = { burst: 1, perSecond: 1 }
  const { bob, ana, atAna } = await room({ typing: slow, reads: slow })
  for (const body of [typing(atAna), read(atAna)]) {
    unwrap(await relay(ana, atAna, body))
    expect(await relay(ana, atAna, body)).toMatchObject({ code: "rate-limited", retryAfter: 1000 })
  }
  expect(bob.client.events("relayed")).toHaveLength(2)
})
