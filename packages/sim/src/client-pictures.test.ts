import { expect, setDefaultTimeout, test } from "bun:test"
import { type Bytes, concat, toUtf8, unwrap } from "@colombe/base"
import { host } from "@colombe/server/testing"
import { type ClientWorld, clientWorld, type Device, direct, say } from "./testing/client-world.ts"
import { account, acquaint, group } from "./testing/groups.ts"
import { linkDevice } from "./testing/linking.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(180_000)

const jpeg = (text: string): Bytes => concat(Uint8Array.of(0xff, 0xd8, 0xff), toUtf8(text))
const [first, second] = [jpeg("le premier"), jpeg("le second")]

const seen = async (by: Device, of: Device): Promise<Bytes | undefined> =>
  by.client.picture(await account(of))

async function sees(world: ClientWorld, by: Device, of: Device, picture: Bytes | undefined): Promise<void> {
  await world.until(async () => String(await seen(by, of)) === String(picture))
}

async function talking(world: ClientWorld) {
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const pair = await direct(world, ana, "bob")
  await say(world, ana, pair, "bonjour")
  await world.rest()
  return { ana, bob, pair }
}

test("N81 who talks with somebody learns how they look, once they have answered, and that they took it away", async () => {
  const world = clientWorld()
  const { ana, bob, pair } = await talking(world)
  unwrap(await world.run(ana.client.setPicture(first)))
  await say(world, ana, pair, "vous êtes là ?")
  await world.rest()
  // Somebody who has not come in is shown nothing.
  expect(await seen(bob, ana)).toBeUndefined()
  await say(world, bob, pair, "oui")
  await world.rest()
  await say(world, ana, pair, "bien")
  await sees(world, bob, ana, first)
  const [row] = await bob.client.conversations()
  expect(row?.peer?.picture).toBe((await ana.client.me())?.picture as string)
  expect(row?.last?.item).toMatchObject({ text: "bien" })
  const before = row?.head
  await say(world, ana, pair, "encore")
  await world.rest()
  // It is said once.
  expect((await bob.client.conversations())[0]?.head).toBe((before ?? 0) + 1)
  unwrap(await world.run(ana.client.setPicture(second)))
  await sees(world, bob, ana, second)
  unwrap(await world.run(ana.client.setPicture(undefined)))
  await sees(world, bob, ana, undefined)
  expect((await bob.client.conversations())[0]?.peer?.picture).toBeUndefined()
})

test("N81 who comes into a group later sees those who speak there, and the picture of the group", async () => {
  const world = clientWorld()
  const [ana, bob, eve] = [await world.join("ana"), await world.join("bob"), await world.join("eve")]
  for (const other of [bob, eve]) await acquaint(world, ana, other)
  unwrap(await world.run(ana.client.setPicture(first)))
  const garden = await group(world, ana, "Jardin", [bob])
  unwrap(await world.run(ana.client.setGroupPicture(garden, second)))
  await say(world, ana, garden, "bonjour")
  await sees(world, bob, ana, first)
  await world.until(async () => String(await bob.client.picture(garden)) === String(second))
  const lines = (await bob.client.timeline(garden, { limit: 50 })).items
  expect(lines).toContainEqual(expect.objectContaining({ change: { type: "picture", removed: false } }))
  expect(await bob.client.setGroupPicture(garden, first)).toMatchObject({ code: "commit-forbidden" })
  unwrap(await world.run(ana.client.addMembers(garden, [await account(eve)])))
  await world.rest()
  await say(world, ana, garden, "bonjour Ève")
  await world.until(async () => String(await eve.client.picture(garden)) === String(second))
  await sees(world, eve, ana, first)
  unwrap(await world.run(ana.client.setGroupPicture(garden, undefined)))
  await world.until(async () => (await eve.client.picture(garden)) === undefined)
})

test("V18 a picture and a name are the same on all of one's devices, after linking too", async () => {
  const world = clientWorld()
  const ana = await world.newcomer("ana")
  const server = `http://${host}:4000`
  const { words } = unwrap(await world.run(ana.client.register({ handle: "ana", server })))
  await ana.client.start()
  unwrap(await world.run(ana.client.setPicture(first)))
  unwrap(await world.run(ana.client.setDisplayName("Ana D.")))
  await world.rest()
  const tablet = await linkDevice(world, "qr", ana, "tablet")
  await sees(world, tablet, tablet, first)
  await world.until(async () => (await tablet.client.me())?.displayName === "Ana D.")
  unwrap(await world.run(tablet.client.setPicture(undefined)))
  unwrap(await world.run(tablet.client.setDisplayName("Ana Dias")))
  await sees(world, ana, ana, undefined)
  await world.until(async () => (await ana.client.me())?.displayName === "Ana Dias")
  unwrap(await world.run(tablet.client.setPicture(second)))
  await world.rest()
  for (const device of [ana, tablet]) {
    await world.run(device.client.close())
    device.link.down = true
  }
  const again = await world.newcomer("again")
  unwrap(await world.run(again.client.recover({ handle: "ana", server, words })))
  await again.client.start()
  await sees(world, again, again, second)
  expect(await again.client.setPicture(toUtf8("<svg/>"))).toMatchObject({ code: "picture-invalid" })
})
