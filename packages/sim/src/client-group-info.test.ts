import { expect, setDefaultTimeout, test } from "bun:test"
import { fromBase64Url, unwrap } from "@colombe/base"
import { type Signer, signerFromPrivateKey } from "@colombe/base/crypto"
import { connectedHome, storedGroup } from "@colombe/client/testing"
import { createCommit, createGroupInfo, encodeTree, type Group } from "@colombe/mls"
import { decodeCall, type PullGroupResponse } from "@colombe/wire"
import { type ClientWorld, clientWorld, crypto, type Device, lines, say } from "./testing/client-world.ts"
import { account, acquaint, group } from "./testing/groups.ts"
import { tamper } from "./testing/tamper.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(120_000)

type Offer = Pick<PullGroupResponse, "groupInfo" | "ratchetTree">

const mls = { crypto }
const idOf = (conversation: string) => fromBase64Url(conversation) ?? new Uint8Array()

/** What whoever has a device's records knows of a group, and the device's key. */
async function secretsOf(world: ClientWorld, device: Device, conversation: string) {
  const { identity, wire } = await world.run(connectedHome(world.ports(device)))
  wire.close()
  const held = await storedGroup(crypto, device.records, idOf(conversation))
  if (held === undefined) throw new Error(`${device.name} has a leaf`)
  return { held, signer: identity.signer }
}

async function offerOf(held: Group, signer: Signer): Promise<Offer> {
  const groupInfo = await createGroupInfo(mls, held, { signer })
  return { groupInfo, ratchetTree: encodeTree(held.public.tree) }
}

/** The same group with another key for whoever joins: one that no member has. */
function withFalseKey({ secrets, ...group }: Group): Group {
  return { ...group, secrets: { ...secrets, epoch: { ...secrets.epoch, external: crypto.random(32) } } }
}

/** A server that has no GroupInfo but `offer()` for this device. Gives how often it was asked, and told of commits. */
function offering(device: Device, offer: () => Offer | undefined) {
  const seen = { asked: 0, commits: 0 }
  tamper(device, {
    answers: {
      pullGroup: response => {
        seen.asked += 1
        return { ...response, ...offer() }
      },
    },
  })
  const { outgoing } = device.link
  device.link.outgoing = frame => {
    if (unwrap(decodeCall(frame)).method === "Commit") seen.commits += 1
    return outgoing(frame)
  }
  return seen
}

/** Whatever the device wants to say, it asks for the group, and stays out. */
async function staysOut(world: ClientWorld, device: Device, conversation: string, offers: readonly Offer[]) {
  let offered = offers[0]
  const seen = offering(device, () => offered)
  for (const offer of offers) {
    offered = offer
    const { asked } = seen
    const { id } = unwrap(await world.run(device.client.sendText(conversation, "qui lit ?")))
    await world.until(async () => seen.asked > asked)
    await world.run(new Promise<void>(resolve => world.clock.after(1_000, resolve)))
    await device.client.discardSend(conversation, id)
  }
  expect(seen.commits).toBe(0)
  offering(device, () => undefined)
}

test("C22 Y40 a removed member signs GroupInfos anew, of their last epoch and of epochs of their own: no device is led there", async () => {
  const world = clientWorld()
  const [ana, bob, eve] = [await world.join("ana"), await world.join("bob"), await world.join("eve")]
  for (const other of [bob, eve]) await acquaint(world, ana, other)
  const conversation = await group(world, ana, "Jardin", [bob, eve])
  await say(world, ana, conversation, "un")
  await world.rest()
  const { held, signer } = await secretsOf(world, eve, conversation)
  unwrap(await world.run(ana.client.removeMember(conversation, await account(eve))))
  unwrap(await world.run(ana.client.setHistory(conversation, "all")))
  await world.rest()
  const newest = (await ana.client.conversation(conversation))?.epoch ?? 0
  const offers = [await offerOf(held, signer)]
  // Of the same number as the newest epoch, and of one more: with everybody in it, and Eve besides.
  for (let own = held; own.public.context.epoch <= BigInt(newest); ) {
    own = unwrap(await createCommit(mls, own, { signer, forcePath: true })).next
    offers.push(await offerOf(own, signer))
  }
  expect(offers.length).toBeGreaterThanOrEqual(4)
  const tablet = await world.newcomer("tablet")
  offering(tablet, () => offers[0])
  unwrap(await world.adopt(bob, tablet))
  await world.until(async () => (await tablet.client.conversation(conversation)) !== undefined)
  await staysOut(world, tablet, conversation, offers)
  await say(world, tablet, conversation, "moi")
  await world.rest(ana, bob)
  expect((await lines(ana, conversation)).at(-1)).toBe("Bob: moi")
  expect((await ana.client.conversation(conversation))?.devices).toBe(3)
})

test("Y40 a GroupInfo whose key for joiners the server put there itself leads nobody anywhere", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  await acquaint(world, ana, bob)
  const conversation = await group(world, ana, "Jardin", [bob])
  const { held } = await secretsOf(world, ana, conversation)
  const server = await signerFromPrivateKey(crypto, "Ed25519", crypto.random(32))
  const tablet = await world.newcomer("tablet")
  const offer = await offerOf(withFalseKey(held), server)
  offering(tablet, () => offer)
  unwrap(await world.adopt(bob, tablet))
  await world.until(async () => (await tablet.client.conversation(conversation)) !== undefined)
  await staysOut(world, tablet, conversation, [offer])
  await say(world, tablet, conversation, "moi")
  await world.rest(ana, bob)
  expect((await lines(ana, conversation)).at(-1)).toBe("Bob: moi")
})

test("Y40 Y62 a false key for joiners, signed by a member and handed out by the server, costs everybody a join and stops nobody", async () => {
  const world = clientWorld()
  const [ana, bob, mal] = [await world.join("ana"), await world.join("bob"), await world.join("mal")]
  for (const other of [bob, mal]) await acquaint(world, ana, other)
  const conversation = await group(world, ana, "Jardin", [bob, mal])
  await say(world, bob, conversation, "avant")
  await world.rest()
  const before = (await ana.client.conversation(conversation))?.epoch ?? 0
  const { held, signer } = await secretsOf(world, mal, conversation)
  expect(Number(held.public.context.epoch)).toBe(before)
  const tablet = await world.newcomer("tablet")
  const offer = await offerOf(withFalseKey(held), signer)
  // Only the epoch of which it is the GroupInfo: a commit that nobody can follow makes another one.
  const seen = offering(tablet, () => offer)
  unwrap(await world.adopt(bob, tablet))
  await world.until(async () => seen.commits > 0)
  offering(tablet, () => undefined)
  await world.rest()
  await world.rest()
  const devices = [ana, bob, mal, tablet]
  for (const device of devices) await say(world, device, conversation, `${device.name} est là`)
  await world.rest()
  // A device that came in later has what was said before as soon as its account's keys reach it.
  const expected = ["Ana: ana est là", "Bob: bob est là", "Mal: mal est là", "Bob: tablet est là"]
  for (const device of devices) {
    const last = async () => (await lines(device, conversation)).slice(-expected.length)
    await world.until(async () => (await last()).join() === expected.join())
    const { membership, devices: seats, epoch } = (await device.client.conversation(conversation)) ?? {}
    expect({ membership, seats }).toEqual({ membership: "member", seats: 4 })
    // One epoch of the join that nobody could follow, and one of each who came in again after it; or all came in anew
    // where their reports had the conversation begun anew first.
    expect([before + devices.length, devices.length - 1]).toContain(epoch ?? 0)
  }
})
