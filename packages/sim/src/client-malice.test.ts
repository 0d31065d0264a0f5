import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import type { Entry, PullGroupResponse, ResolveHandleResponse } from "@colombe/wire"
import { type ClientWorld, clientWorld, type Device, direct, lines, say } from "./testing/client-world.ts"
import { tamper } from "./testing/tamper.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

/** Two who have talked; the server is honest so far. */
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

const before = ["Ana: un", "Bob: deux"]

/** The server shows Bob these entries in place of the true ones, live and when he pulls. */
function show(bob: Device, change: (entry: Entry) => Entry): void {
  tamper(bob, {
    answers: { pullEntries: response => ({ ...response, entries: response.entries.map(change) }) },
    events: event => {
      if (event.event.case !== "entryStored" || event.event.value.entry === undefined) return event
      const entry = change(event.event.value.entry)
      return { ...event, event: { case: "entryStored", value: { ...event.event.value, entry } } }
    },
  })
}

const flipped = (bytes: Uint8Array): Uint8Array => bytes.with(bytes.length - 1, (bytes.at(-1) ?? 0) ^ 1)

test.each<[string, (entry: Entry) => Entry]>([
  ["another log hash", entry => ({ ...entry, hash: flipped(entry.hash) })],
  ["another body", entry => ({ ...entry, body: flipped(entry.body) })],
  ["another time", entry => ({ ...entry, atMs: entry.atMs + 1n })],
  ["another epoch", entry => ({ ...entry, epoch: entry.epoch + 1n })],
  ["a stub with another digest", entry => ({ ...entry, body: new Uint8Array(), digest: new Uint8Array(32) })],
])("Y22 %s stops the conversation, and what was verified stays", async (_, change) => {
  const { world, ana, bob, conversation } = await talking()
  show(bob, change)
  await say(world, ana, conversation, "trois")
  await world.run(bob.client.settle())
  expect(await bob.client.conversation(conversation)).toMatchObject({ alert: "log-broken" })
  expect(await lines(bob, conversation)).toEqual(before)
  expect(await world.run(bob.client.sendText(conversation, "là ?"))).toMatchObject({ code: "log-broken" })
  // It does not heal by itself, also not with a server that is honest again.
  tamper(bob, {})
  await world.reopen(bob)
  await world.run(bob.client.settle())
  expect(await lines(bob, conversation)).toEqual(before)
})

test("Y22 Y23 an entry that comes again, late or out of order changes nothing", async () => {
  const { world, ana, bob, conversation } = await talking()
  const held: Uint8Array[] = []
  const honest = bob.link.incoming
  bob.link.incoming = frame => {
    held.push(frame)
    return undefined
  }
  await say(world, ana, conversation, "trois")
  await say(world, ana, conversation, "quatre")
  bob.link.incoming = honest
  // Backwards, and each of them twice.
  bob.inject([...held, ...held].reverse())
  await world.rest()
  expect(await lines(bob, conversation)).toEqual([...before, "Ana: trois", "Ana: quatre"])
})

test("Y13 Y81 a server that gives each send a place that stands already is asked a few times, then the person is told", async () => {
  const { world, ana, bob, conversation } = await talking()
  const head = BigInt((await bob.client.conversation(conversation))?.head ?? 0)
  let asked = 0
  tamper(bob, {
    answers: {
      append(response) {
        asked++
        return response.entry === undefined
          ? response
          : { ...response, entry: { ...response.entry, seq: 2n } }
      },
      pullEntries: response => ({
        ...response,
        head,
        entries: response.entries.filter(({ seq }) => seq <= head),
      }),
    },
    events: () => undefined,
  })
  const { id } = unwrap(await world.run(bob.client.sendText(conversation, "trois")))
  await world.until(async () => {
    const { items } = await bob.client.timeline(conversation, { limit: 1 })
    return items.some(item => item.kind === "message" && item.state.at === "failed")
  })
  expect(asked).toBeLessThan(20)
  expect(await lines(bob, conversation)).toEqual([...before, "Bob: trois"])
  tamper(bob, {})
  unwrap(await world.run(bob.client.retrySend(conversation, id)))
  await world.rest()
  for (const device of [ana, bob])
    expect(await lines(device, conversation)).toEqual([...before, "Bob: trois"])
})

test("Y8 live entries that are withheld are found by the next pull", async () => {
  const { world, ana, bob, conversation } = await talking()
  tamper(bob, { events: () => undefined })
  await say(world, ana, conversation, "trois")
  await world.rest()
  expect(await lines(bob, conversation)).toEqual([...before, "Ana: trois"])
})

test("Y30 Y32 what a device says that is not on the chain known here waits for the chain, and needs nothing else", async () => {
  const { world, ana, bob, conversation } = await talking()
  // Of the commit that brings the device in the links come with it; the chain itself is kept back.
  tamper(bob, {
    answers: { pullChain: response => ({ ...response, links: [] }) },
    events: event => (event.event.case === "chainGrew" ? undefined : event),
  })
  const phone = await world.second(ana, "phone")
  await say(world, phone, conversation, "trois")
  await world.run(bob.client.settle())
  expect(await lines(bob, conversation)).toEqual(before)
  const { items } = await bob.client.timeline(conversation, { limit: 1 })
  expect(items).toMatchObject([{ kind: "notice", notice: "arriving" }])
  // Started again, it still knows; and nobody says anything more.
  await world.reopen(bob)
  await world.run(bob.client.settle())
  tamper(bob, {})
  const said = [...before, "Ana: trois"]
  await world.until(async () => (await lines(bob, conversation)).length === said.length)
  expect(await lines(bob, conversation)).toEqual(said)
})

