import { expect, setDefaultTimeout, test } from "bun:test"
import { fromBase64Url, unwrap } from "@colombe/base"
import { decodeCall, decodeServerFrame, methodKeyOf } from "@colombe/wire"
import { clientWorld, type Device, lines, say } from "./testing/client-world.ts"
import { account, acquaint, group } from "./testing/groups.ts"
import { linkDevice } from "./testing/linking.ts"

// Real cryptography for several dozen devices, on machines that do other things besides.
setDefaultTimeout(180_000)

/** How often a device calls a method from now on. */
function counted({ link }: Device, method: string): () => number {
  const pass = link.outgoing
  let calls = 0
  link.outgoing = frame => {
    const call = decodeCall(frame)
    if (call.ok && methodKeyOf(call.value.method) === method) calls += 1
    return pass(frame)
  }
  return () => calls
}

async function crowd(
  names: number,
  prefix: string,
  join: (name: string) => Promise<Device>,
): Promise<Device[]> {
  const devices: Device[] = []
  for (let number = 0; number < names; number++) devices.push(await join(`${prefix}${number}`))
  return devices
}

test("Y41 whoever comes in among more than fifty who have not answered mails none of them, and they lose nothing", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const others = await crowd(52, "guest", world.join)
  const invited = counted(ana, "sendMail")
  const conversation = await group(world, ana, "Foule", others)
  expect(invited()).toBe(52)
  const [bob, eve, last] = [others[0], others[1], others.at(-1)]
  if (!bob || !eve || !last) throw new Error("a crowd")
  const [byBob, byEve] = [counted(bob, "sendMail"), counted(eve, "sendMail")]
  await say(world, ana, conversation, "un")
  await say(world, bob, conversation, "deux")
  await world.rest()
  expect(byBob()).toBe(0)
  // From fifty on everybody gets every key again.
  await say(world, eve, conversation, "trois")
  await world.rest()
  expect(byEve()).toBe(50)
  expect(await lines(last, conversation)).toEqual(["Ana: un", "Guest1: trois"])
  unwrap(await world.run(last.client.acceptRequest(conversation)))
  await world.rest()
  await world.until(async () => (await lines(last, conversation)).length === 3)
  expect(await lines(last, conversation)).toEqual(["Ana: un", "Guest0: deux", "Guest1: trois"])
})

test("Y30 whoever comes in among many asks for their chains together, and each once", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const friends = await crowd(20, "friend", world.join)
  for (const friend of friends) await acquaint(world, ana, friend)
  const [bob] = friends
  if (!bob) throw new Error("a friend")
  const { outgoing, incoming } = bob.link
  const waiting = new Set<number>()
  let [asked, most] = [0, 0]
  bob.link.outgoing = frame => {
    const call = decodeCall(frame)
    if (call.ok && methodKeyOf(call.value.method) === "pullChain") {
      asked += 1
      waiting.add(call.value.id)
      most = Math.max(most, waiting.size)
    }
    return outgoing(frame)
  }
  bob.link.incoming = frame => {
    const read = decodeServerFrame(frame)
    if (read.ok && read.value.frame.case === "answer") waiting.delete(read.value.frame.value.id)
    return incoming(frame)
  }
  const conversation = await group(world, ana, "Amis", friends)
  expect(await bob.client.conversation(conversation)).toMatchObject({ membership: "member", memberCount: 21 })
  // Those of the nineteen others; in no more than three goes.
  expect(asked).toBeLessThanOrEqual(22)
  expect(most).toBe(16)
})

test("Y41 Y87 those for whom there are keys come in at once, the others when the server gives keys again", async () => {
  const world = clientWorld({ claims: { burst: 9, perSecond: 1 / 60 } })
  const ana = await world.join("ana")
  const friends = await crowd(5, "friend", world.join)
  for (const friend of friends) await acquaint(world, ana, friend)
  for (const friend of friends) unwrap(await world.run(ana.client.findPerson(friend.name)))
  const people = await Promise.all(friends.map(account))
  const { conversation } = unwrap(await world.run(ana.client.createGroup("Amis", people)))
  const id = fromBase64Url(conversation) ?? new Uint8Array()
  const members = async () => (await world.store.conversations.members(id)).length
  const before = await members()
  expect(before).toBeGreaterThan(1)
  expect(before).toBeLessThan(6)
  await world.until(async () => (await members()) === 6)
  await world.rest()
  await say(world, ana, conversation, "tous là")
  await world.rest()
  for (const friend of friends) {
    expect(await friend.client.conversation(conversation)).toMatchObject({
      title: "Amis",
      membership: "member",
    })
    expect(await lines(friend, conversation)).toEqual(["Ana: tous là"])
  }
})

test("Y20 whoever shares many conversations with an account asks once for its chain when it grew", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  await acquaint(world, ana, bob)
  const shared = 7
  for (let number = 1; number < shared; number++) await group(world, ana, `Groupe ${number}`, [bob])
  let told = 0
  const pass = bob.link.incoming
  bob.link.incoming = frame => {
    const read = decodeServerFrame(frame)
    const { frame: said } = read.ok ? read.value : { frame: undefined }
    if (said?.case === "event" && said.value.event.case === "chainGrew") told += 1
    return pass(frame)
  }
  const [byBob, tended] = [counted(bob, "pullChain"), counted(ana, "claimKeyPackages")]
  const tablet = await linkDevice(world, "qr", ana, "tablet")
  await world.rest(ana, bob, tablet)
  expect(told).toBe(shared)
  expect(byBob()).toBe(1)
  // The device that lets it in does not begin the vault anew for each of them.
  expect(tended()).toBeLessThan(shared)
})
