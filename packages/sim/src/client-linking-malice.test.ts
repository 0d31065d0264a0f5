import { expect, setDefaultTimeout, test } from "bun:test"
import { type Bytes, unwrap } from "@colombe/base"
import type { PullEntriesResponse, PullLinkFramesResponse } from "@colombe/wire"
import { clientWorld, type Device, direct, lines, say } from "./testing/client-world.ts"
import { linkDevice, offerBy, server, showCode, standing } from "./testing/linking.ts"
import { tamper } from "./testing/tamper.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

/** How the first byte of a message says what it is, on either way. */
const request = 1
const reveal = 2
const sealed = 3

/** From now on, one bit of every such message is another, `at` from its end or its beginning. */
function flipFrames(device: Device, kind: number, at: number): void {
  const flip = (frame: Bytes): Bytes => {
    if (frame[0] !== kind) return frame
    const other = frame.slice()
    const index = at < 0 ? other.length + at : at
    other[index] = (other[index] ?? 0) ^ 1
    return other
  }
  const pullLinkFrames = (response: PullLinkFramesResponse) => ({
    ...response,
    frames: response.frames.map(flip),
  })
  tamper(device, { answers: { pullLinkFrames } })
}

test("G3 a server between two devices gets different digits on each side, and cannot choose them", async () => {
  const world = clientWorld()
  const [ana, eve] = [await world.join("ana"), await world.join("eve")]
  // The server answers Ana's new device as an old one of its own, and Ana's old device as a new one of its own.
  const victim = await showCode(world, "tablet")
  const decoy = await showCode(world, "decoy")
  unwrap(await world.run(eve.client.acceptLink(victim.codes.typed)))
  unwrap(await world.run(ana.client.acceptLink(decoy.codes.typed)))
  const { digits } = await standing(world, victim.device, "showing-digits")
  await standing(world, ana, "asking-digits")
  expect(await world.run(ana.client.confirmDigits(digits))).toMatchObject({ code: "link-digits-differ" })

  // Nor can it look for a nonce that matches once it has seen the request: the old side is bound.
  const second = await showCode(world, "second")
  flipFrames(second.device, reveal, 1)
  unwrap(await world.run(ana.client.acceptLink(second.codes.typed)))
  expect(await standing(world, second.device, "ended")).toMatchObject({ code: "link-frame-untrusted" })
  expect(await ana.client.devices()).toHaveLength(1)
})

test("G3 G9 nor where the old device shows the code: who is led to another box has digits that nobody waits for", async () => {
  const world = clientWorld()
  const [ana, eve] = [await world.join("ana"), await world.join("eve")]
  const shownBy = async (device: Device) => {
    unwrap(await world.run(device.client.offerLink()))
    return (await standing(world, device, "showing")).qr
  }
  const [anas, eves] = [await shownBy(ana), await shownBy(eve)]
  const [tablet, decoy] = [await world.newcomer("tablet"), await world.newcomer("decoy")]
  // The server gives Ana's tablet the box of an account of its own, and Ana a new device of its own.
  for (const [device, code] of [
    [tablet, eves],
    [decoy, anas],
  ] as const)
    unwrap(await world.run(device.client.startLinking({ server, name: device.name, code })))
  const { digits } = await standing(world, tablet, "showing-digits")
  await standing(world, ana, "asking-digits")
  expect(await world.run(ana.client.confirmDigits(digits))).toMatchObject({ code: "link-digits-differ" })
  expect([(await ana.client.devices()).length, await tablet.client.me()]).toEqual([1, undefined])
})

test("G1 by QR a server that puts another key into the request is found out by the old device", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const { codes } = await showCode(world, "tablet")
  flipFrames(ana, request, -1)
  unwrap(await world.run(ana.client.acceptLink(codes.qr)))
  expect(await standing(world, ana, "ended")).toMatchObject({ code: "link-frame-untrusted" })
  expect(await ana.client.devices()).toHaveLength(1)
})

test("G2 whatever is changed in what the old device says, the new one signs nothing", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  for (const at of [-1, -60, 60]) {
    const { device, codes } = await showCode(world, "tablet")
    flipFrames(device, sealed, at)
    unwrap(await world.run(ana.client.acceptLink(codes.qr)))
    await standing(world, ana, "asking-device")
    unwrap(await world.run(ana.client.confirmDevice(true)))
    const { code } = await standing(world, device, "ended")
    expect(code).toMatch(/^link-(frame-untrusted|frame-malformed|frame-misplaced)$/)
    await world.run(ana.client.cancelLinking())
  }
  expect(await ana.client.devices()).toHaveLength(1)
})

