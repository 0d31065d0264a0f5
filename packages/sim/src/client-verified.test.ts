import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { type ClientWorld, clientWorld, type Device } from "./testing/client-world.ts"
import { account, acquaint } from "./testing/groups.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(60_000)

async function verified(world: ClientWorld, device: Device, who: string): Promise<boolean> {
  return unwrap(await world.run(device.client.safetyNumber(who))).verified
}

async function nameOf(device: Device, who: string): Promise<string> {
  const people = (await device.client.conversations()).flatMap(({ peer }) =>
    peer === undefined ? [] : [peer],
  )
  return people.find(person => person.account === who)?.address ?? ""
}

test("I15 who was verified on one device is on the other, through devices that come, until somebody says otherwise", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  await acquaint(world, ana, bob)
  const tablet = await world.second(ana, "tablet")
  const who = await account(bob)
  await world.until(async () => (await nameOf(tablet, who)) !== "")
  expect(await verified(world, ana, who)).toBe(false)
  expect(await world.run(ana.client.verify(await account(ana)))).toMatchObject({
    code: "direct-with-oneself",
  })
  unwrap(await world.run(ana.client.verify(who)))
  expect(await verified(world, ana, who)).toBe(true)
  expect(unwrap(await world.run(ana.client.findPerson("bob")))).toMatchObject({ trust: "verified" })
  await world.until(() => verified(world, tablet, who))
  await world.second(bob, "laptop")
  await world.rest(ana, tablet, bob)
  expect(await verified(world, ana, who)).toBe(true)
  unwrap(await world.run(tablet.client.unverify(who)))
  await world.until(async () => !(await verified(world, ana, who)))
  // Who comes in later is told what holds.
  unwrap(await world.run(ana.client.verify(who)))
  await world.until(() => verified(world, tablet, who))
  const desk = await world.second(ana, "desk")
  await world.until(async () => (await nameOf(desk, who)) !== "" && (await verified(world, desk, who)))
})

test("I15 what a lost device has said of people ends with it, and what others said stays", async () => {
  const world = clientWorld()
  const [ana, bob, mal] = [await world.join("ana"), await world.join("bob"), await world.join("mal")]
  for (const other of [bob, mal]) await acquaint(world, ana, other)
  const tablet = await world.second(ana, "tablet")
  const [friend, thief] = [await account(bob), await account(mal)]
  await world.until(async () => (await nameOf(tablet, thief)) !== "" && (await nameOf(tablet, friend)) !== "")
  unwrap(await world.run(ana.client.verify(friend)))
  unwrap(await world.run(tablet.client.verify(thief)))
  await world.until(() => verified(world, ana, thief))
  await world.until(() => verified(world, tablet, friend))
  const stolen = (await tablet.client.me())?.device ?? ""
  unwrap(await world.run(ana.client.removeDevice(stolen, { lost: true })))
  expect(await verified(world, ana, thief)).toBe(false)
  expect(await verified(world, ana, friend)).toBe(true)
  // A device that comes in afterwards reads the same log, and believes the lost one no more.
  const desk = await world.second(ana, "desk")
  await world.until(async () => (await nameOf(desk, friend)) !== "" && (await verified(world, desk, friend)))
  expect(await verified(world, desk, thief)).toBe(false)
})
