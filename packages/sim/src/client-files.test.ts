import { expect, setDefaultTimeout, test } from "bun:test"
import { type Bytes, unwrap } from "@colombe/base"
import { clientWorld, crypto, type Device } from "./testing/client-world.ts"
import { addFile, messageWithFiles, pair, pieceBytes, readFile } from "./testing/files.ts"

setDefaultTimeout(60_000)

test("F2 to F9, F14 files and what is said of them arrive whole", async () => {
  const { world, ana, bob, conversation } = await pair()
  const [first, second] = [crypto.random(2 * pieceBytes + 5), crypto.random(70_000)]
  const files = [
    await addFile(ana, first, "../a.jpg"),
    await addFile(ana, second, "b\u202Egpj.exe", { box: { width: 4, height: 3 } }),
  ]
  const preview = crypto.random(25)
  const options = { caption: "two of them", previews: [undefined, preview] }
  const { id } = unwrap(await ana.client.sendFiles(conversation, files, options))
  const waiting = await messageWithFiles(ana, conversation)
  expect(waiting.files.map(file => file.preview)).toEqual([undefined, preview])
  expect(waiting).toMatchObject({ id, text: "two of them", state: { at: "queued" } })
  await world.rest()
  const message = await messageWithFiles(bob, conversation)
  expect(message).toMatchObject({ id, text: "two of them", mine: false })
  expect(message.files).toEqual([
    {
      file: files[0] ?? "",
      name: "a.jpg",
      mediaType: "image/jpeg",
      size: first.length,
      pieces: 3,
      box: undefined,
      preview: undefined,
    },
    {
      file: files[1] ?? "",
      name: "bgpj.exe",
      mediaType: "image/jpeg",
      size: second.length,
      pieces: 1,
      box: { width: 4, height: 3 },
      preview,
    },
  ])
  expect(await world.run(readFile(bob, conversation, message, 0))).toEqual(first)
  expect(await world.run(readFile(bob, conversation, message, 1))).toEqual(second)
  expect(await world.run(readFile(ana, conversation, await messageWithFiles(ana, conversation), 1))).toEqual(
    second,
  )
})

test("F15 a voice note is one for whoever gets it, also when it is sent on", async () => {
  const { world, ana, bob, conversation } = await pair()
  const voice = { duration: 4200, bars: crypto.random(64) }
  const file = await addFile(ana, crypto.random(9000), "voice.webm")
  unwrap(await ana.client.sendFiles(conversation, [file], { voice }))
  expect((await messageWithFiles(ana, conversation)).files[0]?.voice).toEqual(voice)
  await world.rest()
  const got = await messageWithFiles(bob, conversation)
  expect(got.files[0]?.voice).toEqual(voice)
  unwrap(
    await world.run(
      bob.client.forward(conversation, [got.id], { conversations: [conversation], author: true }),
    ),
  )
  await world.rest()
  const all = (await ana.client.timeline(conversation, { limit: 10 })).items.flatMap(item =>
    item.kind === "message" && !item.mine ? item.files : [],
  )
  expect(all.map(one => one.voice)).toEqual([voice])
})

test("F8 an upload that was cut goes on where it stood, also after the app was closed", async () => {
  const { world, ana, bob, conversation } = await pair()
  const content = crypto.random(3 * pieceBytes)
  const offsets: number[] = []
  ana.link.uploads = offset => {
    offsets.push(offset)
    return offsets.length !== 3
  }
  unwrap(await ana.client.sendFiles(conversation, [await addFile(ana, content)]))
  await world.until(async () => offsets.length >= 3)
  await world.reopen(ana)
  await world.rest()
  expect(new Set(offsets).size).toBe(offsets.length - 1)
  expect(offsets[3]).toBe(offsets[2])
  expect(await world.run(readFile(bob, conversation, await messageWithFiles(bob, conversation)))).toEqual(
    content,
  )
})

test("F9 messages behind one with files wait for it, and those of another conversation do not", async () => {
  const { world, ana, bob, conversation } = await pair()
  const carol = await world.join("carol")
  const { account } = unwrap(await world.run(ana.client.findPerson("carol")))
  const other = unwrap(await world.run(ana.client.openDirect(account))).conversation
  ana.link.uploads = () => false
  unwrap(await ana.client.sendFiles(conversation, [await addFile(ana, crypto.random(1000))]))
  unwrap(await ana.client.sendText(conversation, "after the file"))
  const { id } = unwrap(await ana.client.sendText(other, "elsewhere"))
  unwrap(await world.run(ana.client.sent(other, id)))
  await world.rest(carol, bob)
  const texts = async ({ client }: Device) =>
    (await client.timeline(conversation, { limit: 9 })).items.flatMap(item =>
      item.kind === "message" ? [item.files[0]?.name ?? item.text] : [],
    )
  expect(await texts(bob)).toEqual(["hello"])
  ana.link.uploads = () => true
  await world.until(async () => (await texts(bob)).length === 3)
  expect(await texts(bob)).toEqual(["hello", "photo.jpg", "after the file"])
})

test("F2 bytes that the server changed, cut or swapped are not handed on", async () => {
  const { world, ana, bob, conversation } = await pair()
  const content = crypto.random(2 * pieceBytes)
  unwrap(await ana.client.sendFiles(conversation, [await addFile(ana, content)]))
  await world.rest()
  const message = await messageWithFiles(bob, conversation)
  const lies: ((bytes: Bytes) => Bytes)[] = [
    bytes => bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte)),
    bytes => bytes.slice(0, -1),
    bytes => new Uint8Array(bytes.length),
    () => new Uint8Array(),
  ]
  for (const lie of lies) {
    bob.link.fetched = lie
    expect(await world.run(readFile(bob, conversation, message))).toBe("file-damaged")
  }
  bob.link.fetched = bytes => bytes
  expect(await world.run(readFile(bob, conversation, message))).toEqual(content)
})

