import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { clientWorld, type Device } from "./testing/client-world.ts"
import { linkDevice, server } from "./testing/linking.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(60_000)

const root = new Uint8Array(32).fill(7)

/** How the devices are called that came in without this one and were not looked at here. */
async function unseen({ client }: Device): Promise<readonly string[]> {
  return (await client.devices()).filter(({ isUnseen }) => isUnseen).map(({ name, kind }) => name || kind)
}

test("Y49 a device is told on every device that did not let it in, and on each until it was seen there", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const tablet = await linkDevice(world, "qr", ana, "tablet")
  await world.rest()
  for (const device of [ana, tablet]) expect(await unseen(device)).toEqual([])
  let told = 0
  tablet.client.watch(({ type }) => {
    if (type === "devices") told += 1
  })
  const laptop = await linkDevice(world, "typed", ana, "laptop")
  await world.rest()
  for (const device of [ana, laptop]) expect(await unseen(device)).toEqual([])
  expect(told).toBeGreaterThan(0)
  expect(await unseen(tablet)).toEqual(["device"])
  unwrap(await world.run(ana.client.devicesSeen()))
  await world.run(tablet.client.close())
  await world.reopen(tablet)
  await world.rest()
  expect(await unseen(tablet)).toEqual(["device"])
  unwrap(await world.run(tablet.client.devicesSeen()))
  await world.run(tablet.client.close())
  await world.reopen(tablet)
  expect(await unseen(tablet)).toEqual([])
})

test("Y49 whoever enters by stolen words while a device is away is told there when it comes back, and no more once taken out", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const tablet = await linkDevice(world, "qr", ana, "tablet")
  await world.run(tablet.client.close())
  unwrap(await world.run(ana.client.addSpareRoot(root)))
  await world.rest(ana)
  // Who added the words knows of them.
  expect(await unseen(ana)).toEqual([])
  const thief = await world.newcomer("thief")
  unwrap(await world.run(thief.client.recover({ handle: "ana", server, root, keepDevices: true })))
  await thief.client.start()
  await world.rest(ana, thief)
  expect(await unseen(ana)).toEqual(["device"])
  unwrap(await world.run(thief.client.devicesSeen()))
  await world.reopen(tablet)
  await world.rest()
  expect((await unseen(tablet)).toSorted()).toEqual(["device", "words"])
  const theirs = (await ana.client.devices()).find(({ isUnseen }) => isUnseen)
  unwrap(await world.run(ana.client.removeDevice(theirs?.device ?? "", { lost: true })))
  await world.rest(ana, tablet)
  expect(await unseen(ana)).toEqual([])
  expect(await unseen(tablet)).toEqual(["words"])
})
