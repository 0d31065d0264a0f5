import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { type ClientWorld, clientWorld, type Device, direct, lines, say } from "./testing/client-world.ts"
import { tamper } from "./testing/tamper.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

async function twoDevices() {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "bonjour")
  await world.rest()
  await say(world, bob, conversation, "salut")
  await world.rest()
  const tablet = await world.second(ana, "tablet")
  await world.until(async () => (await tablet.client.conversation(conversation))?.devices === 3)
  return { world, ana, tablet, bob, conversation }
}

const idOf = async (device: Device): Promise<string> => (await device.client.me())?.device ?? ""

async function signOut(world: ClientWorld, device: Device, last = false) {
  return world.run(device.client.removeDevice(await idOf(device), { last }))
}

/** Nothing is here, and nobody knows it any more: neither the account's other device nor whoever talks to it. */
async function isGone({ world, ana, tablet, bob, conversation }: Awaited<ReturnType<typeof twoDevices>>) {
  expect([...tablet.records.keys()]).toEqual([])
  expect(await tablet.client.me()).toBeUndefined()
  tablet.link.down = true
  tablet.breakLink()
  await world.rest(ana, bob)
  expect((await ana.client.devices()).map(({ current }) => current)).toEqual([true])
  await say(world, bob, conversation, "entre nous")
  await say(world, ana, conversation, "sans elle")
  await world.rest(ana, bob)
  for (const one of [ana, bob]) {
    expect((await one.client.conversation(conversation))?.devices).toBe(2)
    expect((await lines(one, conversation)).slice(-3)).toEqual([
      "Ana: de la tablette",
      "Bob: entre nous",
      "Ana: sans elle",
    ])
  }
}

test("Y95 a device that signs out is taken out everywhere, and holds nothing any more", async () => {
  const all = await twoDevices()
  const { world, tablet, bob, conversation } = all
  await say(world, tablet, conversation, "de la tablette")
  await world.rest()
  const ends: string[] = []
  tablet.client.watch(notice => {
    if (notice.type === "ended") ends.push(notice.code)
  })
  unwrap(await signOut(world, tablet))
  expect(ends).toEqual(["signed-out"])
  expect(await world.run(tablet.client.settle())).toMatchObject({ code: "signed-out" })
  await isGone(all)
  // The handle is found, whoever had signed it.
  unwrap(await world.run(bob.client.findPerson("ana")))
  const eve = await world.join("eve")
  unwrap(await world.run(eve.client.findPerson("ana")))
})

test("Y95 the device that had stated the handle signs out, and another states it anew at once", async () => {
  const { world, ana, tablet } = await twoDevices()
  unwrap(await signOut(world, ana))
  await world.rest(tablet)
  const eve = await world.join("eve")
  expect(unwrap(await world.run(eve.client.findPerson("ana"))).address).toBe("ana@localhost")
  expect(await tablet.client.devices()).toHaveLength(1)
})

for (const [what, cut] of [
  ["the answer is lost", "down"],
  ["the disk takes nothing once the link stands", "full"],
] as const)
  test(`Y95 where ${what}, the next start erases`, async () => {
    const all = await twoDevices()
    const { world, tablet, conversation } = all
    await say(world, tablet, conversation, "de la tablette")
    await world.rest()
    tamper(tablet, {
      answers: {
        appendLink: response => {
          tablet.link[cut] = true
          if (cut === "down") queueMicrotask(tablet.breakLink)
          return response
        },
      },
    })
    expect((await signOut(world, tablet)).ok).toBe(false)
    expect(tablet.records.size).toBeGreaterThan(0)
    tamper(tablet, {})
    tablet.link[cut] = false
    await world.reopen(tablet)
    await tablet.client.start()
    await world.until(async () => tablet.records.size === 0)
    await isGone(all)
  })

test("Y95 a sign-out that never reached the server is forgotten: who is taken out later keeps what is there", async () => {
  const { world, ana, tablet, conversation } = await twoDevices()
  await say(world, tablet, conversation, "de la tablette")
  await world.rest()
  tamper(tablet, {
    answers: {
      reserveLink: response => {
        tablet.link.down = true
        tablet.link.full = true
        queueMicrotask(tablet.breakLink)
        return response
      },
    },
  })
  expect((await signOut(world, tablet)).ok).toBe(false)
  tamper(tablet, {})
  tablet.link.down = false
  tablet.link.full = false
  await world.reopen(tablet)
  await tablet.client.start()
  await world.rest(tablet)
  // The place in the chain that the tablet had asked for is free again.
  world.clock.pass(60_000)
  await world.rest(ana, tablet)
  unwrap(await world.run(ana.client.removeDevice(await idOf(tablet))))
  expect(await world.run(tablet.client.settle())).toMatchObject({ code: "device-inactive" })
  expect((await lines(tablet, conversation)).at(-1)).toBe("Ana: de la tablette")
})

test("Y95 what is not sent yet keeps a device, and so does being the only one until its person says otherwise", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "bonjour")
  await world.rest()
  await say(world, bob, conversation, "salut")
  await world.rest()
  expect(await signOut(world, ana)).toMatchObject({ code: "device-last" })
  expect(await signOut(world, ana, true)).toMatchObject({ code: "words-not-seen" })
  const words = (await ana.client.pendingWords()) ?? ""
  await ana.client.wordsShown()
  ana.link.down = true
  ana.breakLink()
  unwrap(await world.run(ana.client.sendText(conversation, "pas encore parti")))
  expect((await signOut(world, ana, true)).ok).toBe(false)
  ana.link.down = false
  await world.rest()
  unwrap(await signOut(world, ana, true))
  expect([...ana.records.keys()]).toEqual([])
  // The words lead back, and everything is there.
  unwrap(await world.run(ana.client.recover({ handle: "ana", server: "http://localhost:4000", words })))
  await ana.client.start()
  await world.until(async () => (await lines(ana, conversation)).includes("Ana: pas encore parti"))
  expect((await lines(bob, conversation)).at(-1)).toBe("Ana: pas encore parti")
})
