import { expect, setDefaultTimeout, test } from "bun:test"
import { fromBase64Url, unwrap } from "@colombe/base"
import type { HistoryPolicy } from "@colombe/client"
import { memoryLocalStore } from "@colombe/client"
import { askForAll, heldSecrets } from "@colombe/client/testing"
import { type ClientWorld, clientWorld, type Device, lines, say } from "./testing/client-world.ts"
import { account, acquaint } from "./testing/groups.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(60_000)

const hour = 60 * 60_000
const day = 24 * hour

async function pass(world: ClientWorld, time: number, ...devices: readonly Device[]): Promise<void> {
  const step = Math.max(hour / 12, time / 12)
  for (let passed = 0; passed < time; passed += step) {
    world.clock.pass(step)
    await world.rest(...devices)
  }
}

/** Ana and Bob in a group of this policy, and Zoé, whom Ana knows and has not added. */
async function garden(history: HistoryPolicy) {
  const world = clientWorld()
  const [ana, bob, zoe] = [await world.join("ana"), await world.join("bob"), await world.join("zoe")]
  for (const other of [bob, zoe]) await acquaint(world, ana, other)
  const made = await world.run(ana.client.createGroup("Jardin", [await account(bob)], { history }))
  const { conversation } = unwrap(made)
  await world.rest()
  const add = async (who: Device) =>
    unwrap(await world.run(ana.client.addMembers(conversation, [await account(who)])))
  return { world, ana, bob, zoe, conversation, add }
}

async function notices(device: Device, conversation: string): Promise<readonly string[]> {
  const { items } = await device.client.timeline(conversation, { limit: 500 })
  return items.flatMap(item => (item.kind === "notice" ? [item.notice] : []))
}

async function vouched(device: Device, conversation: string): Promise<readonly string[]> {
  const { items } = await device.client.timeline(conversation, { limit: 500 })
  return items.flatMap(item => (item.kind === "message" && item.vouched ? [item.text] : []))
}

async function policyOf(device: Device, conversation: string): Promise<HistoryPolicy | undefined> {
  return (await device.client.conversation(conversation))?.history
}

test("Y80 K13 with all, a newcomer reads everything that was said, and asks for it at once", async () => {
  const { world, ana, bob, zoe, conversation, add } = await garden("all")
  await say(world, ana, conversation, "un")
  await say(world, bob, conversation, "deux")
  await world.rest()
  await add(zoe)
  await world.rest()
  await world.rest()
  expect(await lines(zoe, conversation)).toEqual(["Ana: un", "Bob: deux"])
  expect(await notices(zoe, conversation)).toEqual([])
  expect(await vouched(zoe, conversation)).toEqual([])
  expect(await policyOf(zoe, conversation)).toBe("all")
})

test("Y80 K13 with none, a newcomer is told that what came before stays closed, and nobody gives it", async () => {
  const { world, ana, zoe, conversation, add } = await garden("none")
  await say(world, ana, conversation, "un")
  await world.rest()
  await add(zoe)
  await world.rest()
  await say(world, ana, conversation, "deux")
  await world.rest()
  await pass(world, 3 * hour, ana, zoe)
  expect(await lines(zoe, conversation)).toEqual(["Ana: deux"])
  expect(new Set(await notices(zoe, conversation))).toEqual(new Set(["before-joining"]))
})

test("Y80 K13 with days, a newcomer reads the epochs that reach into them, and the others stay closed", async () => {
  const { world, ana, bob, zoe, conversation, add } = await garden({ days: 7 })
  await say(world, ana, conversation, "il y a longtemps")
  await world.rest()
  await pass(world, 20 * day, ana, bob, zoe)
  // A leaf older than a week gets new keys first: another epoch.
  await say(world, ana, conversation, "hier")
  await world.rest()
  await pass(world, day, ana, bob, zoe)
  await add(zoe)
  await world.rest()
  await world.rest()
  expect(await lines(zoe, conversation)).toEqual(["Ana: hier"])
  expect(await notices(zoe, conversation)).toContain("before-joining")
  expect(await notices(zoe, conversation)).not.toContain("arriving")
})

test("Y80 K13 a later policy opens nothing that was said before it, and says so in a line", async () => {
  const { world, ana, bob, zoe, conversation, add } = await garden("none")
  await say(world, bob, conversation, "sous none")
  await world.rest()
  expect(await world.run(bob.client.setHistory(conversation, "all"))).toMatchObject({
    code: "commit-forbidden",
  })
  expect(await world.run(ana.client.setHistory(conversation, { days: 0 }))).toMatchObject({
    code: "history-invalid",
  })
  unwrap(await world.run(ana.client.setHistory(conversation, "all")))
  await say(world, bob, conversation, "sous all")
  await world.rest()
  unwrap(await world.run(ana.client.setHistory(conversation, { days: 30 })))
  await world.rest()
  await add(zoe)
  await world.rest()
  await world.rest()
  expect(await lines(zoe, conversation)).toEqual(["Bob: sous all"])
  expect(await policyOf(zoe, conversation)).toEqual({ days: 30 })
  for (const device of [ana, bob, zoe]) {
    const { items } = await device.client.timeline(conversation, { limit: 500 })
    const changes = items.flatMap(item => (item.kind === "change" ? [item.change] : []))
    expect(changes.filter(({ type }) => type === "history")).toEqual([
      { type: "history", history: "all" },
      { type: "history", history: { days: 30 } },
    ])
  }
})

