import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { kinds } from "@colombe/rules"
import { decodeCall, methodKeyOf } from "@colombe/wire"
import { type ClientWorld, clientWorld, type Device, direct, lines, say } from "./testing/client-world.ts"
import { tamper } from "./testing/tamper.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(180_000)

const soon = 60_000
const words = "Ana: bon anniversaire"

/** Ana with two devices, who talks with Bob. */
async function friends() {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const pair = await direct(world, ana, "bob")
  await say(world, ana, pair, "bonjour")
  await world.rest()
  await say(world, bob, pair, "oui")
  await world.rest()
  const tablet = await world.second(ana, "tablet")
  await world.until(async () => (await lines(tablet, pair)).length > 0)
  await world.rest()
  return { world, ana, tablet, bob, pair }
}

async function plan(world: ClientWorld, by: Device, conversation: string): Promise<string> {
  const at = world.clock.now() + soon
  const { id } = unwrap(await world.run(by.client.schedule(conversation, "bon anniversaire", at)))
  return id
}

const waits = async ({ client }: Device): Promise<readonly string[]> =>
  (await client.scheduled()).map(({ text }) => text)

async function isKnownTo(world: ClientWorld, device: Device): Promise<void> {
  await world.until(async () => (await waits(device)).length > 0)
}

/** Lets every turn pass, and what follows from it. */
async function pass(world: ClientWorld, ...devices: readonly Device[]): Promise<void> {
  for (let round = 0; round < 4; round++) {
    world.clock.pass(soon)
    await world.rest(...devices)
  }
}

async function once(device: Device, conversation: string): Promise<void> {
  const said = (await lines(device, conversation)).filter(line => line === words)
  expect(said).toEqual([words])
}

const entriesOf = async (world: ClientWorld, conversation: string): Promise<number> => {
  const id = Uint8Array.from(Buffer.from(conversation, "base64url"))
  const entries = await world.store.conversations.entries(id, 0, 500)
  return entries.filter(({ type }) => type === kinds.message).length
}

function cutOff(device: Device): void {
  device.link.down = true
  device.breakLink()
}

test("V23 V24 what waits is on all devices, can be changed, sent at once and taken away, and goes out once at its time", async () => {
  const { world, ana, tablet, bob, pair } = await friends()
  const before = await entriesOf(world, pair)
  const id = await plan(world, ana, pair)
  await isKnownTo(world, tablet)
  expect(await tablet.client.scheduled(pair)).toMatchObject([{ id, conversation: pair, failed: undefined }])
  const later = world.clock.now() + 30 * soon
  const other = unwrap(await world.run(tablet.client.schedule(pair, "jamais", later))).id
  const third = unwrap(await world.run(tablet.client.schedule(pair, "tout de suie", later))).id
  unwrap(await world.run(tablet.client.changeScheduled(third, { text: "tout de suite" })))
  await world.until(async () => (await waits(ana)).length === 3)
  unwrap(await world.run(ana.client.unschedule(other)))
  unwrap(await world.run(ana.client.sendScheduledNow(third)))
  await world.until(async () => (await lines(bob, pair)).includes("Ana: tout de suite"))
  expect(await lines(bob, pair)).not.toContain(words)
  await pass(world)
  for (const device of [ana, tablet, bob]) await once(device, pair)
  // One of both sent it, and the other one saw that.
  expect(await entriesOf(world, pair)).toBe(before + 2)
  for (const device of [ana, tablet]) expect(await waits(device)).toEqual([])
  expect(await lines(bob, pair)).not.toContain("Ana: jamais")
  expect(await ana.client.changeScheduled(id, { text: "trop tard" })).toMatchObject({
    code: "scheduled-sent",
  })
})

test("V24 where the device that wrote it is gone, another one sends it; where none was awake, the first that is", async () => {
  const { world, ana, tablet, bob, pair } = await friends()
  await plan(world, ana, pair)
  await isKnownTo(world, tablet)
  await world.run(ana.client.close())
  await pass(world, tablet, bob)
  await once(bob, pair)
  await world.reopen(ana)
  await pass(world)
  for (const device of [ana, tablet, bob]) await once(device, pair)
  const at = world.clock.now() + soon
  unwrap(await world.run(ana.client.schedule(pair, "et la bonne année", at)))
  await isKnownTo(world, tablet)
  for (const device of [ana, tablet]) await world.run(device.client.close())
  for (let round = 0; round < 4; round++) world.clock.pass(soon)
  expect(await lines(bob, pair)).not.toContain("Ana: et la bonne année")
  await world.reopen(tablet)
  await world.until(async () => (await lines(bob, pair)).includes("Ana: et la bonne année"))
})

test("V24 a device that was cut off while it sent does not send again what another one has sent meanwhile", async () => {
  const { world, ana, tablet, bob, pair } = await friends()
  await plan(world, ana, pair)
  await isKnownTo(world, tablet)
  // It is in Ana's outbox, and never arrives.
  ana.link.outgoing = frame =>
    methodKeyOf(unwrap(decodeCall(frame)).method) === "append" ? undefined : frame
  world.clock.pass(soon)
  await world.until(async () => (await lines(ana, pair)).includes(words))
  expect(await lines(bob, pair)).not.toContain(words)
  cutOff(ana)
  await pass(world, tablet, bob)
  await once(bob, pair)
  ana.link.outgoing = frame => frame
  ana.link.down = false
  await world.reopen(ana)
  await pass(world)
  for (const device of [ana, tablet, bob]) await once(device, pair)
  expect(await waits(ana)).toEqual([])
})

test("N83 two devices that could not see each other have both sent it, and everybody reads it once", async () => {
  const { world, ana, tablet, bob, pair } = await friends()
  const before = await entriesOf(world, pair)
  const id = await plan(world, ana, pair)
  await isKnownTo(world, tablet)
  // The tablet hears of nothing that happens, but may speak.
  tamper(tablet, { events: event => (event.event.case === "entryStored" ? undefined : event) })
  unwrap(await world.run(ana.client.sendScheduledNow(id)))
  await world.until(async () => (await lines(bob, pair)).includes(words))
  unwrap(await world.run(tablet.client.sendScheduledNow(id)))
  await world.until(async () => (await entriesOf(world, pair)) > before + 1)
  expect(await entriesOf(world, pair)).toBe(before + 2)
  tablet.link.outgoing = frame => frame
  tablet.link.incoming = frame => frame
  await world.reopen(tablet)
  await world.rest()
  for (const device of [ana, tablet, bob]) await once(device, pair)
  expect((await bob.client.conversations())[0]).toMatchObject({ last: { item: { id } } })
  // It can be answered like any other, whoever has sent it.
  unwrap(await world.run(bob.client.react(pair, id, "👍")))
  await world.until(async () => {
    const { items } = await tablet.client.timeline(pair, { limit: 9 })
    return items.some(item => item.kind === "message" && item.id === id && item.reactions.length === 1)
  })
})
