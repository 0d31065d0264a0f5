import { expect, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { isWorkDone, tryWork } from "@colombe/rules"
import { wireVersion } from "@colombe/wire"
import { crypto, host, person, signUpOf, start, testWorld } from "./testing/world.ts"

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

test("D33 an open sign-up takes work for this account and greeting, which is good once; an invitation takes none", async () => {
  const signUpWorkBits = 6
  const world = testWorld({ settings: { signUpWorkBits } })
  const [ana, bob] = [await person("ana"), await person("bob")]
  const client = world.connect()
  const { serverNonce, workBits } = unwrap(await client.call("greet", { wireVersion }))
  expect(workBits).toBe(signUpWorkBits)
  const place = { host, nonce: serverNonce, account: ana.account }
  const counter = tryWork(crypto, place, signUpWorkBits, 0, 100_000) ?? -1
  const asAna = await signUpOf(ana, "ana")
  const refused = { ok: false, code: "sign-up-work" }
  // Each is wrong by chance in 63 of 64 cases, so that the first that is wrong is looked for.
  const wrong = [0, 1, 2, 3].find(other => !isWorkDone(crypto, place, other, signUpWorkBits)) ?? 0
  for (const work of [BigInt(wrong), 2n ** 60n])
    expect(await client.call("signUp", { ...asAna, work })).toMatchObject(refused)
  const elsewhere = { ...place, account: bob.account }
  if (!isWorkDone(crypto, elsewhere, counter, signUpWorkBits)) {
    const asBob = { ...(await signUpOf(bob, "bob")), work: BigInt(counter) }
    expect(await client.call("signUp", asBob)).toMatchObject(refused)
  }
  const later = await world.greet()
  if (!isWorkDone(crypto, { ...place, nonce: later.nonce }, counter, signUpWorkBits))
    expect(await later.call("signUp", { ...asAna, work: BigInt(counter) })).toMatchObject(refused)
  for (let times = 0; times < 2; times++)
    expect((await client.call("signUp", { ...asAna, work: BigInt(counter) })).ok).toBe(true)

  const invited = testWorld({ settings: { signUp: "invite", signUpWorkBits } })
  await invited.store.accounts.addInvitation("welcome", start + 1_000)
  const guest = invited.connect()
  expect(unwrap(await guest.call("greet", { wireVersion })).workBits).toBe(0)
  const asBob = { ...(await signUpOf(bob, "bob")), invitation: "welcome" }
  expect((await guest.call("signUp", asBob)).ok).toBe(true)
})
