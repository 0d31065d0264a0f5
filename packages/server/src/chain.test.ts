import { expect, test } from "bun:test"
import { decode, encode, unwrap } from "@colombe/base"
import { handleStatement, type Link, position, signHandle } from "@colombe/rules"
import type { TestClient } from "./testing/test-client.ts"
import { host, linkBytes, type Person, statementOf, type TestWorld, testWorld } from "./testing/world.ts"

/** Reserves the next slot and appends what is signed for it. */
async function append(client: TestClient, who: Person, signed: Promise<Link>) {
  const { generation, seq } = who.head
  unwrap(await client.call("reserveLink", { generation, seq: seq + 1 }))
  return client.call("appendLink", { link: linkBytes(await signed) })
}

async function twoDevices(): Promise<{
  world: TestWorld
  ana: Person
  first: TestClient
  second: TestClient
}> {
  const world = testWorld()
  const ana = await world.enrol("ana")
  const first = await world.signIn(ana)
  unwrap(await append(first, ana, ana.add(2)))
  await ana.follow(ana.add(2))
  return { world, ana, first, second: await world.signIn(ana, 2) }
}

test("D5 a device that a link adds can sign in", async () => {
  const { world, ana } = await twoDevices()
  const client = await world.greet()
  expect(unwrap(await client.call("pullChain", { account: ana.account })).links).toEqual(
    ana.links.map(linkBytes),
  )
  expect(unwrap(await client.call("pullChain", { account: ana.account, have: 1 })).links).toHaveLength(1)
})

test("D5 a repeat of the last link is answered like the first time", async () => {
  const { first, ana } = await twoDevices()
  const last = ana.links.at(-1)
  if (!last) throw new Error("no link")
  expect((await first.call("appendLink", { link: linkBytes(last) })).ok).toBe(true)
})

test("D5 a slot is one device's for a minute, and nobody appends without it", async () => {
  const { world, ana, first, second } = await twoDevices()
  const link = linkBytes(await ana.add(3))
  expect(await first.call("appendLink", { link })).toMatchObject({ code: "slot-not-reserved" })
  expect(await first.call("reserveLink", { generation: 0, seq: 3 })).toMatchObject({ code: "slot-taken" })
  unwrap(await first.call("reserveLink", { generation: 0, seq: 2 }))
  world.clock.pass(10_000)
  expect(await second.call("reserveLink", { generation: 0, seq: 2 })).toMatchObject({
    code: "slot-taken",
    retryAfter: 50_000,
  })
  world.clock.pass(50_000)
  unwrap(await second.call("reserveLink", { generation: 0, seq: 2 }))
  expect(await first.call("appendLink", { link })).toMatchObject({ code: "slot-not-reserved" })
  expect((await second.call("appendLink", { link })).ok).toBe(true)
})

test("D5 of two links of one slot one is stored", async () => {
  const { ana, first, second } = await twoDevices()
  const [left, right] = [linkBytes(await ana.add(3)), linkBytes(await ana.add(4, 2))]
  unwrap(await first.call("reserveLink", { generation: 0, seq: 2 }))
  const answers = await Promise.all([
    first.call("appendLink", { link: left }),
    second.call("appendLink", { link: right }),
  ])
  expect(answers.map(answer => (answer.ok ? "stored" : answer.code))).toEqual(["stored", "slot-not-reserved"])
  expect(await second.call("appendLink", { link: right })).toMatchObject({ code: "slot-taken" })
})

test("D5 a link that breaks the rules, or somebody else's chain, is refused", async () => {
  const { world, ana, first } = await twoDevices()
  const eve = await world.enrol("eve")
  const reserve = () => first.call("reserveLink", { generation: 0, seq: 2 })
  await reserve()
  const good = linkBytes(await ana.add(3))
  const flipped = good.slice()
  flipped[20] = (flipped[20] ?? 0) ^ 1
  for (const link of [new Uint8Array(), flipped, linkBytes(await eve.add(2)), new Uint8Array(65 * 1024)])
    expect(await first.call("appendLink", { link })).toMatchObject({ code: "chain-invalid" })
  expect((await first.call("appendLink", { link: good })).ok).toBe(true)
})

