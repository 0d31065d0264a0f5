import { expect, setDefaultTimeout, test } from "bun:test"
import { fromBase64Url, unwrap } from "@colombe/base"
import { kinds } from "@colombe/rules"
import { type ClientWorld, clientWorld, type Device, direct, lines, say } from "./testing/client-world.ts"
import { acquaint, group } from "./testing/groups.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(60_000)

const incarnationOf = async (world: ClientWorld, conversation: string): Promise<number | undefined> =>
  (await world.store.conversations.head(fromBase64Url(conversation) ?? new Uint8Array()))?.incarnation

/** What is shown of the conversation, message or line, by device: the same for whoever was in all the time. */
async function timelineOf(device: Device, conversation: string): Promise<readonly string[]> {
  const { items } = await device.client.timeline(conversation, { limit: 500 })
  return items.map(item => {
    if (item.kind === "message") return `${item.seq} ${item.from.displayName}: ${item.text}`
    return `${item.seq} ${item.kind === "change" ? item.change.type : item.notice}`
  })
}

/** Joins with a commit that the server finds right, and whose secrets nobody can read. */
async function joinWithGarbage(world: ClientWorld, device: Device, conversation: string): Promise<void> {
  device.link.sealsGarbage = true
  unwrap(await world.run(device.client.acceptRequest(conversation)))
  device.link.sealsGarbage = false
}

test("Y61 an owner begins a group anew: log and timeline go on, and all come in again", async () => {
  const world = clientWorld()
  const [ana, bob, eve] = [await world.join("ana"), await world.join("bob"), await world.join("eve")]
  for (const other of [bob, eve]) await acquaint(world, ana, other)
  const conversation = await group(world, ana, "Jardin", [bob, eve])
  const before = await say(world, bob, conversation, "avant")
  await world.rest()
  expect(await world.run(bob.client.reopen(conversation))).toMatchObject({ code: "commit-forbidden" })
  eve.link.down = true
  eve.breakLink()
  unwrap(await world.run(ana.client.reopen(conversation)))
  expect(await incarnationOf(world, conversation)).toBe(1)
  const after = await say(world, ana, conversation, "après")
  expect(after).toBeGreaterThan(before)
  await world.rest(ana, bob)
  await say(world, bob, conversation, "me revoilà")
  eve.link.down = false
  await world.rest()
  await say(world, eve, conversation, "moi aussi")
  await world.rest()
  for (const device of [ana, bob, eve]) {
    expect(await device.client.conversation(conversation)).toMatchObject({
      membership: "member",
      memberCount: 3,
      devices: 3,
      title: "Jardin",
      alert: undefined,
    })
    expect(await lines(device, conversation)).toEqual([
      "Bob: avant",
      "Ana: après",
      "Bob: me revoilà",
      "Eve: moi aussi",
    ])
    expect(await timelineOf(device, conversation)).toContain(`${before + 1} reopened`)
  }
  expect((await bob.client.conversation(conversation))?.ownRole).toBe("member")
})

test("Y61 both sides of a direct begin it anew at one moment, and end up in one", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  await acquaint(world, ana, bob)
  const conversation = await direct(world, ana, "bob")
  for (const result of await world.run(
    Promise.all([ana, bob].map(({ client }) => client.reopen(conversation))),
  ))
    unwrap(result)
  expect(await incarnationOf(world, conversation)).toBe(1)
  await say(world, ana, conversation, "toujours là")
  await say(world, bob, conversation, "moi aussi")
  await world.rest()
  for (const device of [ana, bob])
    expect((await lines(device, conversation)).slice(2)).toEqual(["Ana: toujours là", "Bob: moi aussi"])
})

