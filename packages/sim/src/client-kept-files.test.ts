import { expect, setDefaultTimeout, test } from "bun:test"
import { type Bytes, unwrap } from "@colombe/base"
import { crypto, type Device } from "./testing/client-world.ts"
import { addFile, messageWithFiles, pair, pieceBytes, readFile } from "./testing/files.ts"

setDefaultTimeout(60_000)

/** From now on the device gets nothing from the server, whatever it asks. */
function goOffline({ link, breakLink }: Device): void {
  link.down = true
  breakLink()
}

const isSealed = ({ blobs }: Device, content: Bytes): boolean =>
  [...blobs.values()].every(bytes => !Buffer.from(bytes).includes(content.slice(1000, 1032)))

test("F12 what was sent and what was opened is there without a network, after a restart too, and lies sealed", async () => {
  const { world, ana, bob, conversation } = await pair()
  const content = crypto.random(2 * pieceBytes + 5)
  ana.link.uploads = () => false
  const sent = await ana.client.sendFiles(conversation, [await addFile(ana, content)])
  const { id } = unwrap(sent)
  const waiting = await messageWithFiles(ana, conversation)
  expect(waiting).toMatchObject({ id, state: { at: "queued" } })
  expect(await world.run(readFile(ana, conversation, waiting))).toEqual(content)
  ana.link.uploads = () => true
  await world.until(async () => (await messageWithFiles(ana, conversation)).state.at === "stored")
  await world.rest()
  const message = await messageWithFiles(bob, conversation)
  expect(await world.run(readFile(bob, conversation, message))).toEqual(content)
  for (const device of [ana, bob]) {
    await world.reopen(device)
    goOffline(device)
    expect(await world.run(readFile(device, conversation, message))).toEqual(content)
    expect(isSealed(device, content)).toBe(true)
  }
})

test("F12 what was not looked at for longest goes first, and comes back when it is looked at", async () => {
  const { world, ana, bob, conversation } = await pair()
  bob.link.keptBytesMax = 300_000
  const contents = [1, 2, 3].map(() => crypto.random(120_000))
  for (const content of contents)
    unwrap(await ana.client.sendFiles(conversation, [await addFile(ana, content)]))
  await world.rest()
  const { items } = await bob.client.timeline(conversation, { limit: 20 })
  const messages = items.flatMap(item => (item.kind === "message" && item.files.length > 0 ? [item] : []))
  const [first, second, third] = messages
  if (first === undefined || second === undefined || third === undefined) throw new Error("three messages")
  for (const message of [first, second, first, third]) {
    await world.run(readFile(bob, conversation, message))
    bob.link.aheadMs += 3_600_000
  }
  expect(unwrap(await bob.client.keptByChat())).toMatchObject([{ conversation, files: 2 }])
  goOffline(bob)
  const codes = []
  for (const message of [first, second, third])
    codes.push(typeof (await world.run(readFile(bob, conversation, message))))
  expect(codes).toEqual(["object", "string", "object"])
  bob.link.down = false
  await world.until(async () => typeof (await readFile(bob, conversation, second)) === "object")
  expect(unwrap(await bob.client.keptByChat())).toMatchObject([{ files: 2 }])
})

test("F12 a full disk lets go of what is only kept before a file that is sent is refused", async () => {
  const { world, ana, bob, conversation } = await pair()
  unwrap(await bob.client.sendFiles(conversation, [await addFile(bob, crypto.random(400_000))]))
  await world.rest()
  const message = await messageWithFiles(ana, conversation)
  await world.run(readFile(ana, conversation, message))
  expect(unwrap(await ana.client.keptByChat())).toMatchObject([{ files: 1 }])
  ana.link.blobBytesMax = 500_000
  const file = await addFile(ana, crypto.random(300_000))
  expect(unwrap(await ana.client.keptByChat())).toEqual([])
  // What does not fit any more is shown all the same, and not kept.
  expect((await world.run(readFile(ana, conversation, message))).length).toBe(400_000)
  expect(unwrap(await ana.client.keptByChat())).toEqual([])
  const { file: other } = unwrap(await ana.client.startFile({ name: "b", mediaType: "", size: 400_000 }))
  expect(await ana.client.writePiece(other, 0, new Uint8Array(400_000))).toMatchObject({
    code: "storage-full",
  })
  unwrap(await ana.client.sendFiles(conversation, [file]))
})

