import { expect, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { person, signUpOf, start, testWorld } from "./testing/world.ts"

test("D4 an account opens with its genesis and a statement of its handle, and is found under it", async () => {
  const world = testWorld()
  const ana = await world.enrol("ana")
  const client = await world.greet()
  const found = unwrap(await client.call("resolveHandle", { handle: "ana" }))
  const sent = await signUpOf(ana, "ana")
  expect(found).toMatchObject({ account: ana.account, handleStatement: sent.handleStatement })
  expect(unwrap(await client.call("pullChain", { account: ana.account })).links).toEqual([sent.genesis])
})

test("D4 a repeated sign-up is answered like the first, another handle for the account is not", async () => {
  const world = testWorld()
  const ana = await world.enrol("ana")
  const client = await world.greet()
  expect((await client.call("signUp", await signUpOf(ana, "ana"))).ok).toBe(true)
  expect(await client.call("signUp", await signUpOf(ana, "anna"))).toMatchObject({ code: "account-exists" })
})

test("D4 a handle that somebody has is refused", async () => {
  const world = testWorld()
  await world.enrol("ana")
  const client = await world.greet()
  expect(await client.call("signUp", await signUpOf(await person("eve"), "ana"))).toMatchObject({
    code: "handle-taken",
  })
})

test("D4 handles that are empty, too long, in upper case, look-alikes or reserved are refused", async () => {
  const world = testWorld()
  const eve = await person("eve")
  const refusals = {
    "": "handle-invalid",
    ["a".repeat(33)]: "handle-invalid",
    Ana: "handle-invalid",
    аna: "handle-invalid",
    "ana\u0000": "handle-invalid",
    admin: "handle-reserved",
    r00t: "handle-reserved",
  }
  for (const [handle, code] of Object.entries(refusals)) {
    const client = await world.greet()
    expect(await client.call("signUp", await signUpOf(eve, handle))).toMatchObject({ code })
  }
  expect((await (await world.greet()).call("signUp", await signUpOf(eve, "a".repeat(32)))).ok).toBe(true)
})

test("D4 a statement for another host, of another account or that nobody signed is refused", async () => {
  const world = testWorld()
  const [ana, eve] = [await person("ana"), await person("eve")]
  const client = await world.greet()
  expect(await client.call("signUp", await signUpOf(ana, "ana", "example.org"))).toMatchObject({
    code: "host-mismatch",
  })
  const [own, others] = [await signUpOf(ana, "ana"), await signUpOf(eve, "ana")]
  for (const statement of [
    { ...others, genesis: own.genesis },
    { ...own, handleSignature: others.handleSignature },
    { ...own, handleSignature: new Uint8Array() },
  ])
    expect(await client.call("signUp", statement)).toMatchObject({ code: "handle-invalid" })
  expect(await client.call("signUp", { ...own, handleStatement: new Uint8Array(9) })).toMatchObject({
    code: "request-invalid",
  })
  expect(await client.call("resolveHandle", { handle: "ana" })).toMatchObject({ code: "account-unknown" })
})

test("D4 a genesis that is broken, unsigned or no genesis opens no account", async () => {
  const world = testWorld()
  const ana = await person("ana")
  const client = await world.greet()
  const good = await signUpOf(ana, "ana")
  const flipped = good.genesis.slice()
  flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1
  for (const genesis of [new Uint8Array(), good.genesis.slice(1), flipped, new Uint8Array(65 * 1024)])
    expect(await client.call("signUp", { ...good, genesis })).toMatchObject({ code: "chain-invalid" })
})

test("D4 where sign-up is closed nobody signs up", async () => {
  const world = testWorld({ settings: { signUp: "closed" } })
  const client = await world.greet()
  expect(await client.call("signUp", await signUpOf(await person("ana"), "ana"))).toMatchObject({
    code: "sign-up-closed",
  })
})

test("D4 an invitation lets one account in, before it expires", async () => {
  const world = testWorld({ settings: { signUp: "invite" } })
  await world.store.accounts.addInvitation("welcome", start + 1_000)
  await world.store.accounts.addInvitation("late", start)
  const [ana, eve] = [await person("ana"), await person("eve")]
  const client = await world.greet()
  const asEve = await signUpOf(eve, "eve")
  expect(await client.call("signUp", { ...asEve, invitation: "wrong" })).toMatchObject({
    code: "invitation-wrong",
  })
  expect(await client.call("signUp", { ...asEve, invitation: "" })).toMatchObject({
    code: "invitation-wrong",
  })
  expect(await client.call("signUp", { ...asEve, invitation: "late" })).toMatchObject({
    code: "invitation-expired",
  })
  const asAna = { ...(await signUpOf(ana, "ana")), invitation: "welcome" }
  expect((await client.call("signUp", asAna)).ok).toBe(true)
  expect((await client.call("signUp", asAna)).ok).toBe(true)
  expect(await client.call("signUp", { ...asEve, invitation: "welcome" })).toMatchObject({
    code: "invitation-used",
  })
})

test("D9 a handle that is taken or invalid uses up nothing of what an origin may open", async () => {
  const world = testWorld({ limits: { signUps: { burst: 2, perSecond: 1 / 3600 } } })
  const client = await world.greet()
  const [ana, bob] = [await person("ana"), await person("bob")]
  unwrap(await client.call("signUp", await signUpOf(ana, "ana")))
  for (const [handle, code] of [
    ["ana", "handle-taken"],
    ["ANA", "handle-invalid"],
    ["ana", "handle-taken"],
  ] as const)
    expect(await client.call("signUp", await signUpOf(bob, handle))).toMatchObject({ code })
  expect((await client.call("signUp", await signUpOf(bob, "bob"))).ok).toBe(true)
})

test("D9 one origin opens so many accounts and no more, another is not held up", async () => {
  const world = testWorld({ limits: { signUps: { burst: 1, perSecond: 1 / 3600 } } })
  const client = await world.greet("here")
  await client.call("signUp", await signUpOf(await person("ana"), "ana"))
  expect(await client.call("signUp", await signUpOf(await person("eve"), "eve"))).toMatchObject({
    code: "rate-limited",
    retryAfter: 3_600_000,
  })
  const other = await world.greet("there")
  expect((await other.call("signUp", await signUpOf(await person("bob"), "bob"))).ok).toBe(true)
})
