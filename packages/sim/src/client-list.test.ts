import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { type ConversationSummary, memoryLocalStore, openClient } from "@colombe/client"
import { followedList } from "@colombe/client/remote"
import { clientWorld, type Device, direct, say } from "./testing/client-world.ts"
import { account, acquaint, group } from "./testing/groups.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(60_000)

const titles = async ({ client }: Device): Promise<string[]> =>
  (await client.conversations()).map(({ title }) => title)

const entry = async ({ client }: Device, conversation: string) =>
  (await client.conversations()).find(one => one.conversation === conversation)

const free = { mutedUntil: 0, pinned: 0, archived: false }

test("a list is pinned first, by place, then newest first", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const made = new Map<string, string>()
  for (const name of ["Alpes", "Bourgogne", "Corse", "Drôme"]) {
    const { conversation } = unwrap(await world.run(ana.client.createGroup(name, [])))
    made.set(name, conversation)
    await say(world, ana, conversation, `en ${name}`)
    world.clock.pass(1000)
  }
  expect(await titles(ana)).toEqual(["Drôme", "Corse", "Bourgogne", "Alpes"])
  const pin = async (name: string, pinned: number) =>
    unwrap(await world.run(ana.client.setChatMarks(made.get(name) ?? "", { ...free, pinned })))
  await pin("Alpes", 2)
  await pin("Bourgogne", 1)
  expect(await titles(ana)).toEqual(["Bourgogne", "Alpes", "Drôme", "Corse"])
  await say(world, ana, made.get("Corse") ?? "", "encore")
  expect(await titles(ana)).toEqual(["Bourgogne", "Alpes", "Corse", "Drôme"])
  await pin("Alpes", 0)
  await pin("Bourgogne", 2)
  expect(await titles(ana)).toEqual(["Bourgogne", "Corse", "Drôme", "Alpes"])
})

test("V18 a list says what is muted, archived, being written and marked unread, and hears of it at once", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const tablet = await world.second(ana, "tablet")
  const { conversation } = unwrap(await world.run(ana.client.createGroup("Jardin", [])))
  const untouched = { ...free, draft: "", markedUnread: false, failed: false }
  expect(await entry(ana, conversation)).toMatchObject(untouched)
  await world.until(async () => (await entry(tablet, conversation)) !== undefined)
  await world.rest()

  const heard: string[] = []
  ana.client.watch(({ type }) => heard.push(type))
  const marks = { mutedUntil: Number.MAX_SAFE_INTEGER, pinned: 0, archived: true }
  unwrap(await world.run(ana.client.setChatMarks(conversation, marks)))
  expect(heard).toContain("self")
  const draft = { id: "A".repeat(22), text: "🌱".repeat(300), replyTo: undefined }
  unwrap(await world.run(ana.client.setDraft(conversation, draft)))
  unwrap(await world.run(ana.client.markUnread(conversation)))
  const told = { ...marks, draft: "🌱".repeat(200), markedUnread: true }
  expect(await entry(ana, conversation)).toMatchObject(told)
  await world.until(async () => (await entry(tablet, conversation))?.markedUnread === true)
  expect(await entry(tablet, conversation)).toMatchObject(told)

  await world.run(tablet.client.markRead(conversation, 0))
  expect(await entry(tablet, conversation)).toMatchObject({ markedUnread: false, archived: true })
  await world.until(async () => (await entry(ana, conversation))?.markedUnread === false)
  expect(await ana.client.markUnread("nonsense")).toMatchObject({ ok: false, code: "id-invalid" })
})

