import { expect, setDefaultTimeout, test } from "bun:test"
import { fromBase64Url, unwrap } from "@colombe/base"
import { memoryLocalStore } from "@colombe/client"
import { heldSecrets } from "@colombe/client/testing"
import { clientWorld, direct, lines, say } from "./testing/client-world.ts"
import { linkDevice, offerBy, server, showCode, standing } from "./testing/linking.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

for (const way of ["qr", "typed"] as const)
  test(`G1–G6 a new device enters by the ${way} code, and is one of the account's`, async () => {
    const world = clientWorld()
    const [ana, bob] = [await world.join("ana"), await world.join("bob")]
    const conversation = await direct(world, ana, "bob")
    await say(world, ana, conversation, "bonjour")
    await world.rest()
    const tablet = await linkDevice(world, way, ana, "Tablette d’Ana")
    expect(await tablet.client.me()).toMatchObject({ address: "ana@localhost", server })
    expect(await ana.client.devices()).toMatchObject([
      { current: true },
      { current: false, name: "Tablette d’Ana", kind: "device" },
    ])
    expect(await tablet.client.devices()).toMatchObject([
      { current: true, name: "Tablette d’Ana" },
      { current: false },
    ])
    await say(world, tablet, conversation, "de la tablette")
    await world.rest()
    expect(await lines(bob, conversation)).toEqual(["Ana: bonjour", "Ana: de la tablette"])
    expect((await lines(ana, conversation)).at(-1)).toBe("Ana: de la tablette")
  })

test("D16 a new device is reached by keys of its own before it pulls anything, and has all of them once nothing is behind", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const { device } = await showCode(world, "tablet")
  await offerBy(world, "qr", ana, device)
  unwrap(await world.run(device.client.confirmAccount(true)))
  await standing(world, device, "linked")
  const me = await device.client.me()
  const [account, id] = [fromBase64Url(me?.account ?? ""), fromBase64Url(me?.device ?? "")]
  if (account === undefined || id === undefined) throw new Error("it is somebody's")
  const stock = () => world.store.accounts.keyPackagesLeft(account, id)
  expect(await stock()).toMatchObject({ left: 4, lastResortAt: expect.any(Number) })
  await device.client.start()
  unwrap(await world.run(device.client.settle()))
  expect(await stock()).toMatchObject({ left: 50, lastResortAt: expect.any(Number) })
})

test("G9 a new device reads the code that the old one shows, and the six digits are compared as by typed code", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  unwrap(await world.run(ana.client.offerLink()))
  const { qr: code } = await standing(world, ana, "showing")
  expect(code).toMatch(/^colombe:device#[0-9A-Z]{8}@localhost$/)
  // It is there for a while before anybody reads it.
  world.clock.pass(60_000)
  const tablet = await world.newcomer("tablet")
  const request = { server, name: "tablet", code }
  unwrap(await world.run(tablet.client.startLinking(request)))
  const { digits } = await standing(world, tablet, "showing-digits")
  expect((await standing(world, ana, "asking-digits")).name).toBe("tablet")
  const wrong = digits === "000000" ? "111111" : "000000"
  expect(await world.run(ana.client.confirmDigits(wrong))).toMatchObject({ code: "link-digits-differ" })
  unwrap(await world.run(ana.client.confirmDigits(digits)))
  const asked = await standing(world, tablet, "asking-account")
  expect(asked.address).toBe("ana@localhost")
  expect(asked.safety).toEqual((await standing(world, ana, "offered")).safety)
  unwrap(await world.run(tablet.client.confirmAccount(true)))
  await standing(world, tablet, "linked")
  await standing(world, ana, "linked")
  expect(await ana.client.devices()).toMatchObject([{ current: true }, { name: "tablet" }])
})