test("G5 whoever photographed the code leads into their own account, which the screen says before anything is signed", async () => {
  const world = clientWorld()
  const [ana, eve] = [await world.join("ana"), await world.join("eve")]
  const { device, codes } = await showCode(world, "tablet")
  const asked = await offerBy(world, "qr", eve, device)
  expect(asked.address).toBe("eve@localhost")
  expect(await world.run(ana.client.acceptLink(codes.qr))).toMatchObject({ ok: true })
  expect(await standing(world, ana, "ended")).toMatchObject({ code: "link-code-used" })
  unwrap(await world.run(device.client.confirmAccount(false)))
  await standing(world, eve, "ended")
  expect([(await eve.client.devices()).length, await device.client.me()]).toEqual([1, undefined])
})

test("G7 an old device that goes away after it signed leaves a new one that finds itself in the chain", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const { device } = await showCode(world, "tablet")
  await offerBy(world, "typed", ana, device)
  tamper(ana, {
    answers: {
      appendLink: response => {
        ana.link.down = true
        queueMicrotask(ana.breakLink)
        return response
      },
    },
  })
  unwrap(await world.run(device.client.confirmAccount(true)))
  await standing(world, device, "linked")
  expect(await device.client.me()).toMatchObject({ address: "ana@localhost" })
})

test("G7 a new device that goes away after it agreed enters when it comes back, without a new code", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const { device } = await showCode(world, "tablet")
  await offerBy(world, "qr", ana, device)
  tamper(device, {
    answers: {
      putLinkFrame: response => {
        device.link.down = true
        queueMicrotask(device.breakLink)
        return response
      },
    },
  })
  unwrap(await world.run(device.client.confirmAccount(true)))
  await standing(world, ana, "linked")
  tamper(device, {})
  await world.reopen(device)
  device.link.down = false
  expect(await device.client.me()).toBeUndefined()
  unwrap(await world.run(device.client.startLinking({ server, name: "tablet" })))
  expect(await device.client.linking()).toEqual({ at: "linked" })
  expect(await device.client.me()).toMatchObject({ address: "ana@localhost" })
})

test("G6 two new devices let in by two old ones at once wait for each other's slot, and both come in", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const tablet = await linkDevice(world, "qr", ana, "tablet")
  const [one, other] = [await showCode(world, "one"), await showCode(world, "other")]
  await offerBy(world, "typed", ana, one.device)
  // The second old device waits for the slot while the first person decides.
  unwrap(await world.run(tablet.client.acceptLink(other.codes.qr)))
  await standing(world, tablet, "asking-device")
  const agreed = tablet.client.confirmDevice(true)
  unwrap(await world.run(one.device.client.confirmAccount(true)))
  await standing(world, one.device, "linked")
  unwrap(await world.run(agreed))
  await standing(world, other.device, "asking-account")
  unwrap(await world.run(other.device.client.confirmAccount(true)))
  await standing(world, other.device, "linked")
  await world.until(async () => (await ana.client.devices()).length === 4)
})

test("C22 Y44 a server that shows the new device an older log finds nobody who joins it", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "bonjour")
  await world.rest()
  await say(world, bob, conversation, "salut")
  await world.rest()
  const { device } = await showCode(world, "tablet")
  await offerBy(world, "qr", ana, device)
  const short = (response: PullEntriesResponse) => ({
    ...response,
    entries: response.entries.filter(({ seq }) => seq <= 2n),
    head: 2n,
  })
  tamper(device, { answers: { pullEntries: short } })
  unwrap(await world.run(device.client.confirmAccount(true)))
  await standing(world, device, "linked")
  await device.client.start()
  await world.until(async () => (await device.client.conversations()).length === 1)
  const { id } = unwrap(await world.run(device.client.sendText(conversation, "qui lit ?")))
  await world.run(new Promise<void>(resolve => world.clock.after(20_000, resolve)))
  expect((await ana.client.conversation(conversation))?.devices).toBe(2)
  tamper(device, {})
  unwrap(await world.run(device.client.sent(conversation, id)))
  await world.rest()
  expect((await lines(bob, conversation)).at(-1)).toBe("Ana: qui lit ?")
})