test("Y33 a message whose body the server keeps back is shown as withheld", async () => {
  const { world, ana, bob, conversation } = await talking()
  const digests = new Map<bigint, Uint8Array>()
  show(bob, entry => {
    if (entry.type !== 1 || entry.body.length === 0) return entry
    digests.set(entry.seq, new Uint8Array(new Bun.CryptoHasher("sha256").update(entry.body).digest()))
    return { ...entry, body: new Uint8Array(), digest: digests.get(entry.seq) ?? new Uint8Array() }
  })
  await say(world, ana, conversation, "trois")
  await world.rest()
  const { items } = await bob.client.timeline(conversation, { limit: 1 })
  expect(items[0]).toMatchObject({ kind: "notice", notice: "withheld" })
  expect(await lines(bob, conversation)).toEqual(before)
})

test("Y34 Y36 without its invitation a message is arriving; when the mail comes it is read", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  tamper(bob, {
    answers: { pullMail: response => ({ ...response, mail: [], more: false }) },
    events: event => (event.event.case === "mailStored" ? undefined : event),
  })
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "un")
  await world.rest()
  const { items } = await bob.client.timeline(conversation, { limit: 1 })
  expect(items[0]).toMatchObject({ kind: "notice", notice: "arriving" })
  tamper(bob, {})
  await world.rest()
  expect(await lines(bob, conversation)).toEqual(["Ana: un"])
})

test("Y16 an account that the server puts behind somebody's handle is refused", async () => {
  const world = clientWorld()
  const [ana, , eve] = [await world.join("ana"), await world.join("bob"), await world.join("eve")]
  let eves: Uint8Array | undefined
  const notes = (response: ResolveHandleResponse) => {
    eves = response.account
    return response
  }
  tamper(ana, { answers: { resolveHandle: notes } })
  unwrap(await world.run(ana.client.findPerson("eve")))
  tamper(ana, {
    answers: { resolveHandle: response => ({ ...response, account: eves ?? response.account }) },
  })
  expect(await world.run(ana.client.findPerson("bob"))).toMatchObject({ code: "handle-mismatch" })
  expect((await eve.client.me())?.address).toBe("eve@localhost")
})

test("Y6 a server that goes by another name than before is told nothing", async () => {
  const { world, ana, bob, conversation } = await talking()
  const calls: string[] = []
  tamper(bob, { answers: { greet: response => ({ ...response, host: "elsewhere.example" }) } })
  const outgoing = bob.link.outgoing
  bob.link.outgoing = frame => {
    calls.push("call")
    return outgoing(frame)
  }
  const ended: string[] = []
  bob.client.watch(notice => {
    if (notice.type === "ended") ended.push(notice.code)
  })
  bob.breakLink()
  await world.run(waitFor(world, () => ended.length > 0))
  expect(ended).toEqual(["host-changed"])
  expect(calls.length).toBe(1)
  expect(await world.run(bob.client.settle())).toMatchObject({ code: "host-changed" })
  await say(world, ana, conversation, "trois")
  expect(await lines(bob, conversation)).toEqual(before)
})

test("Y9 a server whose store is another than before is told apart, and everything is asked for anew", async () => {
  const { world, ana, bob, conversation } = await talking()
  tamper(bob, { answers: { greet: response => ({ ...response, storeId: new Uint8Array(16).fill(7) }) } })
  let told = false
  bob.client.watch(notice => {
    if (notice.type === "me") told = true
  })
  bob.breakLink()
  await say(world, ana, conversation, "trois")
  await world.run(waitFor(world, () => told))
  await world.run(waitFor(world, async () => (await lines(bob, conversation)).length === 3))
  expect(await lines(bob, conversation)).toEqual([...before, "Ana: trois"])
})

test("Y40 a GroupInfo of another state than the log's leads nowhere", async () => {
  const world = clientWorld()
  const [ana, bob, eve] = [await world.join("ana"), await world.join("bob"), await world.join("eve")]
  const conversation = await direct(world, ana, "bob")
  const other = await direct(world, ana, "eve")
  await say(world, ana, conversation, "un")
  await say(world, ana, other, "un")
  await world.rest()
  let offered: PullGroupResponse | undefined
  const notes = (response: PullGroupResponse) => {
    offered = response
    return response
  }
  tamper(eve, { answers: { pullGroup: notes } })
  unwrap(await world.run(eve.client.acceptRequest(other)))
  tamper(bob, { answers: { pullGroup: response => offered ?? response } })
  expect(await world.run(bob.client.acceptRequest(conversation))).toMatchObject({ ok: false })
  expect(await bob.client.conversation(conversation)).toMatchObject({ membership: "request", devices: 1 })
  tamper(bob, {})
  unwrap(await world.run(bob.client.acceptRequest(conversation)))
})

async function waitFor(world: ClientWorld, condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise<void>(resolve => world.clock.after(10, resolve))
}
