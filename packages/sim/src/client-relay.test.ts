import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import type { Notice } from "@colombe/client"
import { encodeEvent, type Relayed } from "@colombe/wire"
import { type ClientWorld, clientWorld, type Device, direct, say } from "./testing/client-world.ts"
import { tamper } from "./testing/tamper.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

type Typing = Extract<Notice, { type: "typing" }>

/** Who is seen writing, from now on. */
function watchTyping({ client }: Device): Typing[] {
  const seen: Typing[] = []
  client.watch(notice => {
    if (notice.type === "typing") seen.push(notice)
  })
  return seen
}

const names = (seen: readonly Typing[]): string[] => seen.map(({ from }) => from.displayName)

/** Two who have talked, three messages of Ana, two of Bob. */
async function talking(): Promise<{ world: ClientWorld; ana: Device; bob: Device; conversation: string }> {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "un")
  await world.rest()
  await say(world, bob, conversation, "deux")
  await world.rest()
  return { world, ana, bob, conversation }
}

const pass = (world: ClientWorld, milliseconds: number): Promise<void> =>
  world.run(new Promise(resolve => world.clock.after(milliseconds, resolve)))

const readBy = async ({ client }: Device, conversation: string) =>
  ((await client.conversation(conversation))?.readBy ?? []).map(({ person, seq }) => [
    person.displayName,
    seq,
  ])

/** Of each message of one's own, whether somebody has read it. */
async function reads({ client }: Device, conversation: string): Promise<boolean[]> {
  const { items } = await client.timeline(conversation, { limit: 100 })
  return items.flatMap(item => (item.kind === "message" && item.mine ? [item.read] : []))
}

/** What Bob's server was given for others, to be shown to somebody again. */
function recordRelayed(device: Device): Relayed[] {
  const recorded: Relayed[] = []
  tamper(device, {
    events: event => {
      if (event.event.case === "relayed") recorded.push(event.event.value)
      return event
    },
  })
  return recorded
}

test("Y66 typing is seen while it lasts, said every few seconds, and over with the message", async () => {
  const { world, ana, bob, conversation } = await talking()
  const seen = watchTyping(ana)
  for (let key = 0; key < 20; key++) await world.run(bob.client.typing(conversation))
  await world.until(async () => seen.length > 0)
  expect(names(seen)).toEqual(["Bob"])
  expect(seen[0]?.until).toBeGreaterThan(world.clock.now())
  await pass(world, 4_000)
  await world.run(bob.client.typing(conversation))
  await world.until(async () => seen.length > 1)
  await say(world, bob, conversation, "trois")
  await world.until(async () => seen.length > 2)
  expect(seen[2]?.until).toBeLessThanOrEqual(world.clock.now())
  expect(names(seen)).toEqual(["Bob", "Bob", "Bob"])
})

test("Y66 whoever says nothing of their typing sees nothing of others', and a request says nothing", async () => {
  const { world, ana, bob, conversation } = await talking()
  const [atAna, atBob] = [watchTyping(ana), watchTyping(bob)]
  unwrap(await world.run(bob.client.setSetting("typing", "off")))
  await world.run(bob.client.typing(conversation))
  await world.run(ana.client.typing(conversation))
  await pass(world, 5_000)
  expect([atAna, atBob]).toEqual([[], []])
  const carol = await world.join("carol")
  const request = await direct(world, carol, "ana")
  await say(world, carol, request, "bonjour")
  await world.rest()
  await world.run(ana.client.typing(request))
  await world.run(carol.client.typing(request))
  await pass(world, 5_000)
  expect(watchTyping(carol)).toEqual([])
  expect(names(atAna)).toEqual([])
})

test("Y67 what was read is seen at once, and by whoever was away when they come back", async () => {
  const { world, ana, bob, conversation } = await talking()
  const last = await say(world, ana, conversation, "trois")
  await world.rest()
  expect(await reads(ana, conversation)).toEqual([false, false])
  await world.run(bob.client.markRead(conversation, last))
  await world.until(async () => (await readBy(ana, conversation)).length > 0)
  expect(await readBy(ana, conversation)).toEqual([["Bob", last]])
  expect(await reads(ana, conversation)).toEqual([true, true])
  expect(await readBy(bob, conversation)).toEqual([])

  const next = await say(world, ana, conversation, "quatre")
  await world.rest()
  await world.run(ana.client.close())
  await world.run(bob.client.markRead(conversation, next))
  await pass(world, 5_000)
  await world.reopen(ana)
  await world.rest()
  expect(await readBy(ana, conversation)).toEqual([["Bob", next]])
  expect(await reads(ana, conversation)).toEqual([true, true, true])
})