test("F12 what was changed or cut on the disk is fetched again, and nothing of it is handed on", async () => {
  const { world, ana, bob, conversation } = await pair()
  const content = crypto.random(pieceBytes + 9)
  unwrap(await ana.client.sendFiles(conversation, [await addFile(ana, content)]))
  await world.rest()
  const message = await messageWithFiles(bob, conversation)
  const harms: ((bytes: Bytes) => Bytes)[] = [
    bytes => bytes.map((byte, at) => (at === 10 ? byte ^ 1 : byte)),
    bytes => bytes.map((byte, at) => (at === 5000 ? byte ^ 1 : byte)),
    bytes => bytes.slice(0, 700),
    () => new Uint8Array(),
  ]
  for (const harm of harms) {
    await world.run(readFile(bob, conversation, message))
    expect(bob.blobs.size).toBe(1)
    for (const [name, bytes] of bob.blobs) bob.blobs.set(name, harm(bytes))
    await world.reopen(bob)
    await world.rest(bob)
    expect(await world.run(readFile(bob, conversation, message))).toEqual(content)
  }
})

test("F12 nothing is kept of what the server changed", async () => {
  const { world, ana, bob, conversation } = await pair()
  unwrap(await ana.client.sendFiles(conversation, [await addFile(ana, crypto.random(5000))]))
  await world.rest()
  const message = await messageWithFiles(bob, conversation)
  bob.link.fetched = bytes => bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte))
  expect(await world.run(readFile(bob, conversation, message))).toBe("file-damaged")
  expect(unwrap(await bob.client.keptByChat())).toEqual([])
  expect(bob.blobs.size).toBe(0)
})

test("F12 a conversation's files are cleared by themselves, those that wait to be sent stay", async () => {
  const { world, ana, bob, conversation } = await pair()
  unwrap(await ana.client.sendFiles(conversation, [await addFile(ana, crypto.random(50_000))]))
  await world.rest()
  ana.link.uploads = () => false
  const waits = crypto.random(60_000)
  const { id } = unwrap(await ana.client.sendFiles(conversation, [await addFile(ana, waits)]))
  const [kept] = unwrap(await ana.client.keptByChat())
  expect(kept).toMatchObject({ conversation, files: 1 })
  expect(kept?.bytes).toBeGreaterThan(50_000)
  unwrap(await world.run(ana.client.forgetKept(conversation)))
  expect(unwrap(await ana.client.keptByChat())).toEqual([])
  expect(await ana.client.forgetKept("nothing")).toMatchObject({ code: "id-invalid" })
  ana.link.uploads = () => true
  await world.until(async () => (await messageWithFiles(ana, conversation, id)).state.at === "stored")
  await world.rest()
  expect(await world.run(readFile(bob, conversation, await messageWithFiles(bob, conversation, id)))).toEqual(
    waits,
  )
})

test("F12 of a message that was deleted nothing is kept", async () => {
  const { world, ana, bob, conversation } = await pair()
  unwrap(await ana.client.sendFiles(conversation, [await addFile(ana, crypto.random(50_000))]))
  await world.rest()
  const message = await messageWithFiles(bob, conversation)
  await world.run(readFile(bob, conversation, message))
  unwrap(await world.run(ana.client.deleteForEveryone(conversation, [message.id])))
  await world.rest()
  for (const device of [ana, bob]) {
    expect(unwrap(await device.client.keptByChat())).toEqual([])
    await world.reopen(device)
    expect(device.blobs.size).toBe(0)
  }
})

test("F12, F14 a file sent on stays where it was", async () => {
  const { world, ana, conversation } = await pair()
  const content = crypto.random(30_000)
  const preview = crypto.random(20)
  unwrap(await ana.client.sendFiles(conversation, [await addFile(ana, content)], { previews: [preview] }))
  await world.rest()
  const message = await messageWithFiles(ana, conversation)
  unwrap(
    await world.run(
      ana.client.forward(conversation, [message.id], { conversations: [conversation], author: false }),
    ),
  )
  await world.rest()
  const { items } = await ana.client.timeline(conversation, { limit: 9 })
  const previews = items.flatMap(item =>
    item.kind === "message" ? item.files.map(file => file.preview) : [],
  )
  expect(previews).toEqual([preview, preview])
  await world.reopen(ana)
  goOffline(ana)
  expect(await world.run(readFile(ana, conversation, message))).toEqual(content)
  expect(unwrap(await ana.client.keptByChat())).toMatchObject([{ files: 1 }])
})
