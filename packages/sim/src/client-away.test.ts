import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import type { ChangeItem } from "@colombe/client"
import { type ClientWorld, clientWorld, type Device, lines, say } from "./testing/client-world.ts"
import { account, acquaint, group } from "./testing/groups.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

/** A group of three, of whom the last is cut off. */
async function groupWithOneAway() {
  const world = clientWorld()
  const [ana, bob, eve] = [await world.join("ana"), await world.join("bob"), await world.join("eve")]
  for (const other of [bob, eve]) await acquaint(world, ana, other)
  const conversation = await group(world, ana, "Jardin", [bob, eve])
  await say(world, eve, conversation, "avant")
  await world.rest()
  cutOff(eve)
  return { world, ana, bob, eve, conversation }
}

function cutOff(device: Device): void {
  device.link.down = true
  device.breakLink()
}

async function comeBack(world: ClientWorld, device: Device): Promise<void> {
  device.link.down = false
  await world.rest(device)
}

async function changes(device: Device, conversation: string): Promise<readonly ChangeItem[]> {
  const { items } = await device.client.timeline(conversation, { limit: 500 })
  return items.filter(item => item.kind === "change")
}

test("Y60 D28 who was taken out while away learns it, and by whom, from the commit itself", async () => {
  const { world, ana, bob, eve, conversation } = await groupWithOneAway()
  unwrap(await world.run(ana.client.removeMember(conversation, await account(eve))))
  const seq = await say(world, bob, conversation, "après")
  await world.rest(ana, bob)
  await comeBack(world, eve)
  expect(await eve.client.conversation(conversation)).toMatchObject({
    membership: "removed",
    head: seq - 1,
    alert: undefined,
  })
  expect((await changes(eve, conversation)).at(-1)).toMatchObject({
    by: { displayName: "Ana" },
    change: { type: "removed", people: [{ displayName: "Eve" }] },
  })
  expect(await lines(eve, conversation)).toEqual(["Eve: avant"])
})

test("Y60 who left and went away before anybody took it in has left", async () => {
  const { world, ana, bob, eve, conversation } = await groupWithOneAway()
  await comeBack(world, eve)
  cutOff(ana)
  cutOff(bob)
  unwrap(await world.run(eve.client.leave(conversation)))
  cutOff(eve)
  await comeBack(world, bob)
  await comeBack(world, eve)
  expect(await eve.client.conversation(conversation)).toMatchObject({ membership: "left" })
})

test("Y60 who is taken out and let in again while away is in, and reads on", async () => {
  const { world, ana, eve, conversation } = await groupWithOneAway()
  unwrap(await world.run(ana.client.removeMember(conversation, await account(eve))))
  unwrap(await world.run(ana.client.addMembers(conversation, [await account(eve)])))
  await say(world, ana, conversation, "te revoilà")
  await comeBack(world, eve)
  await world.rest()
  expect(await eve.client.conversation(conversation)).toMatchObject({ membership: "member" })
  expect(await lines(eve, conversation)).toEqual(["Eve: avant", "Ana: te revoilà"])
})

test("Y60 whatever a server says, nobody is out without the commit that takes them out", async () => {
  const { world, ana, eve, conversation } = await groupWithOneAway()
  const { conversations } = world.store
  const honest = { ...conversations }
  Object.assign(conversations, { readableUpTo: async () => undefined, isMember: async () => false })
  await comeBack(world, eve)
  expect(await eve.client.conversation(conversation)).toMatchObject({
    membership: "member",
    alert: undefined,
  })
  Object.assign(conversations, honest)
  await say(world, ana, conversation, "encore là")
  await world.rest()
  expect(await lines(eve, conversation)).toEqual(["Eve: avant", "Ana: encore là"])
})

test("Y70 whoever comes back hears first what was said last", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  await acquaint(world, ana, bob)
  const groups: string[] = []
  for (const name of ["Eins", "Zwei", "Drei"]) groups.push(await group(world, ana, name, [bob]))
  await world.rest()
  cutOff(bob)
  const said = groups.toReversed()
  for (const conversation of said) {
    await say(world, ana, conversation, "entretemps")
    // What is said within one round of the fan-out is said at one time.
    await world.rest(ana)
  }
  const heard: string[] = []
  bob.client.watch(notice => {
    if (notice.type === "timeline" && notice.fromSeq !== undefined) heard.push(notice.conversation)
  })
  await comeBack(world, bob)
  expect(heard.filter((one, place) => heard.indexOf(one) === place)).toEqual(groups)
})

const day = 24 * 3_600_000
/** Days that this server keeps what was said. */
const kept = 30
/** Longer than any span of the rules: 90 days are the longest. */
const monthsAway = 4

test("D36 who was away longer than anything is kept goes on where they stopped: all that is there is read, and what is over says so", async () => {
  const world = clientWorld({}, { keepFor: kept * day })
  const [ana, bob, eve] = [await world.join("ana"), await world.join("bob"), await world.join("eve")]
  for (const other of [bob, eve]) await acquaint(world, ana, other)
  const garden = await group(world, ana, "Jardin", [bob, eve])
  await say(world, eve, garden, "avant")
  await world.rest()
  cutOff(eve)
  await say(world, bob, garden, "trop vieux")
  const house = await group(world, ana, "Maison", [bob, eve])
  await say(world, bob, house, "trop vieux aussi")
  for (let month = 0; month < monthsAway; month++) {
    world.clock.pass(31 * day)
    await world.rest(ana, bob)
  }
  unwrap(await world.run(ana.client.setTitle(garden, "Verger")))
  await say(world, bob, garden, "récent")
  await say(world, ana, house, "récent aussi")
  await comeBack(world, eve)
  await world.rest()
  expect(unwrap(await world.run(eve.client.settle()))).toBeUndefined()
  expect(await told(eve, garden)).toEqual(["Eve: avant", "withheld", "Bob: récent"])
  // Of a group that was made meanwhile, the keys of what was said are asked for.
  for (let minutes = 0; minutes < 8; minutes++) {
    world.clock.pass(60_000)
    await world.rest()
  }
  expect(await told(eve, house)).toEqual(["withheld", "Ana: récent aussi"])
  // Who was there has what they have.
  expect(await told(ana, garden)).toEqual(["Eve: avant", "Bob: trop vieux", "Bob: récent"])
  for (const conversation of [garden, house]) {
    await say(world, eve, conversation, "me revoilà")
    await world.rest()
    const [here, there] = [eve, ana].map(({ client }) => client.conversation(conversation))
    const details = { membership: "member", alert: undefined, head: (await there)?.head }
    expect(await here).toMatchObject(details)
    for (const device of [ana, bob])
      expect((await lines(device, conversation)).at(-1)).toBe("Eve: me revoilà")
  }
  expect((await eve.client.conversation(garden))?.title).toBe("Verger")
})

/** What is shown of what was said, in order: also where something was and cannot be read. */
async function told(device: Device, conversation: string): Promise<readonly string[]> {
  const { items } = await device.client.timeline(conversation, { limit: 500 })
  return items.flatMap(item => {
    if (item.kind === "message") return [`${item.from.displayName}: ${item.text}`]
    return item.kind === "notice" ? [item.notice] : []
  })
}
