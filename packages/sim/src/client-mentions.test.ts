import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { clientWorld, type Device } from "./testing/client-world.ts"
import { account, acquaint, group } from "./testing/groups.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(60_000)

const markdown = { format: "markdown" } as const

const counts = async ({ client }: Device, conversation: string) => {
  const [listed, details] = [await client.conversations(), await client.conversation(conversation)]
  const one = listed.find(summary => summary.conversation === conversation)
  const { unread, mentions, nextMention } = one ?? {}
  // The list and the conversation itself say the same.
  expect(details).toMatchObject({ mentions, nextMention })
  return { unread, mentions, nextMention }
}

async function garden() {
  const world = clientWorld()
  const [ana, bob, eve] = [await world.join("ana"), await world.join("bob"), await world.join("eve")]
  for (const other of [bob, eve]) await acquaint(world, ana, other)
  const conversation = await group(world, ana, "Jardin", [bob, eve])
  await world.rest()
  const everybody = await Promise.all([ana, bob, eve].map(account))
  const mention = (one: number) => `[@x](colombe:account/${everybody[one]})`
  const say = async (device: Device, text: string, options: object = markdown) => {
    const { id } = unwrap(await world.run(device.client.sendText(conversation, text, options)))
    const { seq } = unwrap(await world.run(device.client.sent(conversation, id)))
    await world.rest()
    return { id, seq }
  }
  for (const { client } of [ana, bob, eve])
    await world.run(client.markRead(conversation, (await client.conversation(conversation))?.head ?? 0))
  await world.rest()
  return { world, ana, bob, eve, conversation, mention, say }
}

test("N70 whoever is mentioned is told how often and where first, until it is read", async () => {
  const { world, ana, bob, eve, conversation, mention, say } = await garden()
  await say(ana, "for all")
  const first = await say(ana, `first ${mention(1)}`)
  const second = await say(eve, `second ${mention(1)}`)
  expect(await counts(bob, conversation)).toEqual({ unread: 3, mentions: 2, nextMention: first.seq })
  expect(await counts(eve, conversation)).toMatchObject({ mentions: 0, nextMention: undefined })
  await world.run(bob.client.markRead(conversation, first.seq))
  expect(await counts(bob, conversation)).toEqual({ unread: 1, mentions: 1, nextMention: second.seq })
  await world.run(bob.client.markRead(conversation, second.seq))
  expect(await counts(bob, conversation)).toEqual({ unread: 0, mentions: 0, nextMention: undefined })
})

test("N70 a hostile sender counts once a message, and neither code, plain text nor oneself counts", async () => {
  const { ana, bob, eve, conversation, mention, say } = await garden()
  const all = [0, 1, 2].map(mention).join(" ")
  const { seq } = await say(eve, `${all} `.repeat(100))
  for (const one of [ana, bob])
    expect(await counts(one, conversation)).toEqual({ unread: 1, mentions: 1, nextMention: seq })
  expect(await counts(eve, conversation)).toMatchObject({ unread: 0, mentions: 0 })
  await say(eve, `\`${mention(1)}\``)
  await say(eve, mention(1), { format: "plain" })
  await say(eve, `[@x](colombe:account/${"A".repeat(43)})`)
  expect(await counts(bob, conversation)).toMatchObject({ unread: 4, mentions: 1 })
})

test("N70 what a message says now decides: edits, deletions, and what was read stays read", async () => {
  const { world, ana, bob, conversation, mention, say } = await garden()
  const edit = async (id: string, text: string) => {
    unwrap(await world.run(ana.client.editText(conversation, id, text, markdown)))
    await world.rest()
  }
  const read = await say(ana, "read before it names anybody")
  await world.run(bob.client.markRead(conversation, read.seq))
  await edit(read.id, `now ${mention(1)}`)
  expect(await counts(bob, conversation)).toMatchObject({ mentions: 0 })
  const unread = await say(ana, "nobody")
  await edit(unread.id, `somebody: ${mention(1)}`)
  expect(await counts(bob, conversation)).toMatchObject({ mentions: 1, nextMention: unread.seq })
  await edit(unread.id, "nobody again")
  expect(await counts(bob, conversation)).toMatchObject({ mentions: 0 })
  const deleted = await say(ana, `${mention(1)}!`)
  expect(await counts(bob, conversation)).toMatchObject({ mentions: 1 })
  unwrap(await world.run(ana.client.deleteForEveryone(conversation, [deleted.id])))
  await world.rest()
  expect(await counts(bob, conversation)).toMatchObject({ mentions: 0 })
})

test("N70 what one device has read is read on the others, and a mention outlives the program", async () => {
  const { world, ana, bob, conversation, mention, say } = await garden()
  const tablet = await world.second(bob, "tablet")
  await world.until(async () => (await tablet.client.conversations()).length > 0)
  const { seq } = await say(ana, mention(1))
  await world.until(async () => (await counts(tablet, conversation)).mentions === 1)
  await world.reopen(bob)
  expect(await counts(bob, conversation)).toMatchObject({ mentions: 1, nextMention: seq })
  await world.run(bob.client.markRead(conversation, seq))
  await world.until(async () => (await counts(tablet, conversation)).mentions === 0)
})