test("G9 whoever photographed the code and comes first has no digits that anybody types, and a code that leads nowhere says so", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  unwrap(await world.run(ana.client.offerLink()))
  const { qr: code } = await standing(world, ana, "showing")
  const [thief, tablet] = [await world.newcomer("thief"), await world.newcomer("tablet")]
  const read = (device: typeof tablet, text: string) =>
    world.run(device.client.startLinking({ server, name: device.name, code: text }))
  unwrap(await read(thief, code))
  await standing(world, thief, "showing-digits")
  expect(await read(tablet, code)).toMatchObject({ code: "link-code-used" })
  expect((await standing(world, ana, "asking-digits")).name).toBe("thief")
  await world.run(ana.client.cancelLinking())
  expect(await standing(world, thief, "ended")).toMatchObject({ code: "link-ended-there" })
  expect(await ana.client.devices()).toHaveLength(1)
  const wrong = ["", "AAAA-AAAA", "colombe:device#", "colombe:device#AAAA@localhost", "colombe:link#AAAA"]
  for (const text of wrong)
    expect([text, await read(tablet, text)]).toMatchObject([text, { code: "link-code-malformed" }])
  expect(await read(tablet, code.replace("localhost", "example.org"))).toMatchObject({
    code: "link-code-elsewhere",
  })
  unwrap(await world.run(ana.client.offerLink()))
  await standing(world, ana, "showing")
  world.clock.pass(11 * 60_000)
  expect(await standing(world, ana, "ended")).toMatchObject({ code: "link-code-expired" })
})

test("K17 a device that links another records its keys before: what was said a moment ago is read there at once", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const { conversation } = unwrap(await world.run(ana.client.createGroup("Notes", [])))
  await say(world, ana, conversation, "a moment ago")
  const tablet = await linkDevice(world, "qr", ana, "tablet")
  expect(await lines(tablet, conversation)).toContain("Ana: a moment ago")
})

test("V18 what was read before a device was linked is read there too", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "bonjour")
  await world.rest()
  for (const text of ["lu", "lu aussi"]) await say(world, bob, conversation, text)
  await world.rest()
  const [chat] = await ana.client.conversations()
  await world.run(ana.client.markRead(conversation, chat?.head ?? 0))
  await say(world, bob, conversation, "pas lu")
  await world.rest()
  const tablet = await linkDevice(world, "qr", ana, "tablet")
  expect(await tablet.client.conversations()).toMatchObject([{ unread: 1 }])
})

test("G5 the new device says whose account it is, both show the same digits, and who refuses stays nobody", async () => {
  const world = clientWorld()
  const [ana] = [await world.join("ana")]
  const { device } = await showCode(world, "tablet")
  const asked = await offerBy(world, "typed", ana, device)
  const offered = await standing(world, ana, "offered")
  expect(asked.address).toBe("ana@localhost")
  expect(asked.safety).toEqual(offered.safety)
  expect(asked.safety.join("")).toMatch(/^[0-9]{30}$/)
  unwrap(await world.run(device.client.confirmAccount(false)))
  expect(await standing(world, ana, "ended")).toMatchObject({ code: "link-refused-there" })
  expect(await device.client.me()).toBeUndefined()
  expect(await ana.client.devices()).toHaveLength(1)
})

test("G3 three wrong comparisons end the code on both sides", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const { device, codes } = await showCode(world, "tablet")
  unwrap(await world.run(ana.client.acceptLink(codes.typed.toLowerCase())))
  const { digits } = await standing(world, device, "showing-digits")
  await standing(world, ana, "asking-digits")
  const wrong = digits === "000000" ? "111111" : "000000"
  for (const left of [2, 1]) {
    expect(await world.run(ana.client.confirmDigits(wrong))).toMatchObject({ code: "link-digits-differ" })
    expect(await ana.client.linking()).toMatchObject({ at: "asking-digits", triesLeft: left })
  }
  await world.run(ana.client.confirmDigits(wrong))
  expect(await ana.client.linking()).toEqual({ at: "ended", code: "link-digits-wrong" })
  expect(await standing(world, device, "ended")).toMatchObject({ code: "link-ended-there" })
  expect(await world.run(ana.client.confirmDigits(digits))).toMatchObject({ code: "link-not-asked" })
  // What is over leads nowhere.
  expect(await world.run(ana.client.acceptLink(codes.typed))).toMatchObject({ code: "link-code-used" })
  expect(await ana.client.devices()).toHaveLength(1)
})

