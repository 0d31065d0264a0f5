import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import type { MessageItem, PollItem } from "@colombe/client"
import { type ClientWorld, clientWorld, type Device } from "./testing/client-world.ts"
import { account, acquaint, group } from "./testing/groups.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

async function messages(device: Device, conversation: string): Promise<readonly MessageItem[]> {
  const { items } = await device.client.timeline(conversation, { limit: 100 })
  return items.filter(item => item.kind === "message")
}

/** Who chose each option, by name; `closed` behind it. */
async function result(device: Device, conversation: string, id: string): Promise<string> {
  const poll = (await messages(device, conversation)).find(one => one.id === id)?.poll
  if (poll === undefined) throw new Error(`${device.name} sees no poll`)
  const options = poll.options.map(({ text, voters }) => {
    const names = voters.map(({ displayName }) => displayName).toSorted()
    return `${text}: ${names.join(" ")}`.trim()
  })
  return [...options, ...(poll.isClosed ? ["closed"] : [])].join(", ")
}

interface Trio {
  readonly world: ClientWorld
  readonly ana: Device
  readonly bob: Device
  readonly carol: Device
  readonly conversation: string
}

async function trio(): Promise<Trio> {
  const world = clientWorld()
  const [ana, bob, carol] = [await world.join("ana"), await world.join("bob"), await world.join("carol")]
  for (const other of [bob, carol]) await acquaint(world, ana, other)
  return { world, ana, bob, carol, conversation: await group(world, ana, "Trio", [bob, carol]) }
}

const ask = async ({ world, bob, conversation }: Trio, choice: PollItem["choice"]): Promise<string> => {
  const poll = { question: "Where?", options: ["Here", "There", "Elsewhere"], choice }
  const { id } = unwrap(await world.run(bob.client.sendPoll(conversation, poll)))
  await world.rest()
  return id
}

test("N54 N55 everybody sees who chose what, the newest vote counts, and an empty one takes it back", async () => {
  const scene = await trio()
  const { world, ana, bob, carol, conversation } = scene
  const id = await ask(scene, "single")
  expect((await messages(ana, conversation)).at(-1)).toMatchObject({ text: "Where?", id })
  unwrap(await world.run(ana.client.vote(conversation, id, [0])))
  unwrap(await world.run(bob.client.vote(conversation, id, [1])))
  unwrap(await world.run(carol.client.vote(conversation, id, [1])))
  await world.rest()
  unwrap(await world.run(ana.client.vote(conversation, id, [1])))
  unwrap(await world.run(bob.client.vote(conversation, id, [])))
  await world.rest()
  for (const one of [ana, bob, carol]) {
    expect(await result(one, conversation, id)).toBe("Here:, There: Ana Carol, Elsewhere:")
    const said = (await messages(one, conversation)).map(({ text }) => text)
    expect(said).toEqual(["Where?"])
  }
})

test("N15 N55 a vote is shown at once, and offline as well", async () => {
  const scene = await trio()
  const { world, ana, bob, conversation } = scene
  const id = await ask(scene, "multiple")
  ana.link.down = true
  ana.breakLink()
  unwrap(await world.run(ana.client.vote(conversation, id, [2, 0])))
  expect(await result(ana, conversation, id)).toBe("Here: Ana, There:, Elsewhere: Ana")
  ana.link.down = false
  await world.rest()
  expect(await result(bob, conversation, id)).toBe("Here: Ana, There:, Elsewhere: Ana")
})

test("N54 N55 what is no vote for a poll, or no poll, is refused", async () => {
  const scene = await trio()
  const { world, ana, bob, conversation } = scene
  const id = await ask(scene, "single")
  const { run } = world
  const refused = (code: string) => ({ ok: false, code })
  for (const options of [[0, 1], [3], [-1], [0.5]])
    expect(await run(ana.client.vote(conversation, id, options))).toMatchObject(refused("poll-invalid"))
  expect(await run(ana.client.closePoll(conversation, id))).toMatchObject(refused("message-of-another"))
  expect(await run(bob.client.editText(conversation, id, "Who?"))).toMatchObject(
    refused("message-of-another"),
  )
  const said = unwrap(await run(ana.client.sendText(conversation, "no poll")))
  await world.rest()
  expect(await run(bob.client.vote(conversation, said.id, [0]))).toMatchObject(refused("poll-unknown"))
  const alike = { question: "Who?", options: ["a", "a"], choice: "single" } as const
  expect(await run(ana.client.sendPoll(conversation, alike))).toMatchObject(refused("poll-invalid"))
})

test("N56 a close by its author ends a poll, and a vote that was under way then does not count", async () => {
  const scene = await trio()
  const { world, ana, bob, carol, conversation } = scene
  const id = await ask(scene, "single")
  unwrap(await world.run(ana.client.vote(conversation, id, [0])))
  await world.rest()
  carol.link.down = true
  carol.breakLink()
  unwrap(await world.run(carol.client.vote(conversation, id, [0])))
  unwrap(await world.run(bob.client.closePoll(conversation, id)))
  await world.rest(ana, bob)
  carol.link.down = false
  await world.rest()
  for (const one of [ana, bob, carol])
    expect(await result(one, conversation, id)).toBe("Here: Ana, There:, Elsewhere:, closed")
  expect(await world.run(ana.client.vote(conversation, id, [1]))).toMatchObject({ code: "poll-closed" })
})

test("N56 a vote stays when its member is taken out, who votes no more, and a deletion takes all votes", async () => {
  const scene = await trio()
  const { world, ana, bob, carol, conversation } = scene
  const id = await ask(scene, "single")
  unwrap(await world.run(carol.client.vote(conversation, id, [2])))
  await world.rest()
  unwrap(await world.run(ana.client.removeMember(conversation, await account(carol))))
  await world.rest()
  expect(await world.run(carol.client.vote(conversation, id, [0]))).toMatchObject({ ok: false })
  expect(await result(bob, conversation, id)).toBe("Here:, There:, Elsewhere: Carol")
  unwrap(await world.run(bob.client.deleteForEveryone(conversation, [id])))
  await world.rest()
  await world.reopen(ana)
  await world.rest()
  const { items } = await ana.client.timeline(conversation, { limit: 100 })
  expect(items.filter(item => item.kind !== "change")).toMatchObject([{ kind: "notice", notice: "deleted" }])
})

test("N55 a poll is the same on a device that reads everything later", async () => {
  const scene = await trio()
  const { world, ana, bob, conversation } = scene
  const id = await ask(scene, "single")
  unwrap(await world.run(ana.client.vote(conversation, id, [0])))
  unwrap(await world.run(bob.client.closePoll(conversation, id)))
  await world.rest()
  const tablet = await world.second(ana, "ana's tablet")
  await world.until(async () => (await messages(tablet, conversation)).length > 0)
  expect(await result(tablet, conversation, id)).toBe("Here: Ana, There:, Elsewhere:, closed")
})
