import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import type { Person, Role } from "@colombe/client"
import {
  type ClientWorld,
  clientWorld,
  type Device,
  direct,
  lines,
  say,
  title,
} from "./testing/client-world.ts"
import { account, acquaint, group } from "./testing/groups.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(60_000)

const names = ["ana", "bob", "eve", "dan"] as const

/** Ana's group, in which everybody has a device. */
async function garden(): Promise<{
  readonly world: ClientWorld
  readonly conversation: string
  readonly people: readonly [Device, Device, Device, Device]
}> {
  const world = clientWorld()
  const [ana, bob, eve, dan] = [
    await world.join(names[0]),
    await world.join(names[1]),
    await world.join(names[2]),
    await world.join(names[3]),
  ]
  for (const other of [bob, eve, dan]) await acquaint(world, ana, other)
  const conversation = await group(world, ana, "Jardin", [bob, eve, dan])
  return { world, conversation, people: [ana, bob, eve, dan] }
}

async function give(world: ClientWorld, by: Device, conversation: string, who: Device, role: Role) {
  return world.run(by.client.setRole(conversation, await account(who), role))
}

async function rolesAt({ client }: Device, conversation: string): Promise<Readonly<Record<string, string>>> {
  const members = (await client.conversation(conversation))?.members ?? []
  return Object.fromEntries(members.map(member => [named(member), member.role]))
}

/** By their handles: who has not talked with somebody does not know what they call themselves. */
const named = ({ address }: Pick<Person, "address">): string => title(address.split("@")[0] ?? "")

/** Lines about people and rules, as they are read. */
async function changesAt({ client }: Device, conversation: string): Promise<readonly string[]> {
  const { items } = await client.timeline(conversation, { limit: 500 })
  return items.flatMap(item => {
    if (item.kind === "notice") return [`notice ${item.notice}`]
    if (item.kind !== "change" || !("people" in item.change)) return []
    const people = item.change.people.map(named).join(" ")
    const role = "role" in item.change ? ` ${item.change.role}` : ""
    return [`${named(item.by)} ${item.change.type} ${people}${role}`]
  })
}

test("Y88 C7 roles are given and taken within the rules, and everybody reads who did what", async () => {
  const { world, conversation, people } = await garden()
  const [ana, bob, eve, dan] = people
  unwrap(await give(world, ana, conversation, bob, "admin"))
  await world.rest()
  unwrap(await give(world, bob, conversation, eve, "moderator"))
  await world.rest()
  for (const device of people) {
    expect(await rolesAt(device, conversation)).toEqual({
      Ana: "owner",
      Bob: "admin",
      Eve: "moderator",
      Dan: "member",
    })
    expect((await changesAt(device, conversation)).slice(-2)).toEqual([
      "Ana role Bob admin",
      "Bob role Eve moderator",
    ])
  }
  unwrap(await world.run(bob.client.setTimer(conversation, 3600)))
  unwrap(await give(world, ana, conversation, eve, "member"))
  await world.rest()
  expect((await bob.client.conversation(conversation))?.ownRole).toBe("admin")
  expect((await changesAt(dan, conversation)).at(-1)).toBe("Ana role Eve member")
  unwrap(await give(world, ana, conversation, eve, "member"))
  await world.rest()
  expect((await changesAt(dan, conversation)).filter(line => line === "Ana role Eve member")).toHaveLength(1)
})

test("C7 what is not allowed is refused with a code, and changes nothing", async () => {
  const { world, conversation, people } = await garden()
  const [ana, bob, eve, dan] = people
  unwrap(await give(world, ana, conversation, bob, "admin"))
  unwrap(await give(world, ana, conversation, eve, "moderator"))
  await world.rest()
  const before = await rolesAt(dan, conversation)
  const refused = [
    [bob, dan, "admin"],
    [bob, ana, "member"],
    [bob, bob, "owner"],
    [eve, dan, "moderator"],
    [dan, dan, "owner"],
    [dan, bob, "member"],
  ] as const
  for (const [by, who, role] of refused)
    expect(await give(world, by, conversation, who, role)).toMatchObject({ code: "commit-forbidden" })
  const zoe = await world.join("zoe")
  unwrap(await world.run(ana.client.findPerson("zoe")))
  expect(await give(world, ana, conversation, zoe, "admin")).toMatchObject({ code: "member-unknown" })
  for (const role of ["king", "banned"])
    expect(await give(world, ana, conversation, bob, role as Role)).toMatchObject({ code: "role-invalid" })
  const withBob = await direct(world, ana, "bob")
  expect(await give(world, ana, withBob, bob, "admin")).toMatchObject({ code: "commit-forbidden" })
  expect(await world.run(dan.client.setTitle(conversation, "À moi"))).toMatchObject({
    code: "commit-forbidden",
  })
  await world.rest()
  expect(await rolesAt(dan, conversation)).toEqual(before)
})

