import { expect, setDefaultTimeout, test } from "bun:test"
import { toUtf8, unwrap } from "@colombe/base"
import type { MessageItem } from "@colombe/client"
import { host } from "@colombe/server/testing"
import { decodeCall, methodKeyOf } from "@colombe/wire"
import { type ClientWorld, clientWorld, type Device, direct, say } from "./testing/client-world.ts"
import { addFile, messageWithFiles, readFile } from "./testing/files.ts"
import { linkDevice } from "./testing/linking.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(60_000)

const savedOf = async ({ client }: Device): Promise<string> => (await client.me())?.saved ?? ""

async function keep(world: ClientWorld, device: Device, text: string, replyTo?: string): Promise<string> {
  const saved = await savedOf(device)
  const options = replyTo === undefined ? {} : { replyTo }
  const { id } = unwrap(await world.run(device.client.sendText(saved, text, options)))
  unwrap(await world.run(device.client.sent(saved, id)))
  return id
}

async function messages(device: Device): Promise<readonly MessageItem[]> {
  const { items } = await device.client.timeline(await savedOf(device), { limit: 100 })
  return items.flatMap(item => (item.kind === "message" ? [item] : []))
}

const texts = async (device: Device): Promise<readonly string[]> =>
  (await messages(device)).map(({ text }) => text)

async function has(world: ClientWorld, device: Device, ...expected: readonly string[]): Promise<void> {
  await world.until(async () => JSON.stringify(await texts(device)) === JSON.stringify(expected))
}

async function notices(device: Device): Promise<readonly string[]> {
  const { items } = await device.client.timeline(await savedOf(device), { limit: 100 })
  return items.flatMap(item => (item.kind === "notice" ? [item.notice] : []))
}

test("V21 what is said to oneself is a chat on all of one's devices, in the list once something is in it", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const tablet = await world.second(ana, "tablet")
  const saved = await savedOf(ana)
  expect(await ana.client.conversations()).toEqual([])
  expect(await ana.client.conversation(saved)).toMatchObject({ kind: "self", devices: 2, mayPin: false })
  const first = await keep(world, ana, "acheter du pain")
  await has(world, tablet, "acheter du pain")
  const answer = await keep(world, tablet, "et du sel", first)
  await has(world, ana, "acheter du pain", "et du sel")
  expect((await messages(ana))[1]?.reply).toMatchObject({ at: "known", id: first })
  const [row] = await ana.client.conversations()
  expect(row).toMatchObject({ conversation: saved, kind: "self", unread: 0, last: { item: { id: answer } } })
  unwrap(await world.run(tablet.client.editText(saved, answer, "et du poivre")))
  unwrap(await world.run(tablet.client.react(saved, first, "👍")))
  await has(world, ana, "acheter du pain", "et du poivre")
  await world.until(async () => (await messages(ana))[0]?.reactions.length === 1)
  expect((await ana.client.search("poivre")).messages).toMatchObject([{ conversation: saved, id: answer }])
  expect(unwrap(await ana.client.messageInfo(saved, first)).readers).toMatchObject([{ devices: 2 }])
})

test("V21 what somebody forwards to themselves names its author, and nobody else learns of it", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const pair = await direct(world, ana, "bob")
  await say(world, ana, pair, "bonjour")
  await world.rest()
  await say(world, bob, pair, "le code est 1234")
  await world.rest()
  const found = (await ana.client.timeline(pair, { limit: 9 })).items.at(-1)
  const id = found?.kind === "message" ? found.id : ""
  const saved = await savedOf(ana)
  const heads = async () => (await bob.client.conversations()).map(({ head }) => head)
  const before = await heads()
  unwrap(await world.run(ana.client.forward(pair, [id], { conversations: [saved], author: true })))
  await has(world, ana, "le code est 1234")
  await world.rest()
  expect((await messages(ana))[0]?.forwarded).toMatchObject({ name: "Bob" })
  expect(await heads()).toEqual(before)
  expect((await bob.client.timeline(saved, { limit: 9 })).items).toEqual([])
  expect(await bob.client.sendText(saved, "à toi")).toMatchObject({ ok: false, code: "conversation-unknown" })
})

test("V21 D31 what is deleted is gone from every device and from the server, files included", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const tablet = await world.second(ana, "tablet")
  const saved = await savedOf(ana)
  const file = await addFile(ana, toUtf8("une photo"))
  unwrap(await world.run(ana.client.sendFiles(saved, [file])))
  await world.until(async () => (await messages(tablet)).length === 1)
  const item = await messageWithFiles(tablet, saved)
  expect(await readFile(tablet, saved, item)).toEqual(toUtf8("une photo"))
  unwrap(await world.run(tablet.client.deleteForEveryone(saved, [item.id])))
  await world.until(async () => (await messages(ana)).length === 0)
  await world.rest()
  const id = Uint8Array.from(Buffer.from(saved, "base64url"))
  const entries = await world.store.conversations.entries(id, 0, 100)
  expect(entries.filter(({ body }) => body === undefined)).toHaveLength(1)
  // And it does not come back to a device that comes later.
  const desk = await world.second(ana, "desk")
  await world.rest()
  expect(await texts(desk)).toEqual([])
  expect(await notices(desk)).not.toContain("withheld")
})

