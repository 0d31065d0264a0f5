import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { decodeCall, methodKeyOf } from "@colombe/wire"
import { clientWorld, direct, lines, say } from "./testing/client-world.ts"
import { account, acquaint, group } from "./testing/groups.ts"
import { tamper } from "./testing/tamper.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

test("Y41 people one has talked to come in at once, strangers are invited and read, and all see the title", async () => {
  const world = clientWorld()
  const [ana, bob, eve] = [await world.join("ana"), await world.join("bob"), await world.join("eve")]
  await acquaint(world, ana, bob)
  const conversation = await group(world, ana, "Jardin", [bob, eve])
  await say(world, ana, conversation, "bienvenue")
  await world.rest()
  expect(await bob.client.conversation(conversation)).toMatchObject({
    title: "Jardin",
    membership: "member",
    memberCount: 3,
    devices: 2,
  })
  expect(await eve.client.conversation(conversation)).toMatchObject({
    title: "Jardin",
    membership: "invited",
  })
  expect(await lines(bob, conversation)).toEqual(["Ana: bienvenue"])
  expect(await lines(eve, conversation)).toEqual(["Ana: bienvenue"])
  unwrap(await world.run(eve.client.acceptRequest(conversation)))
  await say(world, eve, conversation, "merci")
  await world.rest()
  for (const device of [ana, bob, eve])
    expect(await lines(device, conversation)).toEqual(["Ana: bienvenue", "Eve: merci"])
  expect((await ana.client.conversation(conversation))?.ownRole).toBe("owner")
})

test("Y42 of five, the one who was removed opens nothing that follows, and one added later reads from then on", async () => {
  const world = clientWorld()
  const [ana, bob, eve, dan, zoe] = [
    await world.join("ana"),
    await world.join("bob"),
    await world.join("eve"),
    await world.join("dan"),
    await world.join("zoe"),
  ]
  for (const other of [bob, eve, dan, zoe]) await acquaint(world, ana, other)
  const conversation = await group(world, ana, "Cinq", [bob, eve, dan])
  await say(world, eve, conversation, "avant")
  await world.rest()
  unwrap(await world.run(ana.client.removeMember(conversation, await account(eve))))
  await say(world, bob, conversation, "après")
  await world.rest(ana, bob, dan)
  unwrap(await world.run(ana.client.findPerson("zoe")))
  unwrap(await world.run(ana.client.addMembers(conversation, [await account(zoe)])))
  await say(world, dan, conversation, "salut Zoé")
  await world.rest()
  expect(await eve.client.conversation(conversation)).toMatchObject({ membership: "removed" })
  expect(await lines(eve, conversation)).toEqual(["Eve: avant"])
  expect(await world.run(eve.client.sendText(conversation, "encore ?"))).toMatchObject({
    code: "conversation-unknown",
  })
  for (const device of [ana, bob, dan])
    expect(await lines(device, conversation)).toEqual(["Eve: avant", "Bob: après", "Dan: salut Zoé"])
  expect(await lines(zoe, conversation)).toEqual(["Dan: salut Zoé"])
  expect((await zoe.client.conversation(conversation))?.title).toBe("Cinq")
  expect(await world.run(ana.client.removeMember(conversation, await account(eve)))).toMatchObject({
    code: "member-unknown",
  })
  expect(await world.run(ana.client.addMembers(conversation, [await account(zoe)]))).toMatchObject({
    code: "member-already",
  })
  expect(await world.run(bob.client.removeMember(conversation, await account(dan)))).toMatchObject({
    code: "commit-forbidden",
  })
})

