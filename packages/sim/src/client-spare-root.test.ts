import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { host } from "@colombe/server/testing"
import { clientWorld, direct, lines, say } from "./testing/client-world.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

const server = `http://${host}:4000`
const root = new Uint8Array(32).fill(7)

async function world() {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "un")
  await world.rest()
  await say(world, bob, conversation, "deux")
  await world.rest()
  return { world, ana, bob, conversation }
}

test("R9 a spare root lets a new device in beside the others, with the whole history", async () => {
  const { world: there, ana, bob, conversation } = await world()
  unwrap(await there.run(ana.client.addSpareRoot(root)))
  unwrap(await there.run(ana.client.addSpareRoot(root)))
  expect((await ana.client.devices()).map(({ kind }) => kind).toSorted()).toEqual(["device", "words"])
  await there.rest()
  const laptop = await there.newcomer("laptop")
  unwrap(await there.run(laptop.client.recover({ handle: "ana", server, root, keepDevices: true })))
  await laptop.client.start()
  await there.until(async () => (await lines(laptop, conversation)).join() === "Ana: un,Bob: deux")
  await say(there, laptop, conversation, "trois")
  await there.rest(bob, laptop, ana)
  for (const device of [ana, bob]) expect((await lines(device, conversation)).at(-1)).toBe("Ana: trois")
})

test("R9 a spare root that was taken out opens nothing, and does not come back", async () => {
  const { world: there, ana } = await world()
  unwrap(await there.run(ana.client.addSpareRoot(root)))
  const spare = (await ana.client.devices()).find(({ kind }) => kind === "words")
  unwrap(await there.run(ana.client.removeDevice(spare?.device ?? "")))
  await there.rest()
  const thief = await there.newcomer("thief")
  const entered = await there.run(thief.client.recover({ handle: "ana", server, root, keepDevices: true }))
  expect(entered).toMatchObject({ ok: false, code: "words-not-theirs" })
  expect(await thief.client.me()).toBeUndefined()
  expect(await there.run(ana.client.addSpareRoot(root))).toMatchObject({ ok: false, code: "device-returns" })
})

test("R9 a root of another size, or that was never added, lets nobody in", async () => {
  const { world: there } = await world()
  const stranger = await there.newcomer("stranger")
  const enter = (given: Uint8Array) =>
    there.run(stranger.client.recover({ handle: "ana", server, root: given, keepDevices: true }))
  expect(await enter(root.subarray(1))).toMatchObject({ ok: false, code: "id-invalid" })
  expect(await enter(root)).toMatchObject({ ok: false, code: "words-not-theirs" })
})