test("a code that is none, of another server, unknown, used or expired says so and links nothing", async () => {
  const world = clientWorld()
  const [ana, eve] = [await world.join("ana"), await world.join("eve")]
  const accept = (code: string, who = ana) => world.run(who.client.acceptLink(code))
  for (const code of ["", "hello", "1234-567", "colombe:link#", "colombe:link#AAAA"])
    expect(await accept(code)).toMatchObject({ code: "link-code-malformed" })
  expect(await accept("AAAA-AAAA")).toMatchObject({ code: "link-code-unknown" })
  const { device, codes } = await showCode(world, "tablet")
  await offerBy(world, "typed", ana, device)
  expect(await accept(codes.typed, eve)).toMatchObject({ code: "link-code-used" })
  await world.run(device.client.cancelLinking())
  expect(await device.client.linking()).toEqual({ at: "ended", code: "link-cancelled" })
  const late = await showCode(world, "late")
  world.clock.pass(11 * 60_000)
  expect(await standing(world, late.device, "ended")).toMatchObject({ code: "link-code-expired" })
  expect(await accept(late.codes.typed)).toMatchObject({ code: "link-code-unknown" })
  expect(await ana.client.devices()).toHaveLength(1)
})

test("V2 G8 a device that is to read from now on gets no older key from anybody, reads and writes what follows, and brings nobody in", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "avant")
  await world.rest()
  await say(world, bob, conversation, "avant aussi")
  await world.rest()
  const older = (await heldSecrets(memoryLocalStore(ana.records))).epochKeys.map(({ key }) => key.toHex())
  expect(older.length).toBeGreaterThan(0)
  const tablet = await linkDevice(world, "qr", ana, "tablet", "from-now")
  await world.until(async () => (await tablet.client.conversation(conversation))?.devices === 3)
  await say(world, bob, conversation, "après")
  await say(world, ana, conversation, "du téléphone")
  await world.rest()
  await say(world, tablet, conversation, "de la tablette")
  await world.rest()
  // It asks whoever might answer, and a day later too.
  world.clock.pass(2 * 24 * 3_600_000)
  await world.rest()
  const after = ["Bob: après", "Ana: du téléphone", "Ana: de la tablette"]
  expect(await lines(tablet, conversation)).toEqual(after)
  expect((await lines(bob, conversation)).slice(-3)).toEqual(after)
  const held = (await heldSecrets(memoryLocalStore(tablet.records))).epochKeys.map(({ key }) => key.toHex())
  expect(held.filter(key => older.includes(key))).toEqual([])
  // What ana reads there later comes from her own keys: the tablet owes the history nothing.
  expect((await lines(ana, conversation)).at(-1)).toBe("Ana: de la tablette")
  // Its own life goes on: settings come, and it can leave.
  unwrap(await world.run(ana.client.setSetting("theme", "dark")))
  await world.until(async () => (await tablet.client.setting("theme")) === "dark")
  expect(await world.run(tablet.client.acceptLink("7H2K-9QXA"))).toMatchObject({ code: "signer-not-allowed" })
  const ids = await tablet.client.devices()
  const other = ids.find(({ current }) => !current)?.device ?? ""
  expect(await world.run(tablet.client.removeDevice(other))).toMatchObject({ code: "signer-not-allowed" })
  const own = ids.find(({ current }) => current)?.device ?? ""
  unwrap(await world.run(tablet.client.removeDevice(own)))
  expect(tablet.records.size).toBe(0)
})