test("Y67 what is read without a connection is told afterwards, also by a program that was ended", async () => {
  const { world, ana, bob, conversation } = await talking()
  const last = await say(world, ana, conversation, "trois")
  await world.rest()
  bob.link.down = true
  bob.breakLink()
  await world.run(bob.client.markRead(conversation, last))
  await world.reopen(bob)
  bob.link.down = false
  await world.until(async () => (await readBy(ana, conversation)).length > 0)
  expect(await readBy(ana, conversation)).toEqual([["Bob", last]])
})

test("Y67 whoever sends no read positions sees none", async () => {
  const { world, ana, bob, conversation } = await talking()
  const last = await say(world, ana, conversation, "trois")
  await world.rest()
  await world.run(ana.client.markRead(conversation, last))
  await world.until(async () => (await readBy(bob, conversation)).length > 0)
  unwrap(await world.run(bob.client.setSetting("receipts", "off")))
  expect(await readBy(bob, conversation)).toEqual([])
  expect(await reads(bob, conversation)).toEqual([false])
  await world.run(bob.client.markRead(conversation, last))
  await pass(world, 5_000)
  expect(await readBy(ana, conversation)).toEqual([])
})

test("Y67 a request that was read tells nothing, and what was read of it once it is accepted", async () => {
  const { world, ana } = await talking()
  const carol = await world.join("carol")
  const request = await direct(world, carol, "ana")
  const asked = await say(world, carol, request, "bonjour")
  await world.rest()
  await world.run(ana.client.markRead(request, asked))
  await pass(world, 5_000)
  expect(await readBy(carol, request)).toEqual([])
  unwrap(await world.run(ana.client.acceptRequest(request)))
  await world.until(async () => (await readBy(carol, request)).length > 0)
  expect(await readBy(carol, request)).toEqual([["ana", asked]])
  expect(await reads(carol, request)).toEqual([true])
})

test("Y67 Y140 in a group one has read it where somebody has, and all are named", async () => {
  const world = clientWorld()
  const [ana, bob, carol] = [await world.join("ana"), await world.join("bob"), await world.join("carol")]
  const accounts: string[] = []
  for (const one of [bob, carol]) {
    const handle = one.name
    const person = unwrap(await world.run(ana.client.findPerson(handle)))
    accounts.push(person.account)
    const { conversation } = unwrap(await world.run(ana.client.openDirect(person.account)))
    await say(world, ana, conversation, "bonjour")
    await world.rest()
    await say(world, one, conversation, "bonjour")
    await world.rest()
  }
  const { conversation } = unwrap(await world.run(ana.client.createGroup("Trio", accounts)))
  await world.rest()
  const [first, second] = [
    await say(world, ana, conversation, "un"),
    await say(world, ana, conversation, "deux"),
  ]
  await world.rest()
  await world.run(bob.client.markRead(conversation, first))
  await world.until(async () => (await readBy(ana, conversation)).length > 0)
  expect(await reads(ana, conversation)).toEqual([true, false])
  const byEverybody = async () => (await ana.client.conversation(conversation))?.readByEverybody
  expect(await byEverybody()).toBe(0)
  await world.run(carol.client.markRead(conversation, second))
  await world.until(async () => (await readBy(ana, conversation)).length > 1)
  expect((await readBy(ana, conversation)).toSorted()).toEqual([
    ["Bob", first],
    ["Carol", second],
  ])
  expect(await byEverybody()).toBe(first)
  await world.until(async () => (await readBy(bob, conversation)).some(([, seq]) => seq === second))
  // What Ana has not been shown, nobody has read as far as she knows, until she catches up.
  const shown = ana.link.incoming
  tamper(ana, { events: event => (event.event.case === "entryStored" ? undefined : event) })
  const third = await say(world, carol, conversation, "trois")
  await world.until(async () => (await bob.client.conversation(conversation))?.head === third)
  await world.run(bob.client.markRead(conversation, third))
  await pass(world, 5_000)
  expect(await readBy(ana, conversation)).toContainEqual(["Bob", first])
  ana.link.incoming = shown
  ana.breakLink()
  await world.until(async () => (await readBy(ana, conversation)).some(([, seq]) => seq === third))
  // Whoever was taken out is named no more, and what they say is heard by nobody.
  unwrap(await world.run(ana.client.removeMember(conversation, accounts[1] ?? "")))
  await world.rest()
  expect(await readBy(ana, conversation)).toEqual([["Bob", third]])
})

test("Y67 one's own reading moves the count on one's other device", async () => {
  const { world, ana, bob, conversation } = await talking()
  const tablet = await world.second(bob, "bob's tablet")
  await world.rest()
  await say(world, ana, conversation, "trois")
  const last = await say(world, ana, conversation, "quatre")
  await world.rest()
  const unread = async ({ client }: Device) => (await client.conversation(conversation))?.unread
  await world.until(async () => (await unread(tablet)) !== 0)
  await world.run(bob.client.markRead(conversation, last))
  await world.until(async () => (await unread(tablet)) === 0)
  expect(await readBy(tablet, conversation)).toEqual([])
})

