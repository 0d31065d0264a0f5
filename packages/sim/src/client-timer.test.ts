import { expect, setDefaultTimeout, test } from "bun:test"
import { type Bytes, toUtf8, unwrap } from "@colombe/base"
import { memoryLocalStore } from "@colombe/client"
import { heldSecrets } from "@colombe/client/testing"
import { openSealed, readSealed } from "@colombe/seal"
import { type ClientWorld, clientWorld, crypto, type Device, direct, say } from "./testing/client-world.ts"
import { acquaint, group } from "./testing/groups.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(60_000)

const hour = 3_600

async function talking(): Promise<{ world: ClientWorld; ana: Device; bob: Device; conversation: string }> {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  await acquaint(world, ana, bob)
  return { world, ana, bob, conversation: await direct(world, ana, "bob") }
}

const pass = (world: ClientWorld, milliseconds: number): void => world.clock.pass(milliseconds)

async function said({ client }: Device, conversation: string): Promise<readonly string[]> {
  const { items } = await client.timeline(conversation, { limit: 100 })
  return items.flatMap(item => (item.kind === "message" ? [item.text] : []))
}

/** Whether a record of this device holds these words. */
function holds({ records }: Device, words: string): boolean {
  const wanted = Buffer.from(toUtf8(words))
  return [...records.values()].some(one => Buffer.from(bytesOf(one)).includes(wanted))
}

const bytesOf = (record: unknown): Bytes =>
  record instanceof Uint8Array ? record : (record as { readonly value: Bytes }).value

test("Y142 either side of a direct sets it, a line says so, and what was said is gone everywhere in time", async () => {
  const { world, ana, bob, conversation } = await talking()
  unwrap(await world.run(bob.client.setTimer(conversation, hour)))
  await world.rest()
  expect((await ana.client.conversation(conversation))?.timer).toBe(hour)
  await say(world, ana, conversation, "wegwerfwort")
  await world.rest()
  expect(await said(bob, conversation)).toEqual(["bonjour", "bonjour", "wegwerfwort"])
  const { items } = await bob.client.timeline(conversation, { limit: 1 })
  expect(items[0]).toMatchObject({ expiresAt: (items[0]?.at ?? 0) + hour * 1000 })
  expect((await bob.client.conversation(conversation))?.unread).toBe(2)
  pass(world, hour * 1000 + 1000)
  for (const one of [ana, bob]) {
    await world.until(async () => (await said(one, conversation)).length === 2)
    expect((await one.client.search("wegwerfwort")).messages).toEqual([])
    expect(holds(one, "wegwerfwort")).toBe(false)
  }
  const details = await bob.client.conversation(conversation)
  expect(details?.unread).toBe(1)
  expect(details?.last?.item).toMatchObject({ kind: "change", change: { type: "timer", seconds: hour } })
  // What was said before stays, and what is said after goes the same way.
  await say(world, bob, conversation, "encore")
  await world.rest()
  expect(await said(ana, conversation)).toEqual(["bonjour", "bonjour", "encore"])
})

test("Y142 with the last message of an epoch its key is gone: nothing that anybody holds opens the server's bytes", async () => {
  const { world, ana, bob, conversation } = await talking()
  unwrap(await world.run(ana.client.setTimer(conversation, hour)))
  await say(world, ana, conversation, "un")
  await world.rest()
  const id = new Uint8Array(Buffer.from(conversation, "base64url"))
  const entry = (await world.store.conversations.entries(id, 0, 100)).at(-1)
  if (entry?.body === undefined) throw new Error("the server has it")
  const { seq, type, incarnation, epoch, body } = entry
  const sealed = unwrap(readSealed({ in: "log", conversation: id, seq, type, incarnation, epoch }, body))
  const opens = async ({ records }: Device) => {
    const { epochKeys } = await heldSecrets(memoryLocalStore(records))
    return (await openSealed(crypto, sealed, epochKeys)).ok
  }
  expect([await opens(ana), await opens(bob)]).toEqual([true, true])
  pass(world, hour * 1000 + 1000)
  for (const one of [ana, bob]) await world.until(async () => (await said(one, conversation)).length === 2)
  expect([await opens(ana), await opens(bob)]).toEqual([false, false])
  await say(world, bob, conversation, "deux")
  await world.rest()
  expect(await said(ana, conversation)).toEqual(["bonjour", "bonjour", "deux"])
})

test("Y142 what went over while the program did not run is not there when it starts, without a connection", async () => {
  const { world, ana, bob, conversation } = await talking()
  unwrap(await world.run(ana.client.setTimer(conversation, hour)))
  await say(world, ana, conversation, "un")
  await world.rest()
  await world.run(bob.client.close())
  bob.link.down = true
  pass(world, 2 * hour * 1000)
  await world.reopen(bob)
  expect(await said(bob, conversation)).toEqual(["bonjour", "bonjour"])
})

test("Y143 a clock that is set back keeps nothing", async () => {
  const { world, ana, bob, conversation } = await talking()
  unwrap(await world.run(ana.client.setTimer(conversation, hour)))
  await say(world, ana, conversation, "un")
  await world.rest()
  bob.link.aheadMs = -3 * hour * 1000
  for (let minutes = 0; minutes <= 61; minutes++) {
    pass(world, 60_000)
    await world.rest(bob)
  }
  await world.until(async () => (await said(bob, conversation)).length === 2)
})

test("Y142 reactions, votes and pins go with what they are of, and a removed pin line says nothing of it", async () => {
  const { world, ana, bob, conversation } = await talking()
  unwrap(await world.run(ana.client.setTimer(conversation, hour)))
  const poll = { question: "geheimfrage", options: ["oui", "non"], choice: "single" } as const
  const { id } = unwrap(await world.run(ana.client.sendPoll(conversation, poll)))
  await world.rest()
  unwrap(await world.run(bob.client.vote(conversation, id, [0])))
  unwrap(await world.run(bob.client.react(conversation, id, "🕊️")))
  unwrap(await world.run(bob.client.pin(conversation, id, true)))
  await world.rest()
  pass(world, 2 * hour * 1000)
  for (const one of [ana, bob]) {
    await world.until(async () => (await said(one, conversation)).length === 2)
    expect((await one.client.conversation(conversation))?.pins).toEqual([])
    expect(holds(one, "geheimfrage")).toBe(false)
  }
})

test("Y142 in a group an admin sets it, nobody else, and only what the rules allow", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  await acquaint(world, ana, bob)
  const conversation = await group(world, ana, "Duo", [bob])
  expect(await world.run(bob.client.setTimer(conversation, hour))).toMatchObject({ code: "commit-forbidden" })
  for (const seconds of [1, 4, -1, 1.5, 366 * 86_400])
    expect(await world.run(ana.client.setTimer(conversation, seconds))).toMatchObject({
      code: "timer-invalid",
    })
  unwrap(await world.run(ana.client.setTimer(conversation, 60)))
  await world.rest()
  unwrap(await world.run(ana.client.setTimer(conversation, 0)))
  await world.rest()
  await say(world, bob, conversation, "reste")
  await world.rest()
  pass(world, 3_600_000)
  expect(await said(ana, conversation)).toEqual(["reste"])
})