test("Y41 whom a moderator adds knows the title, and nobody sees a word that counts for nothing", async () => {
  const { world, conversation, people } = await garden()
  const [ana, bob] = people
  const zoe = await world.join("zoe")
  await acquaint(world, bob, zoe)
  unwrap(await give(world, ana, conversation, bob, "moderator"))
  await world.rest()
  unwrap(await world.run(bob.client.addMembers(conversation, [await account(zoe)])))
  await world.rest()
  await world.rest()
  expect(await zoe.client.conversation(conversation)).toMatchObject({
    title: "Jardin",
    membership: "member",
    alert: undefined,
  })
  await say(world, zoe, conversation, "merci")
  await world.rest()
  expect(await lines(ana, conversation)).toEqual(["Zoe: merci"])
  for (const device of [...people, zoe])
    expect(await changesAt(device, conversation)).not.toContain("notice role-forbids")
})

test("Y89 a ban is listed, lifted without adding anybody, and no role comes back with a person", async () => {
  const { world, conversation, people } = await garden()
  const [ana, bob, eve, dan] = people
  unwrap(await give(world, ana, conversation, bob, "moderator"))
  unwrap(await give(world, ana, conversation, eve, "admin"))
  await world.rest()
  unwrap(await world.run(ana.client.removeMember(conversation, await account(eve))))
  await world.rest(ana, bob, dan)
  for (const device of [ana, bob, dan])
    expect((await device.client.conversation(conversation))?.banned.map(named)).toEqual(["Eve"])
  const lift = async (by: Device, who: Device) =>
    world.run(by.client.liftBan(conversation, await account(who)))
  expect(await lift(dan, eve)).toMatchObject({ code: "commit-forbidden" })
  unwrap(await lift(bob, eve))
  await world.rest(ana, bob, dan)
  expect(await ana.client.conversation(conversation)).toMatchObject({ banned: [], memberCount: 3 })
  expect((await changesAt(dan, conversation)).at(-1)).toBe("Bob unbanned Eve")
  expect(await lift(bob, eve)).toMatchObject({ code: "ban-unknown" })
  expect(await eve.client.conversation(conversation)).toMatchObject({ membership: "removed" })
  unwrap(await world.run(ana.client.addMembers(conversation, [await account(eve)])))
  await world.rest()
  expect(await rolesAt(eve, conversation)).toMatchObject({ Eve: "member" })
})

test("C7 who left as an admin comes back as a member, whoever adds them", async () => {
  const { world, conversation, people } = await garden()
  const [ana, bob, eve] = people
  unwrap(await give(world, ana, conversation, bob, "moderator"))
  unwrap(await give(world, ana, conversation, eve, "admin"))
  await world.rest()
  unwrap(await world.run(eve.client.leave(conversation)))
  await world.rest()
  await world.rest()
  unwrap(await world.run(bob.client.findPerson("eve")))
  unwrap(await world.run(bob.client.addMembers(conversation, [await account(eve)])))
  await world.rest()
  expect(await rolesAt(ana, conversation)).toMatchObject({ Eve: "member" })
})

for (const first of ["promotion", "removal"] as const)
  test(`Y90 promoted and removed at one moment, the ${first} sent first: one of both wins, and all agree`, async () => {
    const { world, conversation, people } = await garden()
    const [ana, bob, eve, dan] = people
    unwrap(await give(world, ana, conversation, eve, "admin"))
    await world.rest()
    const bobs = await account(bob)
    const promotes = () => ana.client.setRole(conversation, bobs, "admin")
    const removes = () => eve.client.removeMember(conversation, bobs)
    const [one, other] = first === "promotion" ? [promotes, removes] : [removes, promotes]
    const results = await world.run(Promise.all([one(), other()]))
    const [promoted, removed] = first === "promotion" ? results : [...results].reverse()
    await world.rest()
    expect([promoted?.ok, removed?.ok].filter(ok => ok)).toHaveLength(1)
    if (promoted?.ok) expect(removed).toMatchObject({ code: "commit-forbidden" })
    else expect(promoted).toMatchObject({ code: "member-unknown" })
    const roles = promoted?.ok
      ? { Ana: "owner", Bob: "admin", Eve: "admin", Dan: "member" }
      : { Ana: "owner", Eve: "admin", Dan: "member" }
    for (const device of [ana, eve, dan]) {
      expect(await rolesAt(device, conversation)).toEqual(roles)
      expect(await changesAt(device, conversation)).toEqual(await changesAt(ana, conversation))
    }
    expect((await bob.client.conversation(conversation))?.membership).toBe(
      promoted?.ok ? "member" : "removed",
    )
    await say(world, dan, conversation, "et alors ?")
    await world.rest(ana, eve, dan)
    expect(await lines(eve, conversation)).toEqual(["Dan: et alors ?"])
  })