test("Y68 a server that repeats, moves or misattributes what was relayed changes nothing", async () => {
  const { world, ana, bob, conversation } = await talking()
  const recorded = recordRelayed(ana)
  const seen = watchTyping(ana)
  const first = await say(world, ana, conversation, "trois")
  await world.rest()
  await world.run(bob.client.typing(conversation))
  await world.run(bob.client.markRead(conversation, first))
  await world.until(async () => (await readBy(ana, conversation)).length > 0 && seen.length > 0)
  const second = await say(world, ana, conversation, "quatre")
  await world.rest()
  await world.run(bob.client.markRead(conversation, second))
  await world.until(async () => (await reads(ana, conversation)).every(Boolean))
  const anas = unwrap(await world.run(bob.client.findPerson("ana"))).account
  const [typing, read] = recorded
  if (typing === undefined || read === undefined) throw new Error("both were relayed")
  const own = new Uint8Array(Buffer.from(anas, "base64url"))
  const spoilt = read.body.with(200, (read.body[200] ?? 0) ^ 1)
  const forged: Relayed[] = [
    read,
    typing,
    { ...read, account: own },
    { ...read, body: spoilt },
    { ...read, body: new Uint8Array(20) },
    { ...typing, conversation: new Uint8Array(32).fill(3) },
  ]
  ana.inject(forged.map(value => encodeEvent({ case: "relayed", value })))
  tamper(ana, {
    answers: {
      pullReads: response => ({
        ...response,
        positions: forged.map(({ conversation, account, body }, index) => ({
          $typeName: "colombe.v1.ReadPosition",
          number: BigInt(index + 1),
          conversation,
          account,
          body,
        })),
      }),
    },
  })
  await world.reopen(ana)
  const again = watchTyping(ana)
  await world.rest()
  expect(await readBy(ana, conversation)).toEqual([["Bob", second]])
  expect(await reads(ana, conversation)).toEqual([true, true, true])
  // Bob is seen once for what he said once, and a recording of it is nothing once some time has passed.
  expect(seen).toHaveLength(1)
  world.clock.pass(61_000)
  ana.inject([encodeEvent({ case: "relayed", value: typing })])
  await world.rest()
  expect(again).toEqual([])
})

test("Y68 a recording from before somebody was taken out is heard by nobody, whatever the server does", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const first = await direct(world, ana, "bob")
  await say(world, ana, first, "bonjour")
  await world.rest()
  await say(world, bob, first, "bonjour")
  await world.rest()
  const { account } = unwrap(await world.run(ana.client.findPerson("bob")))
  const { conversation } = unwrap(await world.run(ana.client.createGroup("Duo", [account])))
  await world.rest()
  const said = await say(world, ana, conversation, "un")
  await world.rest()
  const withheld: Relayed[] = []
  tamper(ana, {
    events: event => {
      if (event.event.case !== "relayed") return event
      withheld.push(event.event.value)
      return undefined
    },
  })
  const seen = watchTyping(ana)
  await world.run(bob.client.typing(conversation))
  await world.run(bob.client.markRead(conversation, said))
  await world.until(async () => withheld.length === 2)
  unwrap(await world.run(ana.client.removeMember(conversation, account)))
  await world.rest()
  ana.inject(withheld.map(value => encodeEvent({ case: "relayed", value })))
  await world.rest()
  expect(seen).toEqual([])
  expect(await reads(ana, conversation)).toEqual([false])
})

test("Y141 a message says who could read it when it was sealed, when it was stored, and who has read it", async () => {
  const { world, ana, bob, conversation } = await talking()
  const seq = await say(world, ana, conversation, "trois")
  await world.rest()
  const { items } = await ana.client.timeline(conversation, { limit: 1 })
  const item = items[0]
  if (item?.kind !== "message") throw new Error("a message")
  await world.run(bob.client.markRead(conversation, seq))
  await world.until(async () => (await readBy(ana, conversation)).length > 0)
  await world.second(bob, "bob's tablet")
  await world.rest()
  const info = unwrap(await ana.client.messageInfo(conversation, item.id))
  expect(info.readers.map(({ person, devices }) => [person.displayName, devices]).toSorted()).toEqual([
    ["Ana", 1],
    ["Bob", 1],
  ])
  expect(info).toMatchObject({ laterReaders: "none", storedAt: item.at, editedAt: undefined })
  expect(info.readBy.map(({ displayName }) => displayName)).toEqual(["Bob"])
  expect(await ana.client.messageInfo(conversation, "AAAA")).toMatchObject({ code: "id-invalid" })
})