test("D6 a removed device loses its sessions, its mail and its key packages at once", async () => {
  const { world, ana, first, second } = await twoDevices()
  const device = await ana.device(2)
  const mail = { account: ana.account, device, id: new Uint8Array(16), body: new Uint8Array(9) }
  unwrap(await first.call("sendMail", mail))
  unwrap(await first.call("follow", {}))
  unwrap(await append(first, ana, ana.remove(2)))
  await ana.follow(ana.remove(2))
  expect(second.closedWith).toBe("device-inactive")
  expect(first.closedWith).toBeUndefined()
  expect(await world.store.accounts.mail(ana.account, device, 0, 10)).toEqual([])
  expect(first.events("chainGrew")).toMatchObject([
    { account: ana.account, head: encode(position, ana.head) },
  ])
  const client = await world.greet()
  expect(await client.call("signIn", await statementOf(ana, 2, client.nonce))).toMatchObject({
    code: "device-inactive",
  })
  expect(await first.call("sendMail", { ...mail, id: new Uint8Array(16).fill(1) })).toMatchObject({
    code: "device-inactive",
  })
})

test("D6 a reset ends the sessions of the devices that it leaves out, and of the old recovery key", async () => {
  const { world, ana, first, second } = await twoDevices()
  const old = await world.signIn(ana, "recovery")
  unwrap(await old.call("reserveLink", { generation: 1, seq: 0 }))
  unwrap(await old.call("appendLink", { link: linkBytes(await ana.reset([1])) }))
  expect([first.closedWith, second.closedWith, old.closedWith]).toEqual([
    undefined,
    "device-inactive",
    "device-inactive",
  ])
})

test("D27 whoever removed the device that signed the handle states it anew, and nothing else is taken", async () => {
  const { world, ana, first, second } = await twoDevices()
  unwrap(await append(second, ana, ana.remove(1, 2)))
  await ana.follow(ana.remove(1, 2))
  const state = async (number: number, key: number, name = "ana", at = host) => {
    const signed = await signHandle(ana.chain, { name, host: at }, number, await ana.key(key))
    const statement = encode(handleStatement, signed.statement)
    return second.call("stateHandle", { statement, signature: signed.signature })
  }
  const refused = { code: "handle-invalid" }
  expect(await state(2, 1)).toMatchObject(refused)
  expect(await state(1, 2)).toMatchObject(refused)
  expect(await state(2, 2, "eve")).toMatchObject(refused)
  expect(await state(2, 2, "ana", "example.org")).toMatchObject(refused)
  expect((await state(2, 2)).ok).toBe(true)
  expect(await state(2, 2)).toMatchObject(refused)
  const { handleStatement: stored } = unwrap(await second.call("resolveHandle", { handle: "ana" }))
  expect(unwrap(decode(handleStatement, stored)).number).toBe(2)
  expect([first.closedWith, (await world.store.accounts.byHandle("eve")) === undefined]).toEqual([
    "device-inactive",
    true,
  ])
})

test("D9 an account adds so many links a day", async () => {
  const world = testWorld()
  const ana = await world.enrol("ana")
  const client = await world.signIn(ana)
  for (let round = 0; round < 10; round++) {
    const device = 2 + round
    unwrap(await append(client, ana, ana.add(device)))
    await ana.follow(ana.add(device))
    unwrap(await append(client, ana, ana.remove(device)))
    await ana.follow(ana.remove(device))
  }
  expect(await append(client, ana, ana.add(20))).toMatchObject({ code: "rate-limited" })
  world.clock.pass(86_400_000)
  expect((await append(await world.signIn(ana), ana, ana.add(20))).ok).toBe(true)
})

test("D9 an account has so many devices and no more", async () => {
  const world = testWorld()
  const ana = await world.enrol("ana")
  const client = await world.signIn(ana)
  for (let device = 2; device <= 8; device++) {
    unwrap(await append(client, ana, ana.add(device)))
    await ana.follow(ana.add(device))
  }
  expect(await append(client, ana, ana.add(9))).toMatchObject({ code: "chain-invalid" })
})

test("D9 chains have a rate of their own once somebody has signed in, by which a large group can be read", async () => {
  const limits = { lookups: { burst: 3, perSecond: 0.1 }, chains: { burst: 6, perSecond: 0.1 } }
  const world = testWorld({ limits })
  const ana = await world.enrol("ana")
  const pulls = async (client: TestClient) => {
    for (let count = 0; ; count++) {
      const answer = await client.call("pullChain", { account: ana.account })
      if (!answer.ok) return { count, code: answer.code }
    }
  }
  expect(await pulls(await world.greet())).toEqual({ count: 3, code: "rate-limited" })
  const [one, other] = [await world.signIn(ana), await world.signIn(ana)]
  expect(await pulls(one)).toEqual({ count: 6, code: "rate-limited" })
  // It counts by account and not by connection, and handles are counted beside it.
  expect(await pulls(other)).toEqual({ count: 0, code: "rate-limited" })
  expect((await other.call("resolveHandle", { handle: "ana" })).ok).toBe(true)
})