test("F9 a file beyond the quota fails its message alone, which can be discarded", async () => {
  const world = clientWorld({ blobQuotaBytes: 100_000 })
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const { account } = unwrap(await world.run(ana.client.findPerson("bob")))
  const { conversation } = unwrap(await world.run(ana.client.openDirect(account)))
  const { id } = unwrap(
    await ana.client.sendFiles(conversation, [await addFile(ana, crypto.random(200_000))]),
  )
  expect((await ana.client.conversations())[0]?.last?.item).toMatchObject({ id, text: "" })
  expect(await world.run(ana.client.sent(conversation, id))).toMatchObject({ code: "quota-reached" })
  unwrap(await ana.client.sendText(conversation, "only words"))
  await world.rest()
  expect((await bob.client.conversations())[0]?.last?.item).toMatchObject({ text: "only words" })
  unwrap(await world.run(ana.client.discardSend(conversation, id)))
  await world.reopen(ana)
  expect(ana.blobs.size).toBe(0)
})

test("F13 an upload under way is taken back: no byte of it goes out any more, and what stands behind it goes", async () => {
  const { world, ana, bob, conversation } = await pair()
  const offsets: number[] = []
  let cancelled: Promise<unknown> | undefined
  let sentBefore = 0
  ana.link.uploads = offset => {
    offsets.push(offset)
    if (offsets.length === 2)
      cancelled = ana.client.discardSend(conversation, id).then(taken => {
        sentBefore = offsets.length
        return taken
      })
    return true
  }
  const { id } = unwrap(
    await ana.client.sendFiles(conversation, [await addFile(ana, crypto.random(6 * pieceBytes))]),
  )
  unwrap(await ana.client.sendText(conversation, "behind it"))
  await world.until(async () => cancelled !== undefined)
  expect(await world.run(Promise.resolve(cancelled))).toMatchObject({ ok: true })
  await world.rest()
  // What was on its way when it was taken back ends with its piece.
  expect(offsets.length).toBeLessThanOrEqual(sentBefore + 1)
  expect(offsets.length).toBeLessThan(6)
  const said = async ({ client }: Device) =>
    (await client.timeline(conversation, { limit: 9 })).items.flatMap(item =>
      item.kind === "message" ? [item.files[0]?.name ?? item.text] : [],
    )
  for (const device of [ana, bob]) expect(await said(device)).toEqual(["hello", "behind it"])
  await world.reopen(ana)
  await world.rest()
  expect(ana.blobs.size).toBe(0)
  expect(await said(ana)).toEqual(["hello", "behind it"])
  expect(await world.run(ana.client.discardSend(conversation, id))).toMatchObject({ code: "message-unknown" })
})

test("F13 what the server has all of is not taken back, and words that wait neither", async () => {
  const { world, ana, conversation } = await pair()
  // Nothing reaches the log any more; files do.
  ana.link.outgoing = frame => (Buffer.from(frame).includes("Append") ? undefined : frame)
  const { id } = unwrap(await ana.client.sendFiles(conversation, [await addFile(ana, crypto.random(5000))]))
  const refused = async () => {
    const taken = await world.run(ana.client.discardSend(conversation, id))
    return !taken.ok && taken.code
  }
  let uploaded = 0
  ana.client.watch(notice => {
    if (notice.type === "transfer") uploaded += 1
  })
  await world.until(async () => uploaded > 0)
  ana.link.down = true
  ana.breakLink()
  expect(await refused()).toBe("send-under-way")
  const words = unwrap(await ana.client.sendText(conversation, "waits"))
  expect(await world.run(ana.client.discardSend(conversation, words.id))).toMatchObject({
    code: "send-under-way",
  })
})

test("F3, F5 what is no file, not whole, or not there says so", async () => {
  const { world, ana, conversation } = await pair()
  const { client } = ana
  const start = (size: number) => client.startFile({ name: "x", mediaType: "", size })
  expect(await start(0)).toMatchObject({ code: "file-empty" })
  expect(await start(2 ** 31 + 1)).toMatchObject({ code: "blob-too-large" })
  const { file } = unwrap(await start(pieceBytes + 10))
  expect(await client.sendFiles(conversation, [file])).toMatchObject({ code: "file-incomplete" })
  expect(await client.writePiece(file, 1, new Uint8Array(10))).toMatchObject({ code: "request-invalid" })
  expect(await client.writePiece(file, 0, new Uint8Array(10))).toMatchObject({ code: "file-changed" })
  unwrap(await client.writePiece(file, 0, new Uint8Array(pieceBytes)))
  expect(await client.writePiece(file, 1, new Uint8Array(11))).toMatchObject({ code: "file-changed" })
  unwrap(await client.writePiece(file, 1, new Uint8Array(10)))
  expect(await client.writePiece(file, 2, new Uint8Array(1))).toMatchObject({ code: "request-invalid" })
  expect(await client.sendFiles(conversation, [])).toMatchObject({ code: "too-many-files" })
  expect(await client.sendFiles(conversation, ["nothing"])).toMatchObject({ code: "file-unknown" })
  unwrap(await client.discardFile(file))
  expect(await client.sendFiles(conversation, [file])).toMatchObject({ code: "file-unknown" })
  expect(ana.blobs.size).toBe(0)
  expect(await world.run(client.readPiece(conversation, "AAAAAAAAAAAAAAAAAAAAAA", 0, 0))).toMatchObject({
    code: "message-unknown",
  })
})
