import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { clientWorld, type Device, direct, say } from "./testing/client-world.ts"
import { acquaint, group } from "./testing/groups.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

const pins = async ({ client }: Device, conversation: string) =>
  (await client.conversation(conversation))?.pins.map(({ said }) => said)

async function idOf({ client }: Device, conversation: string, text: string): Promise<string> {
  const { items } = await client.timeline(conversation, { limit: 100 })
  const found = items.find(item => item.kind === "message" && item.text === text)
  if (found?.kind !== "message") throw new Error(`nobody said ${text}`)
  return found.id
}

async function talking() {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  await acquaint(world, ana, bob)
  const conversation = await direct(world, ana, "bob")
  for (const text of ["un", "deux", "trois"]) await say(world, ana, conversation, text)
  await world.rest()
  const pin = async (device: Device, text: string, pinned = true) =>
    unwrap(await world.run(device.client.pin(conversation, await idOf(device, conversation, text), pinned)))
  return { world, ana, bob, conversation, pin }
}

test("N52 both sides of a direct pin and unpin, see it at once, and a line says so", async () => {
  const { world, ana, bob, conversation, pin } = await talking()
  await pin(bob, "deux")
  expect(await pins(bob, conversation)).toEqual(["deux"])
  await world.rest()
  await pin(ana, "un")
  await world.rest()
  for (const one of [ana, bob]) expect(await pins(one, conversation)).toEqual(["un", "deux"])
  await pin(ana, "deux", false)
  await world.rest()
  for (const one of [ana, bob]) expect(await pins(one, conversation)).toEqual(["un"])
  const { items } = await bob.client.timeline(conversation, { limit: 100 })
  expect(
    items.flatMap(item => (item.kind === "change" && "said" in item.change ? [item.change] : [])),
  ).toMatchObject([
    { type: "pinned", said: "deux" },
    { type: "pinned", said: "un" },
    { type: "unpinned", said: "deux" },
  ])
})

test("N53 a pin that waited offline takes nothing away from what others pinned meanwhile", async () => {
  const { world, ana, bob, conversation, pin } = await talking()
  ana.link.down = true
  ana.breakLink()
  await pin(ana, "un")
  await pin(bob, "trois")
  await world.rest(bob)
  ana.link.down = false
  await world.rest()
  for (const one of [ana, bob]) expect(await pins(one, conversation)).toEqual(["un", "trois"])
})

test("N53 a pin of what is deleted goes, and stays gone on a device that comes later", async () => {
  const { world, ana, bob, conversation, pin } = await talking()
  await pin(bob, "deux")
  await pin(bob, "trois")
  await world.rest()
  unwrap(await world.run(ana.client.deleteForEveryone(conversation, [await idOf(ana, conversation, "deux")])))
  await world.rest()
  const tablet = await world.second(bob, "bob's tablet")
  await world.rest()
  await world.until(async () => (await pins(tablet, conversation))?.length !== 0)
  for (const one of [ana, bob, tablet]) expect(await pins(one, conversation)).toEqual(["trois"])
})

test("N52 in a group members do not pin, and whoever comes later has the pins of what they can read", async () => {
  const world = clientWorld()
  const [ana, bob, carol] = [await world.join("ana"), await world.join("bob"), await world.join("carol")]
  for (const other of [bob, carol]) await acquaint(world, ana, other)
  const conversation = await group(world, ana, "Trio", [bob])
  unwrap(await world.run(ana.client.setHistory(conversation, "all")))
  await world.rest()
  await say(world, bob, conversation, "à garder")
  await world.rest()
  const id = await idOf(bob, conversation, "à garder")
  expect((await bob.client.conversation(conversation))?.mayPin).toBe(false)
  expect(await world.run(bob.client.pin(conversation, id, true))).toMatchObject({ code: "commit-forbidden" })
  unwrap(await world.run(ana.client.pin(conversation, id, true)))
  await world.rest()
  const { account } = unwrap(await world.run(ana.client.findPerson("carol")))
  unwrap(await world.run(ana.client.addMembers(conversation, [account])))
  await world.rest()
  for (const one of [ana, bob, carol])
    await world.until(async () => (await pins(one, conversation))?.[0] === "à garder")
})
