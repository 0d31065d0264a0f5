import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { decodeCall } from "@colombe/wire"
import { type ClientWorld, clientWorld, type Device, direct, lines, say } from "./testing/client-world.ts"
import { account, acquaint, group } from "./testing/groups.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(120_000)

interface Scene {
  readonly world: ClientWorld
  readonly ana: Device
  readonly bob: Device
  readonly mal: Device
}

async function scene(): Promise<Scene> {
  const world = clientWorld()
  return { world, ana: await world.join("ana"), bob: await world.join("bob"), mal: await world.join("mal") }
}

async function block({ world, ana, mal }: Scene): Promise<string> {
  unwrap(await world.run(ana.client.findPerson("mal")))
  const blocked = await account(mal)
  // What was said at the very moment of the block is said too late.
  world.clock.pass(1)
  unwrap(await world.run(ana.client.block(blocked)))
  return blocked
}

const titles = async ({ client }: Device) => (await client.conversations()).map(({ title }) => title)
const notices = async ({ client }: Device, conversation: string) =>
  (await client.timeline(conversation, { limit: 500 })).items.flatMap(item =>
    item.kind === "notice" ? [item.notice] : [],
  )

test("Y225 a request, and a group that somebody blocked brings one into, are never shown, and they learn nothing", async () => {
  const here = await scene()
  const { world, ana, mal } = here
  const blocked = await block(here)
  const withAna = await direct(world, mal, "ana")
  await say(world, mal, withAna, "tu es là ?")
  await world.rest()
  const trap = unwrap(await world.run(mal.client.createGroup("Piège", [await account(ana)]))).conversation
  await say(world, mal, trap, "et ici ?")
  await world.rest()
  expect(await ana.client.conversations()).toEqual([])
  const found = await ana.client.search("ici")
  expect([found.messages, found.conversations]).toEqual([[], []])
  const seenByMal = await mal.client.conversation(withAna)
  expect([seenByMal?.readByEverybody, seenByMal?.members.map(({ dormant }) => dormant).toSorted()]).toEqual([
    0,
    [false, true],
  ])
  expect((await ana.client.blocked()).map(({ address }) => address)).toEqual(["mal@localhost"])
  unwrap(await world.run(ana.client.unblock(blocked)))
  expect((await titles(ana)).toSorted()).toEqual(["Mal", "Piège"])
  expect(await lines(ana, withAna)).toEqual(["Mal: tu es là ?"])
  // What nobody has answered goes with them, whenever it came.
  unwrap(await world.run(ana.client.block(blocked)))
  expect(await ana.client.conversations()).toEqual([])
})

test("Y225 in a group the words of somebody blocked are a line without them, call nobody, and are there again afterwards", async () => {
  const here = await scene()
  const { world, ana, bob, mal } = here
  for (const other of [bob, mal]) await acquaint(world, ana, other)
  const conversation = await group(world, ana, "Jardin", [bob, mal])
  const before = await say(world, mal, conversation, "avant")
  await world.rest()
  const blocked = await block(here)
  const words = `@[Ana](colombe:${await account(ana)}) réponds !`
  const { id } = unwrap(await world.run(mal.client.sendText(conversation, words, { format: "markdown" })))
  await world.run(mal.client.sent(conversation, id))
  const said = await say(world, bob, conversation, "bonjour")
  await world.rest()
  expect(await lines(ana, conversation)).toEqual(["Mal: avant", "Bob: bonjour"])
  expect(await notices(ana, conversation)).toEqual(["blocked"])
  const seen = await ana.client.conversation(conversation)
  expect([seen?.mentions, seen?.last?.item.kind]).toEqual([0, "message"])
  await ana.client.markRead(conversation, before)
  expect((await ana.client.conversation(conversation))?.unread).toBe(1)
  expect((await ana.client.search("réponds")).messages).toEqual([])
  expect(await lines(bob, conversation)).toHaveLength(3)
  unwrap(await world.run(ana.client.unblock(blocked)))
  expect((await lines(ana, conversation)).at(-1)).toBe("Bob: bonjour")
  expect(await lines(ana, conversation)).toHaveLength(3)
  expect(said).toBeGreaterThan(before)
})

test("Y225 to somebody blocked nothing is said, not even that one has read, and other devices know of it", async () => {
  const here = await scene()
  const { world, ana, mal } = here
  await acquaint(world, ana, mal)
  const conversation = await direct(world, ana, "mal")
  const tablet = await world.second(ana, "tablet")
  await world.rest()
  const relayed: string[] = []
  await block(here)
  const { outgoing } = ana.link
  ana.link.outgoing = frame => {
    relayed.push(unwrap(decodeCall(frame)).method)
    return outgoing(frame)
  }
  const seq = await say(world, mal, conversation, "lis-moi")
  await world.rest()
  await ana.client.markRead(conversation, seq)
  await ana.client.typing(conversation)
  await world.rest()
  expect(relayed).not.toContain("Relay")
  expect((await mal.client.conversation(conversation))?.readByEverybody).toBeLessThan(seq)
  expect(await world.run(ana.client.sendText(conversation, "non"))).toMatchObject({ code: "person-blocked" })
  expect((await ana.client.conversation(conversation))?.blocked).toBe(true)
  await world.until(async () => (await tablet.client.blocked()).length === 1)
  expect(await lines(tablet, conversation)).not.toContain("Mal: lis-moi")
})

test("Y226 what is known of a stranger is what logs show: groups in common, devices, since when", async () => {
  const here = await scene()
  const { world, ana, bob, mal } = here
  await acquaint(world, bob, ana)
  await acquaint(world, bob, mal)
  await group(world, bob, "Jardin", [ana, mal])
  await direct(world, ana, "bob").then(withBob => say(world, ana, withBob, "qui est Mal ?"))
  await world.rest()
  const withAna = await direct(world, mal, "ana")
  await say(world, mal, withAna, "bonjour")
  await world.rest()
  const about = await ana.client.aboutPerson(await account(mal))
  expect(about).toMatchObject({ person: { address: "mal@localhost" }, devices: 1 })
  expect(about?.groups.map(({ title }) => title)).toEqual(["Jardin"])
  expect(about?.firstSeen).toBeGreaterThan(0)
  expect(await ana.client.aboutPerson("A".repeat(43))).toBeUndefined()
})
