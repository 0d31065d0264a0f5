import { expect, setDefaultTimeout, test } from "bun:test"
import { fromBase64Url, unwrap } from "@colombe/base"
import { connectedHome } from "@colombe/client/testing"
import { encodeTree } from "@colombe/mls"
import { kinds } from "@colombe/rules"
import { readGroup } from "@colombe/server/testing"
import { clientWorld, type Device, direct, lines, say } from "./testing/client-world.ts"
import { acquaint, group } from "./testing/groups.ts"
import { tamper } from "./testing/tamper.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(120_000)

const idOf = (conversation: string) => fromBase64Url(conversation) ?? new Uint8Array()

async function devicesIn(device: Device, conversation: string): Promise<number | undefined> {
  return (await device.client.conversation(conversation))?.devices
}

test("C22 Y40 Y44 of every epoch before the newest, no GroupInfo leads a device of a member anywhere", async () => {
  const world = clientWorld()
  const [ana, bob, eve] = [await world.join("ana"), await world.join("bob"), await world.join("eve")]
  for (const other of [bob, eve]) await acquaint(world, ana, other)
  const conversation = await group(world, ana, "Jardin", [bob, eve])
  await say(world, ana, conversation, "un")
  // Eve was in the first epochs, and whoever joins one of those is read by her.
  unwrap(await world.run(ana.client.removeMember(conversation, (await eve.client.me())?.account ?? "")))
  for (const history of ["all", "none"] as const)
    unwrap(await world.run(ana.client.setHistory(conversation, history)))
  await world.rest()
  const newest = (await ana.client.conversation(conversation))?.epoch ?? 0
  const { conversations } = world.store
  const offers = await Promise.all(
    Array.from({ length: newest }, async (_, epoch) => {
      const stored = await conversations.group(idOf(conversation), { incarnation: 0, epoch })
      if (stored === undefined) throw new Error(`epoch ${epoch} is there`)
      // With the tree that belongs to it: beside any other its GroupInfo is not even one.
      return {
        groupInfo: stored.groupInfo,
        ratchetTree: encodeTree(readGroup(stored.parts).tree),
      }
    }),
  )
  expect(offers.length).toBeGreaterThan(3)
  const tablet = await world.newcomer("tablet")
  let [asked, offered] = [0, offers[0]]
  tamper(tablet, {
    answers: {
      pullGroup: response => {
        asked += 1
        return { ...response, ...offered }
      },
    },
  })
  unwrap(await world.adopt(bob, tablet))
  await world.until(async () => (await tablet.client.conversation(conversation)) !== undefined)
  for (const offer of offers) {
    offered = offer
    const before = asked
    const { id } = unwrap(await world.run(tablet.client.sendText(conversation, "qui lit ?")))
    await world.until(async () => asked > before)
    await world.run(new Promise<void>(resolve => world.clock.after(1_000, resolve)))
    expect(await devicesIn(ana, conversation)).toBe(2)
    await tablet.client.discardSend(conversation, id)
  }
  tamper(tablet, {})
  await say(world, tablet, conversation, "moi")
  await world.rest(ana, bob)
  expect((await lines(ana, conversation)).at(-1)).toBe("Bob: moi")
})

test("S16 D14 an insider who says every stored message again, as it is, changes nothing for anybody", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "un")
  await world.rest()
  await say(world, bob, conversation, "deux")
  await say(world, ana, conversation, "trois")
  await say(world, bob, conversation, "quatre")
  await world.rest()
  const before = await lines(ana, conversation)
  const stored = await world.store.conversations.entries(idOf(conversation), 0, 100)
  const messages = stored.filter(({ type, body }) => type === kinds.message && body !== undefined)
  expect(messages.length).toBe(4)
  const { wire } = await world.run(connectedHome(world.ports(bob)))
  const answers: string[] = []
  for (const { body = new Uint8Array(), incarnation, epoch } of messages) {
    const request = { conversation: idOf(conversation), incarnation, epoch: BigInt(epoch), body }
    const answer = await world.run(wire.call("append", request))
    answers.push(answer.ok ? `stored at ${answer.value.entry?.seq}` : answer.code)
    await world.rest()
    for (const device of [ana, bob]) expect(await lines(device, conversation)).toEqual(before)
  }
  wire.close()
  // What is of an epoch that is over is refused, one's own has its first answer, another's is stored and shown to nobody.
  const [, second, , last] = messages
  const end = (stored.at(-1)?.seq ?? 0) + 1
  const places = [second?.seq, end, last?.seq].map(seq => `stored at ${seq}`)
  expect(answers).toEqual(["stale-epoch", ...places])
  expect((await ana.client.conversations())[0]?.alert).toBeUndefined()
  await say(world, ana, conversation, "cinq")
  await world.rest()
  expect((await lines(bob, conversation)).at(-1)).toBe("Ana: cinq")
})

test("Y81 Y83 a server that is put back to each earlier head in turn loses nothing that a device holds", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "0")
  await world.rest()
  await say(world, bob, conversation, "1")
  await world.rest()
  const backups = []
  for (const text of ["2", "3", "4", "5"]) {
    backups.push(world.backup())
    await say(world, Number(text) % 2 === 0 ? ana : bob, conversation, text)
    await world.rest()
  }
  const texts = async (device: Device) =>
    (await lines(device, conversation)).map(line => line.split(": ")[1] ?? "").sort()
  for (const backup of backups.toReversed()) {
    world.restore(backup)
    await world.rest()
    await world.rest()
    for (const device of [ana, bob]) expect(await texts(device)).toEqual(["0", "1", "2", "3", "4", "5"])
  }
})

/** Epochs of the log that a new device reads from its first message; `LOG_EPOCHS` asks for more (`docs/proof.md`). */
const epochs = Number(process.env.LOG_EPOCHS ?? 40)
/** Milliseconds in which each is made and read, on a machine that does other things besides. */
const epochMilliseconds = 1_000

test(
  "C22 Y44 a device that comes in verifies the first message of a log of many epochs",
  async () => {
    const world = clientWorld()
    const ana = await world.join("ana")
    const { conversation } = unwrap(await world.run(ana.client.createGroup("Seule", [])))
    await say(world, ana, conversation, "premier")
    for (let count = 0; count < epochs; count++)
      unwrap(await world.run(ana.client.setHistory(conversation, count % 2 === 0 ? "all" : "none")))
    await say(world, ana, conversation, "dernier")
    await world.rest()
    const tablet = await world.second(ana, "tablet")
    // The beginning and the end: no page holds all that lies between.
    const shown = async () => {
      const ends = [{ after: 0, limit: 10 }, { limit: 10 }] as const
      const pages = await Promise.all(ends.map(range => tablet.client.timeline(conversation, range)))
      return pages.flatMap(({ items }) => items.flatMap(item => (item.kind === "message" ? [item] : [])))
    }
    await world.until(async () => (await shown()).length === 2)
    const messages = await shown()
    expect(messages.map(({ text, vouched }) => [text, vouched])).toEqual([
      ["premier", false],
      ["dernier", false],
    ])
    expect((await ana.client.conversation(conversation))?.epoch).toBeGreaterThanOrEqual(epochs)
  },
  60_000 + epochs * epochMilliseconds,
)
