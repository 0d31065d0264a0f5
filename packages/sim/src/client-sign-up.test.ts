import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { rootFromWords } from "@colombe/seal"
import { type ClientWorld, clientWorld, type Device } from "./testing/client-world.ts"
import { tamper } from "./testing/tamper.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

const server = "http://localhost:4000"
/** Of the account that was asked for, in hexadecimal. */
const pendingKey = "0d"

/** Asks again after the crash; whoever looks finds the account that the words belong to. */
async function askAgain(world: ClientWorld, ana: Device): Promise<void> {
  tamper(ana, {})
  ana.link.full = false
  ana.link.down = false
  await world.reopen(ana)
  const again = unwrap(await world.run(ana.client.register({ handle: "ana", server })))
  expect(again.words.split(" ").length).toBe(24)
  expect([...ana.records.keys()]).not.toContain(pendingKey)
  const bob = await world.join("bob")
  expect(unwrap(await world.run(bob.client.findPerson("ana"))).account).toBe(again.me.account)
}

test("Y65 a crash before the server hears of it loses nothing", async () => {
  const world = clientWorld()
  const ana = await world.newcomer("ana")
  ana.link.down = true
  await world.run(ana.client.register({ handle: "ana", server }))
  expect([...ana.records.keys()]).toContain(pendingKey)
  await askAgain(world, ana)
})

test("Y65 a crash before the answer leaves a handle that can be asked for again", async () => {
  const world = clientWorld()
  const ana = await world.newcomer("ana")
  tamper(ana, {
    answers: {
      signUp: response => {
        ana.link.down = true
        queueMicrotask(ana.breakLink)
        return response
      },
    },
  })
  expect((await world.run(ana.client.register({ handle: "ana", server }))).ok).toBe(false)
  expect(await ana.client.me()).toBeUndefined()
  await askAgain(world, ana)
})

test("Y65 a crash after the answer, before it is stored, leaves the same", async () => {
  const world = clientWorld()
  const ana = await world.newcomer("ana")
  tamper(ana, {
    answers: {
      signUp: response => {
        ana.link.full = true
        return response
      },
    },
  })
  expect(await world.run(ana.client.register({ handle: "ana", server }))).toMatchObject({
    code: "storage-full",
  })
  await askAgain(world, ana)
})

test("Y65 what was refused for good is kept nowhere", async () => {
  const world = clientWorld()
  await world.join("ana")
  const bob = await world.newcomer("bob")
  expect(await world.run(bob.client.register({ handle: "ana", server }))).toMatchObject({
    code: "handle-taken",
  })
  expect([...bob.records.keys()]).not.toContain(pendingKey)
})

test("R10 words outlive a crash until somebody says to have seen them, and are nowhere afterwards", async () => {
  const world = clientWorld()
  const ana = await world.newcomer("ana")
  expect(await ana.client.pendingWords()).toBeUndefined()
  const { words } = unwrap(await world.run(ana.client.register({ handle: "ana", server })))
  await world.reopen(ana)
  expect(await ana.client.pendingWords()).toBe(words)
  // A disk that takes nothing cannot forget either: they are asked for again.
  ana.link.full = true
  await ana.client.wordsShown()
  expect(await ana.client.pendingWords()).toBe(words)
  ana.link.full = false
  await ana.client.wordsShown()
  expect(await ana.client.pendingWords()).toBeUndefined()
  const root = unwrap(rootFromWords(words))
  for (const value of ana.records.values()) expect(value.toHex()).not.toContain(root.toHex())
})

test("D33 a client works for its account, says how far it is, and can be ended", async () => {
  const world = clientWorld({}, { signUpWorkBits: 14 })
  const ana = await world.newcomer("ana")
  const tries: number[] = []
  ana.client.watch(notice => {
    if (notice.type !== "working") return
    expect(notice.expected).toBe(2 ** 14)
    tries.push(notice.tried)
    if (tries.length === 1) void ana.client.cancelRegistration()
  })
  const ended = await world.run(ana.client.register({ handle: "ana", server }))
  // Chance may have found it in the first step.
  if (!ended.ok) {
    expect(ended).toMatchObject({ code: "registration-cancelled" })
    expect(await ana.client.me()).toBeUndefined()
    unwrap(await world.run(ana.client.register({ handle: "ana", server })))
  }
  expect(tries[0]).toBe(0)
  expect(await ana.client.me()).toMatchObject({ address: "ana@localhost" })
})

test("D33 a server that asks for endless work gets none", async () => {
  const world = clientWorld({}, { signUpWorkBits: 23 })
  const ana = await world.newcomer("ana")
  expect(await world.run(ana.client.register({ handle: "ana", server }))).toMatchObject({
    code: "work-excessive",
  })
})

test("D34 whoever writes to many strangers is held up, and whoever answers is not", async () => {
  const world = clientWorld({ firstContacts: { burst: 1, perSecond: 1 / 3600 } })
  const [ana, bob, carol] = [await world.join("ana"), await world.join("bob"), await world.join("carol")]
  const open = async (from: Device, to: string) => {
    const { account } = unwrap(await world.run(from.client.findPerson(to)))
    return world.run(from.client.openDirect(account))
  }
  const first = unwrap(await open(ana, "bob"))
  expect(await open(ana, "carol")).toMatchObject({ code: "rate-limited", retry: "after-delay" })
  expect(unwrap(await open(ana, "bob"))).toEqual(first)
  expect((await open(carol, "ana")).ok).toBe(true)
  expect(await bob.client.me()).toBeDefined()
})

test("D3 a newcomer learns whether a handle is free before asking for it", async () => {
  const world = clientWorld()
  await world.join("bob")
  const ana = await world.newcomer("ana")
  const ask = (handle: string) => world.run(ana.client.canRegister({ handle, server }))
  expect(unwrap(await ask("ana"))).toEqual({ signUp: "open" })
  expect(await ask("bob")).toMatchObject({ ok: false, code: "handle-taken" })
  expect(await ask("Ana")).toMatchObject({ ok: false, code: "handle-upper-case" })
  ana.link.down = true
  expect((await ask("ana")).ok).toBe(false)
  expect(await ana.client.me()).toBeUndefined()
})

test("Y65 a handle whose sign-up lost its answer is free for whoever asked", async () => {
  const world = clientWorld()
  const ana = await world.newcomer("ana")
  tamper(ana, {
    answers: {
      signUp: response => {
        ana.link.down = true
        queueMicrotask(ana.breakLink)
        return response
      },
    },
  })
  expect((await world.run(ana.client.register({ handle: "ana", server }))).ok).toBe(false)
  tamper(ana, {})
  ana.link.down = false
  expect((await world.run(ana.client.canRegister({ handle: "ana", server }))).ok).toBe(true)
  const eve = await world.newcomer("eve")
  expect(await world.run(eve.client.canRegister({ handle: "ana", server }))).toMatchObject({
    ok: false,
    code: "handle-taken",
  })
})