test("a send that failed is in the list until it is given up, and who comes and goes is counted", async () => {
  const world = clientWorld()
  const [ana, bob, eve] = [await world.join("ana"), await world.join("bob"), await world.join("eve")]
  for (const other of [bob, eve]) await acquaint(world, ana, other)
  const conversation = await group(world, ana, "Jardin", [bob, eve])
  await say(world, ana, conversation, "bienvenue")
  await world.rest()
  for (const device of [ana, bob]) expect(await entry(device, conversation)).toMatchObject({ memberCount: 3 })
  bob.link.down = true
  bob.breakLink()
  unwrap(await world.run(ana.client.removeMember(conversation, await account(bob))))
  expect(await entry(ana, conversation)).toMatchObject({ memberCount: 2, failed: false })
  const { id } = unwrap(await world.run(bob.client.sendText(conversation, "trop tard")))
  expect(await entry(bob, conversation)).toMatchObject({ failed: false })
  bob.link.down = false
  await world.until(async () => (await entry(bob, conversation))?.failed === true)
  expect(await entry(bob, conversation)).toMatchObject({
    membership: "removed",
    last: { item: { text: "trop tard" } },
  })
  const heard: string[] = []
  bob.client.watch(({ type }) => heard.push(type))
  unwrap(await world.run(bob.client.discardSend(conversation, id)))
  // Or whoever shows the conversation would go on showing it.
  expect(heard).toContain("timeline")
  expect(await entry(bob, conversation)).toMatchObject({ failed: false })
})

test("Y122 whoever follows the list by its changes sees what somebody sees who reads everything anew", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  await acquaint(world, ana, bob)
  const conversation = await direct(world, ana, "bob")
  const lisbon = await group(world, ana, "Lisbonne", [bob])
  let followed: readonly ConversationSummary[] = []
  const follow = followedList(ana.client, list => {
    followed = list
  })
  /** By a program that has just begun, on the same records. */
  const anew = async () => {
    const store = memoryLocalStore(new Map(ana.records))
    const client = unwrap(await openClient({ ...world.ports(ana), store }))
    return client.conversations()
  }
  const agree = async (act: () => Promise<unknown>) => {
    await act()
    await world.rest()
    await follow()
    expect(followed).toEqual(await anew())
    expect(await ana.client.conversations()).toEqual(followed)
  }
  const run = <Value>(work: Promise<Value>) => world.run(work)
  const said = await say(world, bob, conversation, "bonjour")
  const shown = async () => (await entry(ana, conversation))?.last?.item
  await agree(async () => say(world, bob, conversation, "tu es là ?"))
  const item = await shown()
  if (item?.kind !== "message") throw new Error("the last line is a message")
  await agree(() => run(bob.client.editText(conversation, item.id, "tu es là ? oui")))
  await agree(() => run(ana.client.react(conversation, item.id, "👍")))
  await agree(() => run(ana.client.markRead(conversation, said)))
  await agree(() => run(bob.client.setDisplayName("Bob Martin")))
  await agree(() => run(bob.client.deleteForEveryone(conversation, [item.id])))
  await agree(() => run(ana.client.setChatMarks(lisbon, { ...free, pinned: 1 })))
  await agree(() => run(ana.client.markUnread(lisbon)))
  await agree(() => run(ana.client.setTitle(lisbon, "Lisbonne, mai")))
  await agree(() => run(ana.client.setDraft(lisbon, { id: "A".repeat(22), text: "dem", replyTo: undefined })))
  await agree(() => run(bob.client.leave(lisbon)))
  await agree(async () => run(ana.client.sendText(conversation, "au revoir")))
  await agree(() => run(ana.client.leave(lisbon)))
})

test("Y122 of a list only what has changed is told again, its first part at once", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const made: string[] = []
  for (let number = 0; number < 70; number++)
    made.push(unwrap(await world.run(ana.client.createGroup(`Groupe ${number}`, []))).conversation)
  await world.rest()
  const first = await ana.client.conversationChanges()
  expect(first).toMatchObject({ whole: true, more: true, gone: [] })
  const rest = await ana.client.conversationChanges(first.mark)
  expect(rest).toMatchObject({ whole: false, more: false })
  const told = [...first.changed, ...rest.changed].map(({ conversation }) => conversation)
  expect(told.toSorted()).toEqual(made.toSorted())
  await say(world, ana, made[3] ?? "", "ici")
  const after = await ana.client.conversationChanges(rest.mark)
  expect(after).toMatchObject({ whole: false, more: false, changed: [{ title: "Groupe 3" }] })
  expect(await ana.client.conversationChanges(after.mark)).toMatchObject({ whole: false, changed: [] })
  // Of a list that is gone, and of none: everything.
  for (const mark of ["0 7", "", `${after.mark.split(" ")[0]} x`])
    expect((await ana.client.conversationChanges(mark)).whole).toBe(true)
})
