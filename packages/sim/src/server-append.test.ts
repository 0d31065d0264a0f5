import { expect, test } from "bun:test"
import { equal, unwrap } from "@colombe/base"
import { entryBytesMax, firstContactEntriesMax, kinds } from "@colombe/rules"
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
  say,
  sealedBytes,
  send,
} from "./testing/member.ts"

/** Ana and Bob, both with a leaf, in the group's epoch 1. */
async function room(limits = {}) {
  const world = testWorld({ limits })
  const [ana, bob] = [await enrolled(world, "ana"), await enrolled(world, "bob")]
  await publish(bob, 2)
  const opened = await groupOpening(ana)
  unwrap(await open(ana, opened))
  const made = await makeCommit(ana, opened, "add", { proposals: await addOf(ana, bob) })
  unwrap(await send(ana, made))
  await world.server.settled()
  return { world, ana, bob, atAna: made.next, atBob: await joinByMail(bob) }
}

test("D14 an entry gets its place, and everybody who follows hears it with its body", async () => {
  const { ana, bob, atAna } = await room()
  for (const one of [ana, bob]) unwrap(await one.client.call("follow", {}))
  const body = sealedBytes(atAna)
  const { entry } = unwrap(await say(ana, atAna, body))
  expect(entry).toMatchObject({ seq: 3n, epoch: 1n, type: kinds.message, author: ana.who.account })
  expect(entry?.body).toHaveLength(0)
  for (const one of [ana, bob])
    expect(one.client.events("entryStored")).toMatchObject([
      { conversation: atAna.conversation, entry: { seq: 3n, body, hash: entry?.hash } },
    ])
})

test("D14 a repeated send gets its first answer, another body under its id is refused", async () => {
  const { ana, bob, atAna, atBob } = await room()
  const sendId = crypto.random(16)
  const body = sealedBytes(atAna, { sendId })
  const [first, again] = await Promise.all([say(ana, atAna, body), say(ana, atAna, body)])
  expect(unwrap(again)).toEqual(unwrap(first))
  expect(await say(ana, atAna, sealedBytes(atAna, { sendId }))).toMatchObject({ code: "send-id-reused" })
  expect((await say(bob, atBob, sealedBytes(atBob, { sendId }))).ok).toBe(true)
  unwrap(await send(ana, await makeCommit(ana, atAna, "path")))
  expect(unwrap(await say(ana, atAna, body))).toEqual(unwrap(first))
  expect(await pull(ana, atAna, 2n)).toHaveLength(3)
})

test("D14 an entry of another epoch is refused and nothing is stored", async () => {
  const { ana, atAna } = await room()
  for (const place of [{ epoch: 0 }, { epoch: 2 }, { incarnation: 1 }])
    expect(await say(ana, atAna, sealedBytes(atAna, place), place)).toMatchObject({
      code: "stale-epoch",
      retry: "after-refresh",
    })
  expect(await pull(ana, atAna)).toHaveLength(2)
})

test("D14 a header that is none, names another place or a kind that is not stored is refused", async () => {
  const { ana, atAna } = await room()
  const bodies = [
    new Uint8Array(),
    sealedBytes(atAna).slice(0, 126),
    crypto.random(526),
    sealedBytes(atAna, { conversation: crypto.random(32) }),
    sealedBytes(atAna, { epoch: 0 }),
    ...[0, 7, 0x3f, 0x80, 0x81, 0xc0, 0xc1, 0xc3, 0xff].map(kind => sealedBytes(atAna, { kind })),
  ]
  for (const body of bodies) expect(await say(ana, atAna, body)).toMatchObject({ code: "entry-invalid" })
  expect((await say(ana, atAna, sealedBytes(atAna, { kind: 0x7f }))).ok).toBe(true)
})

test("D14 an entry of the largest size is stored, one byte more is refused", async () => {
  const { ana, atAna } = await room()
  const body = new Uint8Array(entryBytesMax)
  body.set(sealedBytes(atAna))
  expect((await say(ana, atAna, body)).ok).toBe(true)
  const larger = new Uint8Array(entryBytesMax + 1)
  larger.set(sealedBytes(atAna))
  expect(await say(ana, atAna, larger)).toMatchObject({ code: "entry-too-large" })
})

test("D14 a device without a leaf reads and does not write", async () => {
  const { world, ana, atAna } = await room()
  const dan = await enrolled(world, "dan")
  const invited = await groupOpening(ana, [dan])
  unwrap(await open(ana, invited))
  expect(await pull(dan, invited)).toHaveLength(1)
  expect(await say(dan, invited)).toMatchObject({ code: "device-not-joined" })
  expect(await say(dan, atAna)).toMatchObject({ code: "conversation-unknown" })
})