test("V21 without a connection it waits, and two devices that write at once end with the same", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const tablet = await world.second(ana, "tablet")
  await world.rest()
  const saved = await savedOf(ana)
  for (const device of [ana, tablet]) {
    device.link.down = true
    device.breakLink()
  }
  unwrap(await world.run(ana.client.sendText(saved, "du bureau")))
  unwrap(await world.run(tablet.client.sendText(saved, "du train")))
  expect((await ana.client.conversations())[0]?.last?.item).toMatchObject({ text: "du bureau" })
  await world.reopen(ana)
  for (const device of [ana, tablet]) device.link.down = false
  await world.until(async () => (await texts(ana)).length === 2 && (await texts(tablet)).length === 2)
  await world.rest()
  expect(await texts(ana)).toEqual(await texts(tablet))
})

test("V22 a device that is linked has all of it, whether it reads a snapshot or the log", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  await keep(world, ana, "première")
  const gone = await keep(world, ana, "à oublier")
  for (let note = 0; note < 70; note++) await keep(world, ana, `note ${note}`)
  unwrap(await world.run(ana.client.deleteForEveryone(await savedOf(ana), [gone])))
  await world.rest()
  const expected = await texts(ana)
  expect(expected).toHaveLength(71)
  const tablet = await linkDevice(world, "qr", ana, "tablet")
  await has(world, tablet, ...expected)
  const first = (await messages(tablet))[0]
  await keep(world, tablet, "de la tablette", first?.id)
  await has(world, ana, ...expected, "de la tablette")
  expect((await messages(ana)).at(-1)?.reply).toMatchObject({ at: "known", id: first?.id })
})

test("V21 with nothing but the words all of it is there again", async () => {
  const world = clientWorld()
  const ana = await world.newcomer("ana")
  const server = `http://${host}:4000`
  const { words } = unwrap(await world.run(ana.client.register({ handle: "ana", server })))
  await ana.client.start()
  await keep(world, ana, "retenir ceci")
  await world.rest()
  await world.run(ana.client.close())
  ana.link.down = true
  const again = await world.newcomer("again")
  unwrap(await world.run(again.client.recover({ handle: "ana", server, words })))
  await again.client.start()
  await has(world, again, "retenir ceci")
})

test("V21 what the server takes out without a deletion is said to be withheld, where it was not read before", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const tablet = await world.second(ana, "tablet")
  const id = await keep(world, ana, "secret")
  await has(world, tablet, "secret")
  const conversation = Uint8Array.from(Buffer.from(await savedOf(ana), "base64url"))
  const seq = (await messages(ana)).find(one => one.id === id)?.seq ?? 0
  await world.store.conversations.erase(conversation, [seq])
  const desk = await world.second(ana, "desk")
  await world.rest()
  expect(await texts(ana)).toEqual(["secret"])
  expect(await notices(desk)).toContain("withheld")
})

test("V21 Y82 Y83 a server that came back from a backup is told again what it lost", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const tablet = await world.second(ana, "tablet")
  await keep(world, ana, "avant")
  await has(world, tablet, "avant")
  await world.rest()
  const backup = world.backup()
  await keep(world, ana, "perdu d’Ana")
  await keep(world, tablet, "perdu de la tablette")
  await has(world, ana, "avant", "perdu d’Ana", "perdu de la tablette")
  await world.rest()
  world.restore(backup)
  await world.until(async () => (await texts(ana)).length === 3 && (await texts(tablet)).length === 3)
  await world.rest()
  for (const device of [ana, tablet]) {
    const shown = await messages(device)
    const expected = ["avant", "perdu d’Ana", "perdu de la tablette"]
    expect(new Set(shown.map(({ text }) => text))).toEqual(new Set(expected))
    expect(shown.every(({ state }) => state.at === "stored")).toBe(true)
  }
})

test("V21 a lost answer says it once", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const tablet = await world.second(ana, "tablet")
  await world.rest()
  const saved = await savedOf(ana)
  ana.link.outgoing = frame => {
    // It arrives, and nothing that the server answers comes back.
    if (methodKeyOf(unwrap(decodeCall(frame)).method) === "append") ana.link.incoming = () => undefined
    return frame
  }
  unwrap(await world.run(ana.client.sendText(saved, "une fois")))
  await has(world, tablet, "une fois")
  expect((await messages(ana))[0]?.state.at).toBe("queued")
  ana.link.outgoing = frame => frame
  ana.link.incoming = frame => frame
  ana.breakLink()
  await world.rest()
  expect(await texts(ana)).toEqual(["une fois"])
  expect(await texts(tablet)).toEqual(["une fois"])
})
