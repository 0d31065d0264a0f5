import { expect, setDefaultTimeout, test } from "bun:test"
import { toBase64Url, unwrap } from "@colombe/base"
import { memoryLocalStore, type Notice } from "@colombe/client"
import { heldSecrets } from "@colombe/client/testing"
import { kinds } from "@colombe/rules"
import { openSealed, readSealed } from "@colombe/seal"
import {
  type ClientWorld,
  clientWorld,
  crypto,
  type Device,
  direct,
  lines,
  say,
} from "./testing/client-world.ts"
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
  await say(world, tablet, oldest, "d'abord ici")
  expect(await isIn(tablet, oldest, 2)).toBe(true)
  for (const group of groups) await world.until(() => isIn(tablet, group, 2))
  const joined = await Promise.all(groups.slice(1).map(group => joinedAt(world, group)))
  const [first = 0, second = 0, third = 0] = joined.toSorted((left, right) => left - right)
  expect(second - first).toBeGreaterThanOrEqual(1_000)
  expect(third - second).toBeGreaterThanOrEqual(1_000)
  await world.rest()
  expect(await mine(ana, oldest)).toEqual(["d'abord ici"])
})

/** When the newest commit of a conversation was stored. */
async function joinedAt({ store }: ClientWorld, conversation: string): Promise<number> {
  const id = Uint8Array.from(Buffer.from(conversation, "base64url"))
  const entries = await store.conversations.entries(id, 0, 1000)
  return entries.findLast(({ type }) => type === kinds.commit)?.at ?? 0
}

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

async function idOf({ client }: Device): Promise<string> {
  return (await client.me())?.device ?? ""
}

function endOf({ client }: Device): { code: string | undefined } {
  const seen: { code: string | undefined } = { code: undefined }
  client.watch((notice: Notice) => {
    if (notice.type === "ended") seen.code = notice.code
  })
  return seen
}

/** Places of the conversation's messages that this device's keys open, out of all that the server has. */
async function opens({ store }: ClientWorld, { records }: Device, conversation: string): Promise<number[]> {
  const { epochKeys } = await heldSecrets(memoryLocalStore(records))
  const id = Uint8Array.from(Buffer.from(conversation, "base64url"))
  const opened: number[] = []
  for (const { body, ...entry } of await store.conversations.entries(id, 0, 1000)) {
    if (entry.type !== kinds.message || body === undefined) continue
    const sealed = readSealed({ in: "log", conversation: id, ...entry }, body)
    if (sealed.ok && (await openSealed(crypto, sealed.value, epochKeys)).ok) opened.push(entry.seq)
  }
  return opened
}

test("Y47 Y48 a removed device is told, is out of every conversation, and opens nothing that follows", async () => {
  const { world, ana, tablet, bob, conversation } = await twoDevices()
  const group = unwrap(await world.run(tablet.client.createGroup("Colombes", []))).conversation
  await world.until(() => isIn(ana, group, 2))
  await say(world, bob, conversation, "avant")
  await world.rest()
  const before = await opens(world, tablet, conversation)
  const ended = endOf(tablet)
  unwrap(await world.run(ana.client.removeDevice(await idOf(tablet))))
  await world.rest(ana, bob)
  expect(ended.code).toBe("device-inactive")
  expect(await ana.client.devices()).toHaveLength(1)
  for (const device of [ana, bob]) expect(await isIn(device, conversation, 2)).toBe(true)
  expect(await isIn(ana, group, 1)).toBe(true)
  expect(await changes(bob, conversation)).toContain("device-removed")
  const last = await say(world, bob, conversation, "après")
  await say(world, ana, conversation, "sans elle")
  await world.rest(ana, bob)
  expect((await lines(ana, conversation)).slice(-2)).toEqual(["Bob: après", "Ana: sans elle"])
  expect(await opens(world, tablet, conversation)).toEqual(before)
  expect(await opens(world, ana, conversation)).toContain(last)
  expect(await world.run(tablet.client.settle())).toMatchObject({ code: "device-inactive" })
  expect(await world.run(ana.client.removeDevice(toBase64Url(new Uint8Array(16))))).toMatchObject({
    code: "device-not-yours",
  })
})