test("Y90 who was demoted meanwhile changes nothing: what waited is not said, what is asked is refused", async () => {
  const { world, conversation, people } = await garden()
  const [ana, bob, eve, dan] = people
  unwrap(await give(world, ana, conversation, bob, "admin"))
  await world.rest()
  const pinned = await world.run(dan.client.sendText(conversation, "à épingler"))
  await world.rest()
  bob.link.down = true
  bob.breakLink()
  unwrap(await world.run(bob.client.setTitle(conversation, "Le jardin de Bob")))
  unwrap(await world.run(bob.client.pin(conversation, unwrap(pinned).id, true)))
  unwrap(await world.run(bob.client.sendText(conversation, "me voilà")))
  unwrap(await give(world, ana, conversation, bob, "member"))
  await world.rest(ana, eve, dan)
  bob.link.down = false
  await world.rest()
  expect(await world.run(bob.client.setTimer(conversation, 60))).toMatchObject({ code: "commit-forbidden" })
  expect(await give(world, bob, conversation, dan, "moderator")).toMatchObject({ code: "commit-forbidden" })
  await world.rest()
  for (const device of people) {
    expect(await device.client.conversation(conversation)).toMatchObject({
      title: "Jardin",
      timer: 0,
      pins: [],
    })
    expect(await lines(device, conversation)).toEqual(["Dan: à épingler", "Bob: me voilà"])
    expect((await changesAt(device, conversation)).at(-1)).toBe("Ana role Bob member")
  }
  const { items } = await bob.client.timeline(conversation, { limit: 10 })
  const change = items.find(item => item.kind === "message" && item.text === "à épingler")
  expect(change).toMatchObject({ change: { state: { at: "failed", code: "commit-forbidden" } } })
})

test("C7 C8 Y88 a group is handed over in one commit, which says both, and cannot be taken back", async () => {
  const { world, conversation, people } = await garden()
  const [ana, bob, eve] = people
  const hand = async (by: Device, to: Device) =>
    world.run(by.client.handOver(conversation, await account(to)))
  expect(await hand(bob, eve)).toMatchObject({ code: "commit-forbidden" })
  expect(await give(world, ana, conversation, ana, "admin")).toMatchObject({ code: "last-admin" })
  const zoe = await world.join("zoe")
  unwrap(await world.run(ana.client.findPerson("zoe")))
  expect(await hand(ana, zoe)).toMatchObject({ code: "member-unknown" })
  unwrap(await hand(ana, bob))
  await world.rest()
  for (const device of people) {
    expect(await rolesAt(device, conversation)).toMatchObject({ Ana: "admin", Bob: "owner" })
    const { items } = await device.client.timeline(conversation, { limit: 1 })
    expect(items).toMatchObject([
      {
        kind: "change",
        change: {
          type: "several",
          changes: [{ change: { type: "role", role: "owner" } }, { change: { type: "role", role: "admin" } }],
        },
      },
    ])
  }
  expect(await hand(ana, eve)).toMatchObject({ code: "commit-forbidden" })
  expect(await give(world, ana, conversation, bob, "member")).toMatchObject({ code: "commit-forbidden" })
  unwrap(await give(world, ana, conversation, ana, "member"))
  await world.rest()
  expect(await rolesAt(eve, conversation)).toMatchObject({ Ana: "member", Bob: "owner" })
})

test("Y90 two owners who step down at one moment leave a group with an owner", async () => {
  const { world, conversation, people } = await garden()
  const [ana, bob, eve, dan] = people
  unwrap(await give(world, ana, conversation, bob, "owner"))
  await world.rest()
  const results = await world.run(
    Promise.all([
      ana.client.setRole(conversation, await account(ana), "member"),
      bob.client.setRole(conversation, await account(bob), "member"),
    ]),
  )
  await world.rest()
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  expect(results.find(({ ok }) => !ok)).toMatchObject({ code: "last-admin" })
  const roles = await rolesAt(ana, conversation)
  expect(Object.values(roles).filter(role => role === "owner")).toHaveLength(1)
  for (const device of [bob, eve, dan]) expect(await rolesAt(device, conversation)).toEqual(roles)
})

test("C8 the last owner leaves when somebody else is owner, and one who left counts for nobody", async () => {
  const { world, conversation, people } = await garden()
  const [ana, bob, eve, dan] = people
  expect(await world.run(ana.client.leave(conversation))).toMatchObject({ code: "last-admin" })
  unwrap(await give(world, ana, conversation, bob, "owner"))
  await world.rest()
  unwrap(await world.run(ana.client.leave(conversation)))
  await world.rest()
  await world.rest()
  expect(await ana.client.conversation(conversation)).toMatchObject({ membership: "left" })
  for (const device of [bob, eve, dan])
    expect(await rolesAt(device, conversation)).toEqual({ Bob: "owner", Eve: "member", Dan: "member" })
  expect(await world.run(bob.client.leave(conversation))).toMatchObject({ code: "last-admin" })
})