const keysHeld = async ({ records }: Device): Promise<number> =>
  (await heldSecrets(memoryLocalStore(records))).epochKeys.length

test("Y80 K13 a newcomer who asks for every epoch is given those that the policy opens, and no other", async () => {
  const { world, ana, bob, zoe, conversation, add } = await garden("none")
  await say(world, ana, conversation, "fermé")
  await world.rest()
  unwrap(await world.run(ana.client.setHistory(conversation, "all")))
  await say(world, ana, conversation, "ouvert")
  await world.rest()
  unwrap(await world.run(ana.client.setHistory(conversation, "none")))
  await say(world, bob, conversation, "fermé de nouveau")
  await world.rest()
  await add(zoe)
  await world.rest()
  await world.rest()
  expect(await lines(zoe, conversation)).toEqual(["Ana: ouvert"])
  const [before, epoch] = [await keysHeld(zoe), (await zoe.client.conversation(conversation))?.epoch ?? 0]
  await pass(world, 2 * hour, ana, bob, zoe)
  await world.run(zoe.client.close())
  await askForAll(world.ports(zoe), fromBase64Url(conversation) ?? new Uint8Array(), epoch)
  await world.reopen(zoe)
  await pass(world, 2 * hour, ana, bob, zoe)
  expect(await keysHeld(zoe)).toBe(before)
})

test("Y80 K13 who was taken out and comes in again has what was theirs, and of the time between what its policy opens", async () => {
  const { world, ana, bob, zoe, conversation, add } = await garden("none")
  await say(world, ana, conversation, "ensemble")
  await world.rest()
  unwrap(await world.run(ana.client.removeMember(conversation, await account(bob))))
  await say(world, ana, conversation, "sans Bob")
  unwrap(await world.run(ana.client.setHistory(conversation, { days: 7 })))
  await say(world, ana, conversation, "il y a un mois")
  await world.rest()
  await pass(world, 30 * day, ana, bob, zoe)
  await say(world, ana, conversation, "hier")
  await world.rest()
  await add(bob)
  await world.rest()
  await pass(world, 2 * hour, ana, bob)
  expect(await lines(bob, conversation)).toEqual(["Ana: ensemble", "Ana: hier"])
  expect(await notices(bob, conversation)).not.toContain("arriving")
})

test("Y80 K4 K15 another device of a newcomer asks members for itself, and is answered after a day", async () => {
  const { world, ana, bob, zoe, conversation, add } = await garden("all")
  await say(world, ana, conversation, "un")
  await world.rest()
  await add(zoe)
  await world.rest()
  await world.rest()
  expect(await lines(zoe, conversation)).toEqual(["Ana: un"])
  const tablet = await world.second(zoe, "tablet")
  await world.until(async () => (await tablet.client.conversation(conversation))?.devices === 4)
  await world.rest()
  await pass(world, 3 * hour, ana, bob, zoe, tablet)
  expect(await lines(tablet, conversation)).toEqual([])
  expect(await notices(tablet, conversation)).toContain("arriving")
  await pass(world, day, ana, bob, zoe, tablet)
  expect(await lines(tablet, conversation)).toEqual(["Ana: un"])
})

test("K4 what somebody's mailed key opens is marked until another member has spoken with it", async () => {
  const { world, ana, bob, zoe, conversation } = await garden("none")
  // A stranger, who is invited and reads with the key that Ana mails.
  const eve = await world.join("eve")
  unwrap(await world.run(ana.client.findPerson("eve")))
  unwrap(await world.run(ana.client.addMembers(conversation, [await account(eve)])))
  await say(world, ana, conversation, "bienvenue, dit Ana")
  await world.rest()
  expect(await lines(eve, conversation)).toEqual(["Ana: bienvenue, dit Ana"])
  expect(await vouched(eve, conversation)).toEqual(["bienvenue, dit Ana"])
  expect(await vouched(bob, conversation)).toEqual([])
  await say(world, bob, conversation, "bienvenue, dit Bob")
  await world.rest(ana, bob, eve, zoe)
  expect(await lines(eve, conversation)).toHaveLength(2)
  expect(await vouched(eve, conversation)).toEqual([])
})
