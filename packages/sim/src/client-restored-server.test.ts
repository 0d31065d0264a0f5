import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { type ClientWorld, clientWorld, type Device, direct, lines, say } from "./testing/client-world.ts"
import { account, acquaint, group } from "./testing/groups.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(60_000)

async function notices(device: Device, conversation: string): Promise<readonly string[]> {
  const { items } = await device.client.timeline(conversation, { limit: 500 })
  return items.flatMap(item => (item.kind === "notice" ? [item.notice] : []))
}

function cutOff(device: Device): void {
  device.link.down = true
  device.breakLink()
}

async function states(device: Device, conversation: string): Promise<readonly string[]> {
  const { items } = await device.client.timeline(conversation, { limit: 500 })
  return items.flatMap(item => (item.kind === "message" ? [`${item.text} ${item.state.at}`] : []))
}

/** What was said again before the others were in, they ask each other for. */
async function askForWhatIsMissing(world: ClientWorld): Promise<void> {
  for (let minutes = 0; minutes < 8; minutes++) {
    world.clock.pass(60_000)
    await world.rest()
  }
}

test("Y81 Y82 Y83 a server restored from last week: two people and a group go on, and nothing that a device holds is lost", async () => {
  const world = clientWorld()
  const [ana, bob, eve] = [await world.join("ana"), await world.join("bob"), await world.join("eve")]
  for (const other of [bob, eve]) await acquaint(world, ana, other)
  const pair = await direct(world, ana, "bob")
  const garden = await group(world, ana, "Jardin", [bob, eve])
  await say(world, ana, garden, "avant")
  await world.rest()
  const backup = world.backup()
  await say(world, ana, pair, "perdu d’Ana")
  await say(world, bob, pair, "perdu de Bob")
  await say(world, eve, garden, "perdu d’Ève")
  await say(world, bob, garden, "perdu aussi")
  await world.rest()
  // Eve is away when it happens.
  eve.link.down = true
  eve.breakLink()
  world.restore(backup)
  await world.rest(ana, bob)
  await say(world, bob, garden, "après")
  await world.rest(ana, bob)
  // Eve has not said hers again yet: the others still have it, and say where it stands.
  expect(await states(ana, garden)).toEqual([
    "avant stored",
    "perdu d’Ève lost",
    "perdu aussi stored",
    "après stored",
  ])
  expect(await notices(ana, garden)).toEqual(["server-restored"])
  eve.link.down = false
  await world.rest()
  await say(world, eve, garden, "me revoilà")
  await world.rest()
  for (const device of [ana, bob])
    expect((await lines(device, pair)).slice(2).sort()).toEqual(["Ana: perdu d’Ana", "Bob: perdu de Bob"])
  const shown = ["Ana: avant", "Bob: perdu aussi", "Bob: après", "Eve: perdu d’Ève", "Eve: me revoilà"]
  for (const device of [ana, bob, eve]) {
    expect(await lines(device, garden)).toEqual(shown)
    expect(await states(device, garden)).not.toContain("perdu d’Ève lost")
    expect(await device.client.conversation(garden)).toMatchObject({ membership: "member", alert: undefined })
  }
})

test("Y82 Y84 who was taken out after the backup reads nothing that follows, and what else was lost is done again", async () => {
  const world = clientWorld()
  const [ana, bob, eve, zoe] = [
    await world.join("ana"),
    await world.join("bob"),
    await world.join("eve"),
    await world.join("zoe"),
  ]
  for (const other of [bob, eve, zoe]) await acquaint(world, ana, other)
  const garden = await group(world, ana, "Jardin", [bob, eve])
  await say(world, eve, garden, "avant")
  await world.rest()
  const backup = world.backup()
  // Eve hears of nothing, and keeps every key of the epoch that comes back.
  eve.link.down = true
  eve.breakLink()
  unwrap(await world.run(ana.client.removeMember(garden, await account(eve))))
  unwrap(await world.run(ana.client.addMembers(garden, [await account(zoe)])))
  unwrap(await world.run(ana.client.setHistory(garden, { days: 3 })))
  await world.rest(ana, bob, zoe)
  await say(world, zoe, garden, "sans Ève")
  await world.rest(ana, bob, zoe)
  ana.link.down = true
  ana.breakLink()
  world.restore(backup)
  eve.link.down = false
  await world.rest(bob, eve, zoe)
  // Bob may take nobody out.
  const { id } = unwrap(await world.run(bob.client.sendText(garden, "en attente")))
  await world.rest(bob, eve, zoe)
  expect(await states(bob, garden)).toEqual(["avant stored", "sans Ève lost", "en attente queued"])
  expect(await bob.client.conversation(garden)).toMatchObject({ alert: "member-back" })
  expect(await lines(eve, garden)).toEqual(["Eve: avant"])
  ana.link.down = false
  await world.rest()
  unwrap(await world.run(bob.client.sent(garden, id)))
  await say(world, zoe, garden, "me revoilà")
  await askForWhatIsMissing(world)
  for (const device of [ana, bob, zoe]) {
    const shown = ["Bob: en attente", "Zoe: me revoilà", "Zoe: sans Ève"]
    // Under the policy of its epoch, what was said before Zoé came stays closed to her.
    if (device !== zoe) shown.unshift("Eve: avant")
    expect((await lines(device, garden)).sort()).toEqual(shown.sort())
    expect(await device.client.conversation(garden)).toMatchObject({
      membership: "member",
      memberCount: 3,
      alert: undefined,
      history: { days: 3 },
    })
  }
  expect(await eve.client.conversation(garden)).toMatchObject({ membership: "removed" })
  expect(await lines(eve, garden)).toEqual(["Eve: avant"])
})

