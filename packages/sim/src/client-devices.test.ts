import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { type ClientWorld, clientWorld, type Device, direct, lines, say } from "./testing/client-world.ts"
import { tamper } from "./testing/tamper.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

/** Ana and Bob have talked, then Ana has a second device, which has joined. */
async function twoDevices(): Promise<{
  world: ClientWorld
  ana: Device
  tablet: Device
  bob: Device
  conversation: string
}> {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "bonjour")
  await world.rest()
  await say(world, bob, conversation, "salut")
  await world.rest()
  const tablet = await world.second(ana, "tablet")
  await world.until(() => isIn(tablet, conversation, 3))
  return { world, ana, tablet, bob, conversation }
}

async function isIn(device: Device, conversation: string, devices: number): Promise<boolean> {
  return (await device.client.conversation(conversation))?.devices === devices
}

async function changes(device: Device, conversation: string): Promise<string[]> {
  const { items } = await device.client.timeline(conversation, { limit: 100 })
  return items.flatMap(item => (item.kind === "change" ? [item.change.type] : []))
}

async function mine(device: Device, conversation: string): Promise<string[]> {
  const { items } = await device.client.timeline(conversation, { limit: 100 })
  return items.flatMap(item => (item.kind === "message" && item.mine ? [item.text] : []))
}

test("Y43 Y44 Y45 a second device joins by itself; both receive, each sends, and the other shows it as its own", async () => {
  const { world, ana, tablet, bob, conversation } = await twoDevices()
  await say(world, bob, conversation, "à vous deux")
  await say(world, ana, conversation, "du téléphone")
  await say(world, tablet, conversation, "de la tablette")
  await world.rest()
  const said = ["Bob: à vous deux", "Ana: du téléphone", "Ana: de la tablette"]
  expect((await lines(bob, conversation)).slice(-3)).toEqual(said)
  expect((await lines(ana, conversation)).slice(-3)).toEqual(said)
  expect((await lines(tablet, conversation)).slice(-3)).toEqual(said)
  expect((await mine(ana, conversation)).slice(-2)).toEqual(["du téléphone", "de la tablette"])
  expect((await mine(tablet, conversation)).slice(-2)).toEqual(["du téléphone", "de la tablette"])
  for (const device of [ana, bob]) expect(await changes(device, conversation)).toContain("device-added")
  expect((await ana.client.conversations())[0]?.alert).toBeUndefined()
  expect((await bob.client.conversations())[0]?.alert).toBeUndefined()
})

test("Y41 who is added to a group comes with every device, and a group made on one device is on the other", async () => {
  const { world, ana, tablet, bob } = await twoDevices()
  const account = (await ana.client.me())?.account ?? ""
  const bobs = unwrap(await world.run(bob.client.createGroup("Colombes", [account]))).conversation
  await world.rest()
  for (const device of [ana, tablet]) {
    const details = await device.client.conversation(bobs)
    expect(details).toMatchObject({ membership: "member", devices: 3, title: "Colombes" })
  }
  await say(world, bob, bobs, "bienvenue")
  await world.rest()
  for (const device of [ana, tablet]) expect(await lines(device, bobs)).toEqual(["Bob: bienvenue"])

  const anas = unwrap(await world.run(ana.client.createGroup("À moi", []))).conversation
  await world.until(() => isIn(tablet, anas, 2))
  await say(world, tablet, anas, "aussi ici")
  await world.rest()
  expect(await mine(ana, anas)).toEqual(["aussi ici"])
})

test("Y44 a device that has not joined yet joins before its first send, and background joins are a second apart", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const groups: string[] = []
  for (const name of ["un", "deux", "trois", "quatre"])
    groups.push(unwrap(await world.run(ana.client.createGroup(name, []))).conversation)
  await world.rest()
  const tablet = await world.second(ana, "tablet")
  const [oldest = "", , , newest = ""] = groups
  await world.until(() => isIn(tablet, newest, 2))
  expect(await isIn(tablet, oldest, 1)).toBe(true)
  const begun = world.clock.now()
  await say(world, tablet, oldest, "d'abord ici")
  expect(await isIn(tablet, oldest, 2)).toBe(true)
  for (const group of groups) await world.until(() => isIn(tablet, group, 2))
  expect(world.clock.now() - begun).toBeGreaterThan(1_000)
  await world.rest()
  expect(await mine(ana, oldest)).toEqual(["d'abord ici"])
})

test("Y46 a link whose answer is lost is not signed again, and the device comes in by asking again", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const tablet = await world.newcomer("tablet")
  tamper(tablet, {
    answers: {
      appendLink: response => {
        queueMicrotask(tablet.breakLink)
        return response
      },
    },
  })
  expect((await world.adopt(ana, tablet)).ok).toBe(false)
  expect(await tablet.client.me()).toBeUndefined()
  tamper(tablet, {})
  unwrap(await world.adopt(ana, tablet))
  expect(await linkCount(world, ana)).toBe(2)
})

test("Y46 devices that come in at the same moment wait for each other's slot, and both are in", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const [tablet, laptop] = [await world.newcomer("tablet"), await world.newcomer("laptop")]
  const both = await Promise.all([world.adopt(ana, tablet), world.adopt(ana, laptop)])
  expect(both.map(({ ok }) => ok)).toEqual([true, true])
  expect(await linkCount(world, ana)).toBe(3)
})

/** Links of the account's chain, genesis included. */
async function linkCount(world: ClientWorld, device: Device): Promise<number> {
  const account = Uint8Array.from(Buffer.from((await device.client.me())?.account ?? "", "base64url"))
  return (await world.store.accounts.get(account))?.chain.length ?? 0
}