test("Y47 of two devices that remove each other at once one stays", async () => {
  const { world, ana, tablet, bob, conversation } = await twoDevices()
  const [anas, tablets] = [await idOf(ana), await idOf(tablet)]
  const answers = await Promise.all([
    world.run(ana.client.removeDevice(tablets)),
    world.run(tablet.client.removeDevice(anas)),
  ])
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await linkCount(world, ana)).toBe(3)
  const stays = answers[0]?.ok ? ana : tablet
  const gone = stays === ana ? tablet : ana
  await world.rest(stays, bob)
  expect(await stays.client.devices()).toHaveLength(1)
  expect(await world.run(gone.client.settle())).toMatchObject({ code: "device-inactive" })
  expect(await isIn(bob, conversation, 2)).toBe(true)
  // The handle is found although the device that had signed it may be gone.
  unwrap(await world.run(bob.client.findPerson("ana")))
  expect(unwrap(await world.run((await world.join("eve")).client.findPerson("ana"))).address).toBe(
    "ana@localhost",
  )
})

test("Y48 a device that came in while somebody was away is not taken for one that is gone, and what they say goes out", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "bonjour")
  await world.rest()
  await say(world, bob, conversation, "salut")
  await world.rest()
  bob.link.down = true
  bob.breakLink()
  const tablet = await world.second(ana, "tablet")
  await world.until(() => isIn(tablet, conversation, 3))
  // What Bob is shown of Ana's chain is older than what the group says of it.
  tamper(bob, { answers: { pullChain: response => ({ ...response, links: [] }) } })
  bob.link.down = false
  await world.until(() => isIn(bob, conversation, 3))
  tamper(bob, {})
  await say(world, bob, conversation, "à vous deux")
  await world.rest()
  expect(await isIn(bob, conversation, 3)).toBe(true)
  for (const device of [ana, tablet])
    expect((await lines(device, conversation)).at(-1)).toBe("Bob: à vous deux")
})

test("Y48 a removal that is cut after its link is finished at the next start, and before others say anything", async () => {
  const { world, ana, tablet, bob, conversation } = await twoDevices()
  tamper(ana, {
    answers: {
      appendLink: response => {
        ana.link.down = true
        queueMicrotask(ana.breakLink)
        return response
      },
    },
  })
  expect((await world.run(ana.client.removeDevice(await idOf(tablet)))).ok).toBe(false)
  expect(await isIn(bob, conversation, 3)).toBe(true)
  const last = await say(world, bob, conversation, "à Ana seule")
  expect(await isIn(bob, conversation, 2)).toBe(true)
  expect(await opens(world, tablet, conversation)).not.toContain(last)
  tamper(ana, {})
  await world.reopen(ana)
  ana.link.down = false
  await world.rest(ana, bob)
  expect(await ana.client.devices()).toHaveLength(1)
  expect((await lines(ana, conversation)).at(-1)).toBe("Bob: à Ana seule")
})

test("Y48 the last leaf of somebody whose device was removed falls asleep at the position that shows it", async () => {
  const { world, ana, tablet, bob } = await twoDevices()
  // A group that Ana's first device has not joined yet.
  ana.link.down = true
  ana.breakLink()
  const account = (await bob.client.me())?.account ?? ""
  const group = unwrap(await world.run(tablet.client.createGroup("Sans Ana", [account]))).conversation
  await say(world, tablet, group, "nous deux")
  await world.rest(tablet, bob)
  ana.link.down = false
  tamper(ana, { answers: { pullEntries: response => ({ ...response, entries: [], head: 0n }) } })
  await world.rest(ana, bob)
  unwrap(await world.run(ana.client.removeDevice(await idOf(tablet))))
  await say(world, bob, group, "et Ana ?")
  const details = await bob.client.conversation(group)
  const anas = details?.members.find(({ account: one }) => one !== account)
  expect(anas).toMatchObject({ dormant: true })
  tamper(ana, {})
  await world.until(() => isIn(ana, group, 2))
  await say(world, ana, group, "me voilà")
  await world.rest(ana, bob)
  expect((await lines(bob, group)).at(-1)).toBe("Ana: me voilà")
})
