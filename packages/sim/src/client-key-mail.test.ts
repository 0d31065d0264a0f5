import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { host } from "@colombe/server/testing"
import { type ClientWorld, clientWorld, type Device, direct, lines, say } from "./testing/client-world.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

const server = `http://${host}:4000`
const hour = 60 * 60_000

/** Ana's device is gone before it recorded one key. */
async function goneAtOnce() {
  const world = clientWorld()
  const ana = await world.newcomer("ana")
  const request = { handle: "ana", server, displayName: "Ana" }
  const { words } = unwrap(await world.run(ana.client.register(request)))
  await ana.client.start()
  const bob = await world.join("bob")
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "un")
  await world.rest()
  await say(world, bob, conversation, "deux")
  await say(world, ana, conversation, "trois")
  await world.rest()
  ana.link.down = true
  ana.breakLink()
  return { world, ana, bob, words, conversation }
}

async function arriving(device: Device, conversation: string): Promise<number> {
  const { items } = await device.client.timeline(conversation, { limit: 100 })
  return items.filter(item => item.kind === "notice" && item.notice === "arriving").length
}

async function pass(world: ClientWorld, time: number, ...devices: readonly Device[]): Promise<void> {
  for (let passed = 0; passed < time; passed += hour / 12) {
    world.clock.pass(hour / 12)
    await world.rest(...devices)
  }
}

test("K9 K11 K13 K15 K19 a recovered device asks for what no record has, shows that it arrives, and then shows it", async () => {
  const { world, bob, words, conversation } = await goneAtOnce()
  const again = await world.newcomer("again")
  unwrap(await world.run(again.client.recover({ handle: "ana", server, words })))
  await again.client.start()
  await world.rest(again)
  expect(await arriving(again, conversation)).toBe(3)
  await pass(world, hour / 6, again, bob)
  // Of the first epoch Bob has the key from Ana's invitation alone: he does not vouch for it to anybody.
  expect(await lines(again, conversation)).toEqual(["Bob: deux", "Ana: trois"])
  expect(await arriving(again, conversation)).toBe(1)
})

test("K15 K19 a device that came in by another is given nothing for a day, however often it asks", async () => {
  const { world, ana, bob, conversation } = await goneAtOnce()
  const phished = await world.newcomer("phished")
  unwrap(await world.adopt(ana, phished))
  await world.until(async () => (await phished.client.conversation(conversation))?.devices === 3)
  await world.rest(phished, bob)
  await pass(world, 3 * hour, phished, bob)
  expect(await arriving(phished, conversation)).toBe(3)
  expect(await lines(phished, conversation)).toEqual([])
})
