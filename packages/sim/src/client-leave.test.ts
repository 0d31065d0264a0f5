import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { clientWorld, lines, say } from "./testing/client-world.ts"
import { account, acquaint, group } from "./testing/groups.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(60_000)

test("Y91 C17 whoever came in by an invitation can leave", async () => {
  const world = clientWorld()
  const [ana, eve] = [await world.join("ana"), await world.join("eve")]
  const conversation = await group(world, ana, "Jardin", [eve])
  unwrap(await world.run(eve.client.acceptRequest(conversation)))
  await world.rest()
  unwrap(await world.run(eve.client.leave(conversation)))
  await world.rest()
  await world.rest()
  expect(await eve.client.conversation(conversation)).toMatchObject({ membership: "left" })
  expect(await ana.client.conversation(conversation)).toMatchObject({ memberCount: 1, devices: 1 })
  await say(world, ana, conversation, "seule")
  await world.rest()
  expect(await lines(eve, conversation)).toEqual([])
})

test("Y91 C17 whoever leaves on one device has left on all, and none of them comes back by itself", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  await acquaint(world, ana, bob)
  const tablet = await world.second(bob, "tablet")
  const conversation = await group(world, ana, "Jardin", [bob])
  await world.rest()
  await world.until(async () => (await ana.client.conversation(conversation))?.devices === 3)
  unwrap(await world.run(bob.client.leave(conversation)))
  await world.rest()
  await world.rest()
  for (const device of [bob, tablet])
    expect(await device.client.conversation(conversation)).toMatchObject({ membership: "left" })
  expect(await ana.client.conversation(conversation)).toMatchObject({ memberCount: 1, devices: 1 })
  await say(world, ana, conversation, "seule")
  await world.rest()
  for (const device of [bob, tablet]) expect(await lines(device, conversation)).toEqual([])
  unwrap(await world.run(ana.client.addMembers(conversation, [await account(bob)])))
  await world.rest()
  await world.until(async () => (await ana.client.conversation(conversation))?.devices === 3)
  await say(world, tablet, conversation, "de retour")
  await world.rest()
  expect(await lines(ana, conversation)).toEqual(["Ana: seule", "Bob: de retour"])
})
