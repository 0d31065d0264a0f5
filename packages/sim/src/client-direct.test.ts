import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { clientWorld, direct, lines, say } from "./testing/client-world.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

test("Y39 first contact is read before it is answered, and answering accepts it", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "@bob")
  await say(world, ana, conversation, "bonjour Bob")
  await world.rest()
  const [request] = await bob.client.conversations()
  expect(request).toMatchObject({ conversation, membership: "request", title: "Ana", unread: 1 })
  expect(await lines(bob, conversation)).toEqual(["Ana: bonjour Bob"])

  await say(world, bob, conversation, "bonjour Ana")
  await world.rest()
  expect(await lines(ana, conversation)).toEqual(["Ana: bonjour Bob", "Bob: bonjour Ana"])
  const [accepted] = await bob.client.conversations()
  expect(accepted?.membership).toBe("member")
  await say(world, ana, conversation, "ça va ?")
  await world.rest()
  expect(await lines(bob, conversation)).toEqual(["Ana: bonjour Bob", "Bob: bonjour Ana", "Ana: ça va ?"])
})

test("Y39 two who open it at once end up in one conversation, and have accepted each other", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const toBob = unwrap(await world.run(ana.client.findPerson("bob"))).account
  const toAna = unwrap(await world.run(bob.client.findPerson("ana"))).account
  const [one, other] = await world.run(
    Promise.all([ana.client.openDirect(toBob), bob.client.openDirect(toAna)]),
  )
  const { conversation } = unwrap(one)
  expect(unwrap(other).conversation).toBe(conversation)
  await Promise.all([say(world, ana, conversation, "moi d'abord"), say(world, bob, conversation, "non, moi")])
  await world.rest()
  const seen = await lines(ana, conversation)
  expect(seen.toSorted()).toEqual(["Ana: moi d'abord", "Bob: non, moi"])
  expect(await lines(bob, conversation)).toEqual(seen)
})

test("Y10 Y14 what is written offline waits in order and goes out once, whatever gets lost", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "un")
  await world.rest()
  await say(world, bob, conversation, "oui ?")
  ana.link.down = true
  ana.breakLink()
  const ids: string[] = []
  for (const text of ["deux", "trois", "quatre"])
    ids.push(unwrap(await world.run(ana.client.sendText(conversation, text))).id)
  const queued = (await ana.client.timeline(conversation, { limit: 10 })).items.slice(-3)
  expect(queued.map(item => item.kind === "message" && item.state.at)).toEqual(["queued", "queued", "queued"])
  // The server takes them, its answers get lost on the way back, and the connection with them.
  let answers = 0
  ana.link.incoming = frame => {
    answers += 1
    if (answers > 40 || answers % 7 !== 0) return frame
    queueMicrotask(ana.breakLink)
    return undefined
  }
  ana.link.down = false
  for (const id of ids) unwrap(await world.run(ana.client.sent(conversation, id)))
  await world.rest()
  const expected = ["Ana: un", "Bob: oui ?", "Ana: deux", "Ana: trois", "Ana: quatre"]
  expect(await lines(bob, conversation)).toEqual(expected)
  expect(await lines(ana, conversation)).toEqual(expected)
})

test("Y1 Y7 a device closed at any moment and opened again has everything, and goes on", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "un")
  await world.rest()
  await world.reopen(bob)
  await world.rest()
  expect(await lines(bob, conversation)).toEqual(["Ana: un"])
  await say(world, bob, conversation, "deux")
  await world.run(bob.client.close())
  await say(world, ana, conversation, "trois")
  await world.reopen(ana)
  await world.reopen(bob)
  await world.rest()
  await say(world, bob, conversation, "quatre")
  await world.rest()
  const expected = ["Ana: un", "Bob: deux", "Ana: trois", "Bob: quatre"]
  expect(await lines(ana, conversation)).toEqual(expected)
  expect(await lines(bob, conversation)).toEqual(expected)
  expect(await bob.client.me()).toMatchObject({ address: "bob@localhost", displayName: "Bob" })
})

test("Y34 until the invitation is there, a message is arriving; then it is read", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  // Everything that Bob pulls comes without the mail.
  await world.run(bob.client.close())
  await say(world, ana, conversation, "un")
  await world.rest(ana)
  await world.reopen(bob)
  await world.rest()
  expect(await lines(bob, conversation)).toEqual(["Ana: un"])
})

test("Y13 only so much is sent before an answer; the rest is kept, and goes out after it", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  const outcomes: string[] = []
  for (let count = 1; count <= 6; count++) {
    const { id } = unwrap(await world.run(ana.client.sendText(conversation, `message ${count}`)))
    const sent = await world.run(ana.client.sent(conversation, id))
    outcomes.push(sent.ok ? "stored" : sent.code)
  }
  expect(outcomes.slice(0, 4)).toEqual(["stored", "stored", "stored", "stored"])
  expect(outcomes.at(-1)).toBe("first-contact-limit")
  await say(world, bob, conversation, "d'accord")
  await world.rest()
  await world.rest()
  expect((await lines(bob, conversation)).filter(line => line.startsWith("Ana")).length).toBe(6)
})

test("Y18 what is no text is refused before anything is stored", async () => {
  const world = clientWorld()
  const [ana] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  const cases = [
    ["", "text-empty"],
    [" \n ", "text-empty"],
    ["a\0b", "text-has-nul"],
    ["\ud800", "text-invalid"],
    ["é".repeat(40_000), "text-too-long"],
  ] as const
  for (const [text, code] of cases)
    expect(await world.run(ana.client.sendText(conversation, text))).toMatchObject({ ok: false, code })
  expect(await lines(ana, conversation)).toEqual([])
  const { id } = unwrap(await world.run(ana.client.sendText(conversation, "sur quoi ?")))
  unwrap(await world.run(ana.client.sent(conversation, id)))
  unwrap(await world.run(ana.client.sendText(conversation, "sur ça", { replyTo: id })))
  await world.rest()
  const { items } = await ana.client.timeline(conversation, { limit: 1 })
  expect(items[0]).toMatchObject({ text: "sur ça", reply: { at: "known", id, text: "sur quoi ?" } })
})

test("Y1 Y74 a full disk is said with its code, loses nothing, and goes on by itself once there is room", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "un")
  await world.rest()
  bob.link.full = true
  expect(await world.run(bob.client.sendText(conversation, "perdu ?"))).toMatchObject({
    code: "storage-full",
  })
  const said = new Promise(resolve => {
    bob.client.watch(notice => {
      if (notice.type === "connection" && notice.connection.at === "offline") resolve(notice.connection.code)
    })
  })
  await say(world, ana, conversation, "deux")
  expect(await world.run(said)).toBe("storage-full")
  expect(await lines(bob, conversation)).toEqual(["Ana: un"])
  bob.link.full = false
  await world.rest()
  expect(await lines(bob, conversation)).toEqual(["Ana: un", "Ana: deux"])
})