test("Y38 changes at one moment all happen, one after the other", async () => {
  const world = clientWorld()
  const [ana, bob, eve, dan] = [
    await world.join("ana"),
    await world.join("bob"),
    await world.join("eve"),
    await world.join("dan"),
  ]
  for (const other of [bob, eve, dan]) await acquaint(world, ana, other)
  const conversation = await group(world, ana, "Course", [bob, eve, dan])
  const results = await world.run(
    Promise.all([
      ana.client.removeMember(conversation, await account(dan)),
      bob.client.sendText(conversation, "pendant"),
      bob.client.leave(conversation),
      eve.client.sendText(conversation, "aussi"),
    ]),
  )
  expect(results.map(({ ok }) => ok)).toEqual([true, true, true, true])
  await world.rest(ana, eve)
  await world.rest(ana, eve)
  const seen = await ana.client.conversation(conversation)
  expect(seen?.members.map(({ displayName }) => displayName).toSorted()).toEqual(["Ana", "Eve"])
  expect(await lines(eve, conversation)).toEqual(await lines(ana, conversation))
  expect(await lines(ana, conversation)).toContain("Eve: aussi")
})

test("Y41 somebody for whom the server has no keys left is invited instead of being left out", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  await acquaint(world, ana, bob)
  let claims = 0
  tamper(ana, {
    answers: {
      claimKeyPackages: response => (claims++ === 0 ? { ...response, keyPackages: [] } : response),
    },
  })
  const conversation = await group(world, ana, "Sans clés", [bob])
  await say(world, ana, conversation, "bienvenue")
  await world.rest()
  expect(await bob.client.conversation(conversation)).toMatchObject({
    membership: "invited",
    title: "Sans clés",
  })
  expect(await lines(bob, conversation)).toEqual(["Ana: bienvenue"])
  await say(world, bob, conversation, "merci")
  await world.rest()
  expect(await lines(ana, conversation)).toEqual(["Ana: bienvenue", "Bob: merci"])
})

test("two adds at one moment both happen", async () => {
  const world = clientWorld()
  const [ana, bob, eve, dan] = [
    await world.join("ana"),
    await world.join("bob"),
    await world.join("eve"),
    await world.join("dan"),
  ]
  await acquaint(world, ana, eve)
  await acquaint(world, ana, dan)
  const conversation = await group(world, ana, "Deux", [])
  for (const who of ["eve", "dan", "bob"]) unwrap(await world.run(ana.client.findPerson(who)))
  const added = await world.run(
    Promise.all([eve, dan, bob].map(async who => ana.client.addMembers(conversation, [await account(who)]))),
  )
  expect(added.map(({ ok }) => ok)).toEqual([true, true, true])
  await world.rest()
  for (const device of [ana, eve, dan, bob])
    expect(await device.client.conversation(conversation)).toMatchObject({ memberCount: 4, title: "Deux" })
})

test("Y64 who came in by a Welcome makes keys of their own within a day, and all go on", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  await acquaint(world, ana, bob)
  const conversation = await group(world, ana, "Jardin", [bob])
  const epoch = async () => (await ana.client.conversation(conversation))?.epoch ?? 0
  const before = await epoch()
  const day = 86_400_000
  world.clock.pass(day / 2 - 60_000)
  await world.rest()
  expect(await epoch()).toBe(before)
  world.clock.pass(day / 2 + 60_000)
  await world.rest()
  expect(await epoch()).toBe(before + 1)
  await say(world, ana, conversation, "après")
  await world.rest()
  expect(await epoch()).toBe(before + 1)
  expect(await lines(bob, conversation)).toEqual(["Ana: après"])
})

test("Y64 nothing is said from a leaf of eight days before it has new keys", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  await acquaint(world, ana, bob)
  const conversation = await direct(world, ana, "bob")
  const epoch = async () => (await bob.client.conversation(conversation))?.epoch ?? 0
  const before = await epoch()
  world.clock.pass(8 * 86_400_000)
  await world.rest()
  expect(await epoch()).toBe(before)
  await say(world, ana, conversation, "un")
  await say(world, ana, conversation, "deux")
  await world.rest()
  expect(await epoch()).toBe(before + 1)
  expect((await lines(bob, conversation)).slice(2)).toEqual(["Ana: un", "Ana: deux"])
})