test("Y81 where files of a server were put back as they are, under the old id, whoever says something next notices, and goes on", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  await acquaint(world, ana, bob)
  const pair = await direct(world, ana, "bob")
  const backup = world.backup()
  for (const text of ["perdu", "perdu aussi"]) await say(world, bob, pair, text)
  await world.rest(bob)
  cutOff(ana)
  world.restore(backup, "same")
  const { id } = unwrap(await world.run(bob.client.sendText(pair, "après")))
  // It was sealed upon what the server lost: its person says it again.
  await world.until(async () => (await states(bob, pair)).includes("après failed"))
  expect(await notices(bob, pair)).toContain("server-restored")
  unwrap(await world.run(bob.client.retrySend(pair, id)))
  await say(world, bob, pair, "encore")
  const there = (await states(bob, pair)).filter(one => one.endsWith(" stored"))
  expect(there).toEqual(expect.arrayContaining(["perdu stored", "perdu aussi stored", "encore stored"]))
})

test("Y86 what was begun after the backup is begun again with the same people, and what was said in it is there", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  await world.rest()
  const backup = world.backup()
  await acquaint(world, ana, bob)
  const pair = await direct(world, ana, "bob")
  const garden = await group(world, ana, "Jardin", [bob])
  await say(world, ana, garden, "un")
  await say(world, bob, garden, "deux")
  await world.rest()
  world.restore(backup)
  await world.rest()
  await world.rest()
  await say(world, ana, pair, "encore là")
  await say(world, bob, garden, "moi aussi")
  await world.rest()
  await askForWhatIsMissing(world)
  for (const device of [ana, bob]) {
    expect((await lines(device, pair)).sort()).toEqual(["Ana: bonjour", "Ana: encore là", "Bob: bonjour"])
    expect((await lines(device, garden)).sort()).toEqual(["Ana: un", "Bob: deux", "Bob: moi aussi"])
    for (const conversation of [pair, garden]) {
      expect((await states(device, conversation)).every(one => one.endsWith("stored"))).toBe(true)
      expect(await device.client.conversation(conversation)).toMatchObject({
        membership: "member",
        memberCount: 2,
      })
    }
    expect((await device.client.conversation(garden))?.title).toBe("Jardin")
  }
})

test("Y36 Y86 whoever was only asked to come in reads what is begun again, and keeps what they had read", async () => {
  const world = clientWorld()
  const [ana, eve] = [await world.join("ana"), await world.join("eve")]
  await world.rest()
  const backup = world.backup()
  const garden = await group(world, ana, "Jardin", [eve])
  await say(world, ana, garden, "un")
  await world.rest()
  const invited = { membership: "invited", alert: undefined, title: "Jardin" }
  expect(await eve.client.conversation(garden)).toMatchObject(invited)
  expect(await lines(eve, garden)).toEqual(["Ana: un"])
  world.restore(backup)
  await world.rest()
  await say(world, ana, garden, "deux")
  await world.rest()
  expect(await eve.client.conversation(garden)).toMatchObject(invited)
  expect((await lines(eve, garden)).sort()).toEqual(["Ana: deux", "Ana: un"])
  expect(await notices(eve, garden)).toEqual(["server-restored"])
  // What they were asked for the second time they may accept.
  unwrap(await world.run(eve.client.acceptRequest(garden)))
  await world.rest()
  await say(world, eve, garden, "trois")
  await world.rest()
  expect(await lines(ana, garden)).toContain("Eve: trois")
})

test("Y82 Y85 a device that came in after the backup comes back by an older one, and what they share is there again", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  await world.rest()
  const backup = world.backup()
  const tablet = await world.second(ana, "tablet")
  const zoe = await world.join("zoe")
  await world.until(async () => (await ana.client.devices()).length === 2)
  unwrap(await world.run(ana.client.setSetting("theme", "dove")))
  await world.until(async () => (await tablet.client.setting("theme")) === "dove")
  await acquaint(world, ana, zoe)
  const pair = await direct(world, ana, "zoe")
  await world.rest()
  ana.link.down = true
  ana.breakLink()
  world.restore(backup)
  await world.until(async () => {
    const connection = await world.run(tablet.client.settle())
    return !connection.ok && connection.code === "server-lost-device"
  })
  ana.link.down = false
  await world.rest(ana)
  await world.rest()
  await say(world, tablet, pair, "de la tablette")
  await world.rest()
  expect(await lines(zoe, pair)).toContain("Ana: de la tablette")
  // Who comes in now finds what was shared before the backup was put back.
  const laptop = await world.second(ana, "laptop")
  await world.until(async () => (await laptop.client.setting("theme")) === "dove")
  expect(await laptop.client.devices()).toHaveLength(3)
})
