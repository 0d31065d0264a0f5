import { expect, setDefaultTimeout, test } from "bun:test"
import { type Bytes, fromHex, toHex, unwrap } from "@colombe/base"
import { carryOver, type MemoryRecords, memoryLocalStore, type Remains } from "@colombe/client"
import { clientWorld, type Device, direct, lines, said, say } from "./testing/client-world.ts"
import { acquaint, group } from "./testing/groups.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

/** A store of which the records that `isLost` names can be read no more. */
function remainsOf(records: MemoryRecords, isLost: (key: Bytes) => boolean = () => false): Remains {
  return {
    async read(from, to) {
      const within = [...records]
        .filter(([name]) => name >= toHex(from) && name < toHex(to))
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([name, value]) => ({ key: fromHex(name) ?? new Uint8Array(), value }))
      const left = within.filter(({ key }) => !isLost(key))
      return { records: left, isWhole: left.length === within.length }
    },
  }
}

function replace(device: Device, records: MemoryRecords): void {
  device.records.clear()
  for (const [key, value] of records) device.records.set(key, value)
}

const ofTable =
  (...numbers: readonly number[]) =>
  (key: Bytes): boolean =>
    numbers.includes(key[0] ?? 0)

test("Y72 a device of whose store only keys, people and unsent messages are left has everything again", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  await acquaint(world, ana, bob)
  const conversation = await group(world, ana, "Jardin", [bob])
  await say(world, ana, conversation, "un")
  await say(world, bob, conversation, "deux")
  await world.rest()
  ana.link.down = true
  ana.breakLink()
  unwrap(await ana.client.sendText(conversation, "pas encore parti"))
  await world.run(ana.client.close())
  const kept: MemoryRecords = new Map()
  unwrap(await carryOver(remainsOf(ana.records), memoryLocalStore(kept)))
  expect(kept.size).toBeLessThan(ana.records.size)
  replace(ana, kept)
  ana.link.down = false
  await world.reopen(ana)
  await world.rest()
  const all = ["Ana: un", "Bob: deux", "Ana: pas encore parti"]
  for (const device of [ana, bob]) expect(await lines(device, conversation)).toEqual(all)
  expect((await ana.client.conversations()).length).toBe((await bob.client.conversations()).length)
  await say(world, ana, conversation, "de nouveau là")
  await world.rest()
  expect((await lines(bob, conversation)).at(-1)).toBe("Ana: de nouveau là")
})

test("Y72 where keys or the vault are among what was lost, the self conversation gives them back", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "bonjour")
  await world.rest()
  await say(world, bob, conversation, "salut")
  await world.rest()
  await world.run(ana.client.close())
  for (const lost of [[22], [100], [101], [22, 100]]) {
    const kept: MemoryRecords = new Map()
    unwrap(await carryOver(remainsOf(ana.records, ofTable(...lost)), memoryLocalStore(kept)))
    replace(ana, kept)
    await world.reopen(ana)
    await world.rest()
    expect([lost, await lines(ana, conversation)]).toEqual([lost, ["Ana: bonjour", "Bob: salut"]])
    await world.run(ana.client.close())
  }
})

test("Y72 without the record that says whose home it is, nothing is carried over", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  await world.rest()
  for (const lost of [1, 2]) {
    const kept: MemoryRecords = new Map()
    const carried = await carryOver(remainsOf(ana.records, ofTable(lost)), memoryLocalStore(kept))
    expect(carried).toMatchObject({ code: "storage-damaged" })
    expect(kept.size).toBe(0)
  }
})

test("Y11 a device whose recent writes are gone is one that slept: nothing is said twice and nothing is missing", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "bonjour")
  await world.rest()
  ana.link.down = true
  ana.breakLink()
  unwrap(await ana.client.sendText(conversation, "écrit sans réseau"))
  const earlier = new Map(ana.records)
  ana.link.down = false
  await world.rest()
  await say(world, bob, conversation, "reçu")
  await say(world, ana, conversation, "oublié ici")
  await world.rest()
  await world.run(ana.client.close())
  replace(ana, earlier)
  await world.reopen(ana)
  await world.rest()
  const all = ["Ana: bonjour", "Ana: écrit sans réseau", "Bob: reçu", "Ana: oublié ici"]
  for (const device of [ana, bob]) expect(await lines(device, conversation)).toEqual(all)
})

const years = 365 * 86_400_000

for (const ahead of [10, -10])
  test(`Y75 a clock ${ahead} years wrong is said, keeps everything, and all goes on once it is set`, async () => {
    const world = clientWorld()
    const [ana, bob] = [await world.join("ana"), await world.join("bob")]
    const conversation = await direct(world, ana, "bob")
    await say(world, ana, conversation, "un")
    await world.rest()
    await world.run(ana.client.close())
    ana.link.aheadMs = ahead * years
    await world.reopen(ana)
    expect(await world.run(ana.client.settle())).toMatchObject({ code: "clock-wrong" })
    unwrap(await ana.client.sendText(conversation, "trois"))
    await say(world, bob, conversation, "deux")
    expect(await lines(ana, conversation)).toEqual(["Ana: un", "Ana: trois"])
    ana.link.aheadMs = 0
    await world.rest()
    const { items } = await ana.client.timeline(conversation, { limit: 100 })
    expect(said(items)).toEqual(["Ana: un", "Bob: deux", "Ana: trois"])
    const times = items.map(({ at }) => at)
    expect(times).toEqual(times.toSorted((left, right) => left - right))
    // Whoever meets Ana now needs a key package whose private half she still has.
    const eve = await world.join("eve")
    await acquaint(world, eve, ana)
  })

test("Y75 nothing is made with a wrong clock: no account, and no device", async () => {
  const world = clientWorld()
  const eve = await world.newcomer("eve")
  eve.link.aheadMs = 2 * 86_400_000
  const request = { handle: "eve", server: "http://localhost:4000", displayName: "Eve" }
  expect(await world.run(eve.client.register(request))).toMatchObject({ code: "clock-wrong" })
  expect(await eve.client.me()).toBeUndefined()
  eve.link.aheadMs = 3_600_000
  unwrap(await world.run(eve.client.register(request)))
})