test("Y62 three who cannot follow a commit say so, and an owner begins the group anew from there", async () => {
  const world = clientWorld()
  const [ana, bob, eve, mal] = [
    await world.join("ana"),
    await world.join("bob"),
    await world.join("eve"),
    await world.join("mal"),
  ]
  for (const other of [bob, eve]) await acquaint(world, ana, other)
  const conversation = await group(world, ana, "Jardin", [bob, eve, mal])
  const honest = [ana, bob, eve]
  await say(world, eve, conversation, "avant")
  await world.rest()
  for (const away of [bob, eve]) {
    away.link.down = true
    away.breakLink()
  }
  await joinWithGarbage(world, mal, conversation)
  await world.rest(ana, mal)
  // One after the other, so that the owner is in again before the others report, and reads it.
  for (const back of [bob, eve]) {
    back.link.down = false
    await world.rest(back, ana)
  }
  await world.until(async () => (await incarnationOf(world, conversation)) === 1)
  await world.rest()
  for (const device of honest) await say(world, device, conversation, `${device.name} est là`)
  await world.rest()
  const shown = await Promise.all(honest.map(device => timelineOf(device, conversation)))
  // Who comes in again first reads all reports; the others have no key of the epochs before they came.
  const isReport = (line: string) => line.endsWith("group-damaged") || line.endsWith("arriving")
  for (const timeline of shown)
    expect(timeline.filter(line => !isReport(line))).toEqual(shown[0]?.filter(line => !isReport(line)) ?? [])
  const reports = shown.map(timeline => timeline.filter(line => line.endsWith("group-damaged")).length)
  expect(Math.max(...reports)).toBe(3)
  expect(await lines(bob, conversation)).toEqual([
    "Eve: avant",
    ...honest.map(({ name }) => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}: ${name} est là`),
  ])
  for (const device of honest)
    expect(await device.client.conversation(conversation)).toMatchObject({
      membership: "member",
      alert: undefined,
    })
})

test("Y61 Y62 where too few report for it to happen by itself, an admin sees that it is damaged, and makes the keys anew", async () => {
  const world = clientWorld()
  const [ana, bob, mal] = [await world.join("ana"), await world.join("bob"), await world.join("mal")]
  await acquaint(world, ana, bob)
  const conversation = await group(world, ana, "Jardin", [bob, mal])
  expect(await ana.client.conversation(conversation)).toMatchObject({ damaged: false })
  await joinWithGarbage(world, mal, conversation)
  await world.rest()
  await world.rest()
  expect(await incarnationOf(world, conversation)).toBe(0)
  for (const device of [ana, bob])
    expect(await device.client.conversation(conversation)).toMatchObject({ damaged: true })
  expect(await world.run(bob.client.reopen(conversation))).toMatchObject({ code: "commit-forbidden" })
  unwrap(await world.run(ana.client.reopen(conversation)))
  await world.rest()
  for (const device of [ana, bob]) await say(world, device, conversation, `${device.name} est là`)
  await world.rest()
  expect(await lines(mal, conversation)).toEqual(["Ana: ana est là", "Bob: bob est là"])
  for (const device of [ana, bob])
    expect(await device.client.conversation(conversation)).toMatchObject({ damaged: false })
})

test("Y62 in a direct one report is enough, and what was said stays", async () => {
  const world = clientWorld()
  const [ana, mal] = [await world.join("ana"), await world.join("mal")]
  const conversation = await direct(world, ana, "mal")
  await say(world, ana, conversation, "bonjour")
  await world.rest()
  await joinWithGarbage(world, mal, conversation)
  await world.rest()
  await world.until(async () => (await incarnationOf(world, conversation)) === 1)
  await say(world, mal, conversation, "pardon")
  await world.rest()
  expect(await lines(ana, conversation)).toEqual(["Ana: bonjour", "Mal: pardon"])
  expect(await ana.client.conversation(conversation)).toMatchObject({ alert: undefined })
})

test("Y61 an incarnation that the rules refuse is skipped, whatever the server made of it", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  await acquaint(world, ana, bob)
  const conversation = await group(world, ana, "Jardin", [bob])
  const id = fromBase64Url(conversation) ?? new Uint8Array()
  const head = await world.store.conversations.head(id)
  const [first] = await world.store.conversations.entries(id, 0, 1)
  const stored = await world.store.conversations.group(id)
  if (head === undefined || first?.body === undefined || stored === undefined) throw new Error("a group")
  await world.store.conversations.append({
    conversation: id,
    type: kinds.open,
    body: first.body,
    author: first.author,
    sendKey: undefined,
    at: world.clock.now(),
    incarnation: head.incarnation,
    epoch: head.epoch,
    next: {
      state: { kind: "whole", body: stored.parts[0] ?? new Uint8Array() },
      groupInfo: stored.groupInfo,
      incarnation: 1,
      epoch: 0,
      members: await world.store.conversations.members(id),
      welcomes: [],
    },
  })
  // Whatever is said anywhere has the server tell what it owes.
  await say(world, ana, await direct(world, ana, "bob"), "ailleurs")
  await world.rest(bob)
  expect(await bob.client.conversation(conversation)).toMatchObject({
    alert: "reopen-refused",
    head: head.seq + 1,
    epoch: head.epoch,
    membership: "member",
  })
})