test("Y87 a group whose making was cut at any frame is whole after the next start, or was never there", async () => {
  for (const cut of [0, 1, 3, 5]) {
    const world = clientWorld()
    const [ana, bob, eve] = [await world.join("ana"), await world.join("bob"), await world.join("eve")]
    await acquaint(world, ana, bob)
    for (const name of ["bob", "eve"]) unwrap(await world.run(ana.client.findPerson(name)))
    const people = [await account(bob), await account(eve)]
    let sent = 0
    ana.link.outgoing = frame => (sent++ < cut ? frame : undefined)
    ana.client.createGroup("Jardin", people).catch(() => {})
    for (let ticks = 0; ticks < 40; ticks++)
      await world.run(new Promise<void>(done => world.clock.after(20, done)))
    // Killed: what is on disk is all that is left.
    ana.link.down = true
    ana.breakLink()
    ana.link.outgoing = frame => frame
    await world.reopen(ana)
    ana.link.down = false
    await world.rest()
    const groups = (await ana.client.conversations()).filter(one => one.kind === "group")
    expect(groups.length).toBeLessThanOrEqual(1)
    for (const { conversation } of groups) {
      expect(await bob.client.conversation(conversation)).toMatchObject({
        membership: "member",
        title: "Jardin",
      })
      expect(await eve.client.conversation(conversation)).toMatchObject({
        membership: "invited",
        title: "Jardin",
      })
      await say(world, bob, conversation, "présent")
      await world.rest()
      expect(await lines(ana, conversation)).toEqual(["Bob: présent"])
    }
    if (cut > 0) expect(groups).toHaveLength(1)
  }
})

test("Y87 a group made without a connection is there at once, is written in, and made once", async () => {
  const world = clientWorld()
  const [ana, bob, eve] = [await world.join("ana"), await world.join("bob"), await world.join("eve")]
  await acquaint(world, ana, bob)
  for (const name of ["bob", "eve"]) unwrap(await world.run(ana.client.findPerson(name)))
  const people = [await account(bob), await account(eve)]
  ana.link.down = true
  ana.breakLink()
  const made = world.run(ana.client.createGroup("Jardin", people))
  const { conversation } = unwrap(await made)
  unwrap(await world.run(ana.client.sendText(conversation, "bientôt")))
  expect((await ana.client.conversations())[0]).toMatchObject({
    ...{ conversation, kind: "group", title: "Jardin", membership: "planned", memberCount: 3, head: 0 },
    last: { item: { text: "bientôt", state: { at: "queued" } } },
  })
  const planned = await ana.client.conversation(conversation)
  expect(planned?.members.map(({ displayName, role }) => [displayName, role])).toEqual([
    ["Ana", "owner"],
    ["Bob", "member"],
    ["eve", "member"],
  ])
  await world.reopen(ana)
  expect(await ana.client.conversation(conversation)).toMatchObject({ membership: "planned" })
  ana.link.down = false
  await world.rest()
  const groups = (await ana.client.conversations()).filter(({ kind }) => kind === "group")
  expect(groups).toMatchObject([{ conversation, membership: "member", memberCount: 3 }])
  expect(await lines(bob, conversation)).toEqual(["Ana: bientôt"])
  expect(await eve.client.conversation(conversation)).toMatchObject({ membership: "invited" })
})

test("Y87 a group that is refused when nobody waits says why, and is thrown away by leaving it", async () => {
  const world = clientWorld()
  const [ana, eve] = [await world.join("ana"), await world.join("eve")]
  unwrap(await world.run(ana.client.findPerson("eve")))
  ana.link.down = true
  ana.breakLink()
  const { conversation } = unwrap(await world.run(ana.client.createGroup("Jardin", [await account(eve)])))
  unwrap(await world.run(ana.client.sendText(conversation, "bientôt")))
  ana.link.outgoing = frame =>
    methodKeyOf(unwrap(decodeCall(frame)).method) === "openConversation"
      ? frame.with(-1, (frame.at(-1) ?? 0) ^ 1)
      : frame
  ana.link.down = false
  await world.rest()
  expect((await ana.client.conversations())[0]).toMatchObject({
    ...{ conversation, membership: "planned", alert: "group-info-invalid", failed: true },
  })
  unwrap(await world.run(ana.client.leave(conversation)))
  expect(await ana.client.conversations()).toEqual([])
  expect(await ana.client.timeline(conversation, { limit: 10 })).toMatchObject({ items: [] })
  expect(await ana.client.leave(conversation)).toMatchObject({ code: "conversation-unknown" })
})
