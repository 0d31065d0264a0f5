import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { memoryLocalStore } from "@colombe/client"
import { heldSecrets } from "@colombe/client/testing"
import { host } from "@colombe/server/testing"
import {
  type ClientWorld,
  clientWorld,
  type Device,
  direct,
  lines,
  say,
  title,
} from "./testing/client-world.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

const server = `http://${host}:4000`

/** Registered, with the words that were shown. */
async function joinWithWords(world: ClientWorld, name: string): Promise<{ device: Device; words: string }> {
  const device = await world.newcomer(name)
  const request = { handle: name, server, displayName: title(name) }
  const { words } = unwrap(await world.run(device.client.register(request)))
  await device.client.start()
  unwrap(await world.run(device.client.settle()))
  return { device, words }
}

/** Ana and Bob talked through several epochs, and Ana's device lies at the bottom of a lake. */
async function lost() {
  const world = clientWorld()
  const { device: ana, words } = await joinWithWords(world, "ana")
  const bob = await world.join("bob")
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "un")
  await world.rest()
  await say(world, bob, conversation, "deux")
  await world.rest()
  await say(world, ana, conversation, "trois")
  const group = unwrap(await world.run(ana.client.createGroup("Jardin", []))).conversation
  await say(world, ana, group, "seule ici")
  await world.rest()
  const before = { direct: await lines(ana, conversation), group: await lines(ana, group) }
  // History goes out in batches.
  await world.run(ana.client.close())
  ana.link.down = true
  return { world, ana, bob, words, conversation, group, before }
}

const recover = (world: ClientWorld, device: Device, words: string, handle = "ana") =>
  world.run(device.client.recover({ handle, server, words }))

async function shows(device: Device, conversation: string, expected: readonly string[]): Promise<boolean> {
  return JSON.stringify(await lines(device, conversation)) === JSON.stringify(expected)
}

test("R5 R6 K17 K18 with nothing but the words everything is there again, and sending goes on", async () => {
  const { world, bob, words, conversation, group, before } = await lost()
  const again = await world.newcomer("again")
  unwrap(await recover(world, again, words))
  await again.client.start()
  await world.until(() => shows(again, conversation, before.direct))
  await world.until(() => shows(again, group, before.group))
  await say(world, again, conversation, "me revoilà")
  await world.rest(bob, again)
  expect((await lines(bob, conversation)).at(-1)).toBe("Ana: me revoilà")
  await say(world, bob, conversation, "enfin")
  await world.rest(bob, again)
  expect((await lines(again, conversation)).at(-1)).toBe("Bob: enfin")
})

test("Y48 whoever comes back by their words takes every device that was removed out of every conversation", async () => {
  const world = clientWorld()
  const { device: ana, words } = await joinWithWords(world, "ana")
  const bob = await world.join("bob")
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "un")
  await world.rest()
  await say(world, bob, conversation, "deux")
  const others = [await world.second(ana, "phone"), await world.second(ana, "tablet")]
  const devicesIn = async () => (await bob.client.conversation(conversation))?.devices
  await world.until(async () => (await devicesIn()) === 4)
  for (const device of [ana, ...others]) {
    device.link.down = true
    device.breakLink()
  }
  const again = await world.newcomer("again")
  unwrap(await recover(world, again, words))
  await again.client.start()
  // Nobody says anything: Bob would take them out before he does.
  await world.until(async () => (await devicesIn()) === 2)
})

test("R7 whoever has the old home opens nothing that follows, and the server lets it in no more", async () => {
  const { world, ana, bob, words, conversation } = await lost()
  const again = await world.newcomer("again")
  unwrap(await recover(world, again, words))
  await again.client.start()
  await world.rest(again)
  await say(world, again, conversation, "après")
  await world.rest(bob, again)
  await say(world, bob, conversation, "aussi après")
  await world.rest(bob, again)
  const held = async (device: Device) => {
    const { epochKeys } = await heldSecrets(memoryLocalStore(device.records))
    return new Set(epochKeys.map(({ key }) => Buffer.from(key).toString("hex")))
  }
  const [old, now] = [await held(ana), await held(again)]
  // The old home has none of the keys of the epochs since; those before are in the history.
  const newer = [...now].filter(key => !old.has(key))
  expect(newer.length).toBeGreaterThan(0)
  for (const key of old) expect(now.has(key)).toBe(true)
  ana.link.down = false
  await world.reopen(ana)
  expect(await world.run(ana.client.settle())).toMatchObject({ ok: false, code: "device-inactive" })
  expect((await again.client.devices()).length).toBe(1)
})

test("R2 R5 words that are wrong change nothing, each with its code", async () => {
  const { world, words } = await lost()
  const again = await world.newcomer("again")
  const list = words.split(" ")
  const misspelt = list.with(3, `${list[3]}q`).join(" ")
  const swapped = list
    .with(0, list[1] ?? "")
    .with(1, list[0] ?? "")
    .join(" ")
  expect(await recover(world, again, list.slice(1).join(" "))).toMatchObject({
    code: "words-count-wrong",
    cause: { count: 23 },
  })
  const unknown = await recover(world, again, misspelt)
  expect(unknown).toMatchObject({ code: "word-unknown", cause: { index: 3 } })
  expect(unknown).toHaveProperty("cause.suggestions", expect.arrayContaining([list[3]]))
  expect((await recover(world, again, swapped)).ok).toBe(false)
  const { words: others } = await joinWithWords(world, "cleo")
  expect(await recover(world, again, others)).toMatchObject({ code: "words-not-theirs" })
  expect(await recover(world, again, words, "dan")).toMatchObject({ code: "account-unknown" })
  expect(await again.client.me()).toBeUndefined()
  // Capitals, blanks and numbers are no mistake.
  const loud = `  ${list.map((word, at) => `${at + 1}. ${word.toUpperCase()}`).join("\n")}\n`
  unwrap(await recover(world, again, loud))
})

test("R8 what is cut half-way goes on by asking again", async () => {
  const { world, words, conversation, before } = await lost()
  const again = await world.newcomer("again")
  const cuts = [3, 9, 16, 24, 33, 43, 54, 66, 80]
  let frames = 0
  again.link.outgoing = frame => {
    frames += 1
    if (cuts.includes(frames)) queueMicrotask(again.breakLink)
    return frame
  }
  let recovered = await recover(world, again, words)
  for (let tries = 0; !recovered.ok && tries < 20; tries++) recovered = await recover(world, again, words)
  expect(recovered.ok).toBe(true)
  again.link.outgoing = frame => frame
  await again.client.start()
  await world.until(() => shows(again, conversation, before.direct))
})

test("Y43 who was away while a device came in reads what it says at once", async () => {
  const { world, bob, words, conversation } = await lost()
  await world.run(bob.client.close())
  const again = await world.newcomer("again")
  unwrap(await recover(world, again, words))
  await again.client.start()
  await world.rest(again)
  await say(world, again, conversation, "pendant ton absence")
  await world.rest(again)
  await world.reopen(bob)
  await world.rest(bob)
  expect((await lines(bob, conversation)).at(-1)).toBe("Ana: pendant ton absence")
})