test("D14 many at once leave no gap, and everybody hears them in the order of the log", async () => {
  const { ana, bob, atAna, atBob } = await room()
  unwrap(await bob.client.call("follow", {}))
  const sends = Array.from({ length: 20 }, (_, index) => (index % 2 ? say(ana, atAna) : say(bob, atBob)))
  for (const answer of await Promise.all(sends)) expect(answer.ok).toBe(true)
  const heard = bob.client.events("entryStored").map(({ entry }) => entry?.seq)
  expect(heard).toEqual(Array.from({ length: 20 }, (_, index) => BigInt(index + 3)))
})

test("D14 pages of a log join, and end by their bytes", async () => {
  const { ana, atAna } = await room()
  const body = () => {
    const large = new Uint8Array(entryBytesMax)
    large.set(sealedBytes(atAna))
    return large
  }
  for (let count = 0; count < 20; count++) unwrap(await say(ana, atAna, body()))
  const seqs: bigint[] = []
  for (let pages = 0; pages < 4; pages++) {
    const entries = await pull(ana, atAna, seqs.at(-1) ?? 0n)
    expect(entries.reduce((sum, entry) => sum + entry.body.length, 0)).toBeLessThanOrEqual(1024 * 1024)
    seqs.push(...entries.map(({ seq }) => seq))
  }
  expect(seqs).toEqual(Array.from({ length: 22 }, (_, index) => BigInt(index + 1)))
})

test("D9 an account sends no faster than its rate", async () => {
  const { ana, atAna } = await room({ entries: { burst: 1, perSecond: 1 } })
  unwrap(await say(ana, atAna))
  expect(await say(ana, atAna)).toMatchObject({ code: "rate-limited", retryAfter: 1000 })
})

async function request(): Promise<{ ana: Member; bob: Member; opened: Room }> {
  const world = testWorld()
  const [ana, bob] = [await enrolled(world, "ana"), await enrolled(world, "bob")]
  const opened = await directOpening(ana, bob)
  unwrap(await open(ana, opened))
  return { ana, bob, opened }
}

test("D15 a direct that nobody accepted takes five entries, repeats apart", async () => {
  const { ana, opened } = await request()
  const bodies = Array.from({ length: firstContactEntriesMax }, () => sealedBytes(opened))
  for (const body of bodies) unwrap(await say(ana, opened, body))
  expect(await say(ana, opened)).toMatchObject({ code: "first-contact-limit" })
  expect((await say(ana, opened, bodies[4])).ok).toBe(true)
})

test("D15 accepting by an external commit opens it for both", async () => {
  const { ana, bob, opened } = await request()
  for (let count = 0; count < firstContactEntriesMax; count++) unwrap(await say(ana, opened))
  const joined = await joinByCommit(bob, opened.conversation)
  const { entry } = unwrap(await send(bob, joined))
  expect(entry).toMatchObject({ seq: 7n, epoch: 1n, type: kinds.commit })
  expect((await say(bob, joined.next)).ok).toBe(true)
  expect((await say(ana, { ...opened, group: joined.next.group })).ok).toBe(true)
})

test("D16 one-time key packages go to a stranger once, then only after consent", async () => {
  const { ana, bob, opened } = await request()
  await publish(bob, 3)
  const claim = (lastResortOnly = false) =>
    ana.client.call("claimKeyPackages", { account: bob.who.account, lastResortOnly })
  expect(unwrap(await claim()).keyPackages).toMatchObject([{ device: bob.id, lastResort: false }])
  expect(await claim()).toMatchObject({ code: "rate-limited" })
  expect(unwrap(await claim(true)).keyPackages).toMatchObject([{ lastResort: true }])
  unwrap(await send(bob, await joinByCommit(bob, opened.conversation)))
  for (let count = 0; count < 2; count++)
    expect(unwrap(await claim()).keyPackages).toMatchObject([{ lastResort: false }])
  expect(unwrap(await claim()).keyPackages).toMatchObject([{ lastResort: true }])
})

test("D16 packages are handed out once each, and where there is none that is said", async () => {
  const { ana, bob } = await request()
  expect(await ana.client.call("claimKeyPackages", { account: bob.who.account })).toMatchObject({
    code: "key-packages-exhausted",
  })
  await publish(ana, 3)
  const claims = Array.from({ length: 3 }, () =>
    ana.client.call("claimKeyPackages", { account: ana.who.account }),
  )
  const bodies = (await Promise.all(claims)).map(answer => unwrap(answer).keyPackages[0]?.keyPackage)
  for (const [index, body] of bodies.entries())
    for (const other of bodies.slice(index + 1)) expect(body && other && equal(body, other)).toBe(false)
})
