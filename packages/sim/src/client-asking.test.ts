import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { clientWorld, type Device, direct, lines, say } from "./testing/client-world.ts"
import { account, acquaint, group } from "./testing/groups.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(180_000)

const listed = async ({ client }: Device): Promise<readonly string[]> =>
  (await client.conversations()).map(({ title, membership }) => `${title} ${membership}`)

test("Y190 who may write first: what others write is not seen and not answered, they learn nothing, and it is not lost", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const tablet = await world.second(ana, "tablet")
  const pair = await direct(world, bob, "ana")
  await say(world, bob, pair, "bonjour")
  await world.rest()
  expect(await listed(ana)).toEqual(["Bob request"])
  const before = await bob.client.conversation(pair)
  unwrap(await world.run(ana.client.setSetting("requests", "nobody")))
  expect(await listed(ana)).toEqual([])
  await world.until(async () => (await listed(tablet)).length === 0)
  await say(world, bob, pair, "vous êtes là ?")
  await world.rest()
  expect(await listed(ana)).toEqual([])
  const after = await bob.client.conversation(pair)
  expect(after).toMatchObject({ members: before?.members as object, readBy: before?.readBy as object })
  unwrap(await world.run(ana.client.setSetting("requests", "known")))
  expect(await listed(ana)).toEqual([])
  // Whom she looks up herself she knows.
  unwrap(await world.run(ana.client.findPerson("bob")))
  expect(await listed(ana)).toEqual(["Bob request"])
  unwrap(await world.run(ana.client.setSetting("requests", "all")))
  expect(await listed(ana)).toEqual(["Bob request"])
  expect(await lines(ana, pair)).toEqual(["Bob: bonjour", "Bob: vous êtes là ?"])
})

test("Y190 who may invite to groups: a stranger's invitation is not seen, and a friend still adds", async () => {
  const world = clientWorld()
  const [ana, bob, eve] = [await world.join("ana"), await world.join("bob"), await world.join("eve")]
  await acquaint(world, ana, bob)
  unwrap(await world.run(ana.client.setSetting("invitations", "known")))
  const id = unwrap(await world.run(eve.client.findPerson("ana"))).account
  unwrap(await world.run(eve.client.createGroup("Loterie", [id])))
  const garden = await group(world, bob, "Jardin", [ana])
  await say(world, bob, garden, "bonjour")
  await world.until(async () => (await listed(ana)).includes("Jardin member"))
  await world.rest()
  expect((await listed(ana)).filter(one => one.startsWith("Loterie"))).toEqual([])
  unwrap(await world.run(ana.client.setSetting("invitations", "all")))
  expect(await listed(ana)).toContain("Loterie invited")
  expect(await account(ana)).toBe(id)
})
