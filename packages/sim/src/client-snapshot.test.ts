import { expect, setDefaultTimeout, test } from "bun:test"
import { concat, fromBase64Url, toUtf8, unwrap } from "@colombe/base"
import { registerKey, snapshotBy } from "@colombe/client/testing"
import { conversationIdOf, entryDigest, kinds, selfSeed } from "@colombe/rules"
import { type ClientWorld, clientWorld, crypto, type Device, lines, say } from "./testing/client-world.ts"
import { account } from "./testing/groups.ts"
import { linkDevice, offerBy, showCode, standing } from "./testing/linking.ts"
import { tamper } from "./testing/tamper.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(60_000)

/** Settings that are changed one by one, each in an entry of its own. */
const changes = 90

async function selfId(device: Device): Promise<Uint8Array> {
  const id = fromBase64Url(await account(device)) ?? new Uint8Array()
  return conversationIdOf(crypto, selfSeed(id))
}

const headOf = async (world: ClientWorld, device: Device): Promise<number> =>
  (await world.store.conversations.head(await selfId(device)))?.seq ?? 0

/** Ana's device with a year of little changes behind it, and a conversation whose keys are in its history. */
async function longLog() {
  const world = clientWorld()
  const ana = await world.join("ana")
  const { conversation } = unwrap(await world.run(ana.client.createGroup("Notes", [])))
  await say(world, ana, conversation, "au début")
  await world.rest()
  for (let change = 0; change < changes; change++) {
    unwrap(await world.run(ana.client.setSetting(`n${change % 10}`, `${change}`)))
    world.clock.pass(11_000)
    await world.rest()
  }
  expect(await headOf(world, ana)).toBeGreaterThan(changes)
  return { world, ana, conversation }
}

/** How many entries of the self conversation a device is given. A server may keep the bodies of snapshots back. */
function counted(device: Device, withholds: boolean) {
  const count = { entries: 0 }
  const ours: readonly number[] = [kinds.vault, kinds.snapshot, kinds.keyRecords]
  tamper(device, {
    answers: {
      pullEntries: answer => {
        const isSelf = answer.entries.some(({ type }) => ours.includes(type)) || answer.head > BigInt(changes)
        if (isSelf) count.entries += answer.entries.length
        for (const entry of withholds ? answer.entries : [])
          if (entry.type === kinds.snapshot) {
            entry.digest = Uint8Array.from(entryDigest(crypto, entry.body))
            entry.body = new Uint8Array()
          }
        return answer
      },
    },
  })
  return count
}

async function linkCounting(
  world: ClientWorld,
  ana: Device,
  withholds = false,
): Promise<{ readonly device: Device; readonly entries: number }> {
  const { device } = await showCode(world, "tablet")
  const count = counted(device, withholds)
  await offerBy(world, "qr", ana, device)
  unwrap(await world.run(device.client.confirmAccount(true)))
  await standing(world, device, "linked")
  await device.client.start()
  unwrap(await world.run(device.client.settle()))
  await world.rest(ana, device)
  return { device, entries: count.entries }
}

async function settings(device: Device): Promise<readonly (string | undefined)[]> {
  return Promise.all(Array.from({ length: 10 }, (_, number) => device.client.setting(`n${number}`)))
}

test("V19 a device that is linked reads one snapshot and the tail, and knows what reading everything gives", async () => {
  const { world, ana, conversation } = await longLog()
  const { device, entries } = await linkCounting(world, ana)
  expect(await settings(device)).toEqual(await settings(ana))
  await world.until(async () => (await lines(device, conversation)).includes("Ana: au début"))
  // A server that keeps them back costs reading, and nothing else.
  const every = await linkCounting(world, ana, true)
  expect(await settings(every.device)).toEqual(await settings(ana))
  expect(entries).toBeLessThan(every.entries)
  // And it goes on like any other.
  unwrap(await world.run(device.client.setSetting("n0", "de la tablette")))
  await world.until(async () => (await ana.client.setting("n0")) === "de la tablette")
})

test("V19 an old snapshot that the server shows again costs reading and hides nothing", async () => {
  const { world, ana } = await longLog()
  await snapshotBy(world.ports(ana))
  const id = await selfId(ana)
  const head = await headOf(world, ana)
  const old = (await world.store.conversations.entries(id, head - 8, 8)).filter(
    ({ type }) => type === kinds.snapshot,
  )
  expect(old.length).toBeGreaterThan(0)
  unwrap(await world.run(ana.client.setSetting("n0", "après")))
  world.clock.pass(11_000)
  await world.rest()
  const { device: tablet } = await showCode(world, "tablet")
  // What stands last when the new device looks is the old one.
  let replayed = false
  ana.link.outgoing = frame => {
    if (Buffer.from(frame).includes("AppendLink") && !replayed) {
      replayed = true
      for (const { type, body, epoch } of old)
        void world.store.conversations.append({
          conversation: id,
          type,
          body: body ?? new Uint8Array(),
          author: fromBase64Url("") ?? new Uint8Array(),
          sendKey: concat(crypto.random(16), crypto.random(16)),
          at: world.clock.now(),
          incarnation: 0,
          epoch,
        })
    }
    return frame
  }
  await offerBy(world, "qr", ana, tablet)
  unwrap(await world.run(tablet.client.confirmAccount(true)))
  await standing(world, tablet, "linked")
  await tablet.client.start()
  await world.rest(ana, tablet)
  expect(replayed).toBe(true)
  expect(await settings(tablet)).toEqual(await settings(ana))
  expect(await tablet.client.setting("n0")).toBe("après")
})

test("V20 what a device leaves out of its snapshot, another one says again", async () => {
  const { world, ana } = await longLog()
  const tablet = await linkDevice(world, "qr", ana, "tablet")
  await world.rest(ana, tablet)
  await snapshotBy(world.ports(tablet), registerKey("setting", toUtf8("n3")))
  const before = await headOf(world, ana)
  world.clock.pass(11_000)
  await world.rest(ana, tablet)
  await world.until(async () => (await headOf(world, ana)) > before)
  const desk = await linkDevice(world, "qr", tablet, "desk")
  await world.rest(ana, tablet, desk)
  expect(await settings(desk)).toEqual(await settings(ana))
})
