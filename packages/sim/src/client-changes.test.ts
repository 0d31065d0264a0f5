import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import type { MessageItem, TimelineItem } from "@colombe/client"
import { type ClientWorld, clientWorld, type Device, direct, say, title } from "./testing/client-world.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

async function items(device: Device, conversation: string): Promise<readonly TimelineItem[]> {
  return (await device.client.timeline(conversation, { limit: 100 })).items
}

async function message(device: Device, conversation: string, text: string): Promise<MessageItem> {
  const found = (await items(device, conversation)).find(
    item => item.kind === "message" && item.text === text,
  )
  if (found?.kind !== "message") throw new Error(`${device.name} does not see ${text}`)
  return found
}

async function talking(): Promise<{ world: ClientWorld; ana: Device; bob: Device; conversation: string }> {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "bonjour")
  await world.rest()
  await say(world, bob, conversation, "salut")
  await world.rest()
  return { world, ana, bob, conversation }
}

test("N12 N13 N14 an edit, a reaction and a deletion reach the other side, and last", async () => {
  const { world, ana, bob, conversation } = await talking()
  const { id } = await message(ana, conversation, "bonjour")
  unwrap(await world.run(ana.client.editText(conversation, id, "bonjour Bob", { format: "markdown" })))
  unwrap(await world.run(bob.client.react(conversation, id, "🕊️")))
  await world.rest()
  for (const device of [ana, bob]) {
    expect(await message(device, conversation, "bonjour Bob")).toMatchObject({
      id,
      edited: true,
      format: "markdown",
      reactions: [{ reaction: "🕊️", mine: device === bob, people: [{ displayName: "Bob" }] }],
      change: undefined,
    })
  }
  unwrap(await world.run(bob.client.react(conversation, id, "")))
  await world.rest()
  expect((await message(ana, conversation, "bonjour Bob")).reactions).toEqual([])
  unwrap(await world.run(ana.client.deleteForEveryone(conversation, [id])))
  await world.rest()
  await world.reopen(bob)
  await world.rest()
  for (const device of [ana, bob]) {
    const [first] = (await items(device, conversation)).filter(item => item.kind !== "change")
    expect(first).toMatchObject({ kind: "notice", notice: "deleted", from: { displayName: "Ana" } })
  }
})

test("N12 N14 what another wrote can be neither edited nor deleted, and what is gone cannot be changed", async () => {
  const { world, ana, bob, conversation } = await talking()
  const { id } = await message(bob, conversation, "bonjour")
  const refused = (code: string) => ({ ok: false, code })
  const run = world.run
  const { client } = bob
  expect(await run(client.editText(conversation, id, "non"))).toMatchObject(refused("message-of-another"))
  expect(await run(client.deleteForEveryone(conversation, [id]))).toMatchObject(refused("message-of-another"))
  expect(await run(client.deleteForEveryone(conversation, []))).toMatchObject(refused("too-many-messages"))
  expect(await run(client.react(conversation, "AAAA", "🕊️"))).toMatchObject(refused("id-invalid"))
  expect(await run(client.react(conversation, id, "🕊️\n"))).toMatchObject(refused("line-has-controls"))
  unwrap(await run(ana.client.deleteForEveryone(conversation, [id])))
  await world.rest()
  expect(await run(client.react(conversation, id, "🕊️"))).toMatchObject(refused("message-unknown"))
  expect(await run(ana.client.editText(conversation, id, "si"))).toMatchObject(refused("message-unknown"))
})

test("N15 offline, a change is shown at once as under way, and goes out later in its order", async () => {
  const { world, ana, bob, conversation } = await talking()
  const own = await message(ana, conversation, "bonjour")
  const other = await message(ana, conversation, "salut")
  ana.link.down = true
  ana.breakLink()
  unwrap(await world.run(ana.client.editText(conversation, own.id, "un")))
  unwrap(await world.run(ana.client.editText(conversation, own.id, "deux")))
  unwrap(await world.run(ana.client.react(conversation, other.id, "👍")))
  expect(await message(ana, conversation, "deux")).toMatchObject({
    edited: true,
    change: { state: { at: "queued" } },
  })
  expect((await message(ana, conversation, "salut")).reactions).toMatchObject([
    { reaction: "👍", mine: true },
  ])
  unwrap(await world.run(ana.client.deleteForEveryone(conversation, [own.id])))
  const seen = (await items(ana, conversation)).filter(item => item.kind !== "change")
  expect(seen[0]).toMatchObject({ kind: "notice", notice: "deleted" })
  await world.rest(bob)
  expect(await message(bob, conversation, "bonjour")).toMatchObject({ edited: false })
  ana.link.down = false
  await world.rest()
  for (const device of [ana, bob]) {
    const [first, second] = (await items(device, conversation)).filter(item => item.kind !== "change")
    expect(first).toMatchObject({ kind: "notice", notice: "deleted" })
    expect(second).toMatchObject({ text: "salut", reactions: [{ reaction: "👍" }] })
  }
})

test("N14 in a group the owner deletes what a member wrote, and a deleted message is not unread", async () => {
  const { world, ana, bob } = await talking()
  const account = (await bob.client.me())?.account ?? ""
  const { conversation } = unwrap(await world.run(ana.client.createGroup("Le conseil", [account])))
  await world.rest()
  await say(world, bob, conversation, "à effacer")
  await say(world, bob, conversation, "à garder")
  await world.rest()
  const { id } = await message(ana, conversation, "à effacer")
  const unread = async () => (await ana.client.conversation(conversation))?.unread
  expect(await unread()).toBe(2)
  unwrap(await world.run(ana.client.deleteForEveryone(conversation, [id])))
  await world.rest()
  expect(await unread()).toBe(1)
  for (const device of [ana, bob]) {
    const texts = (await items(device, conversation)).flatMap(item =>
      item.kind === "message" ? [`${title(device.name)} sees ${item.text}`] : [],
    )
    expect(texts).toEqual([`${title(device.name)} sees à garder`])
  }
})

test("Y69 N10 what was deleted is gone from the server, edits too, and whoever comes later sees one line", async () => {
  const { world, ana, bob, conversation } = await talking()
  const { id } = await message(ana, conversation, "bonjour")
  for (const text of ["bonsoir", "bonne nuit"]) {
    unwrap(await world.run(ana.client.editText(conversation, id, text)))
    await world.rest()
  }
  const id32 = new Uint8Array(Buffer.from(conversation, "base64url"))
  const stored = async () =>
    (await world.store.conversations.entries(id32, 0, 100)).filter(({ type, body }) => type === 1 && body)
  expect(await stored()).toHaveLength(4)
  // The connection is lost behind the deletion: what is owed is asked for at the next start.
  ana.link.outgoing = frame => (Buffer.from(frame).includes("Erase") ? undefined : frame)
  unwrap(await world.run(ana.client.deleteForEveryone(conversation, [id])))
  await world.until(async () => (await items(bob, conversation)).some(({ kind }) => kind === "notice"))
  expect(await stored()).toHaveLength(4)
  ana.link.outgoing = frame => frame
  await world.reopen(ana)
  await world.until(async () => (await stored()).length === 1)
  const tablet = await world.second(bob, "bob's tablet")
  await world.until(async () =>
    (await items(tablet, conversation)).some(item => item.kind === "message" && item.text === "salut"),
  )
  const lines = (await items(tablet, conversation)).filter(item => item.kind !== "change")
  expect(lines).toMatchObject([
    { kind: "notice", notice: "deleted" },
    { kind: "message", text: "salut" },
  ])
})
