import { expect, setDefaultTimeout, test } from "bun:test"
import { type Bytes, decode, encode, unwrap } from "@colombe/base"
import { type Signer, signerFromPrivateKey } from "@colombe/base/crypto"
import { addLink, deviceAuthor, deviceEntryOf, link, type VerifiedChain, verifyChain } from "@colombe/rules"
import type { PullChainResponse } from "@colombe/wire"
import { clientWorld, crypto, type Device, direct, lines, say } from "./testing/client-world.ts"
import { tamper } from "./testing/tamper.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

const server = "http://localhost:4000"

test("Y15 a sign-up whose answer is lost is repeated, and there is one account", async () => {
  const world = clientWorld()
  const ana = await world.newcomer("ana")
  let dropped = 0
  tamper(ana, {
    answers: {
      signUp: response => {
        if (dropped++ === 0) queueMicrotask(ana.breakLink)
        return response
      },
    },
  })
  const registered = unwrap(await world.run(ana.client.register({ handle: "ana", server })))
  expect(dropped).toBe(2)
  expect(registered.words.split(" ").length).toBe(24)
  expect(registered.me).toMatchObject({ address: "ana@localhost", displayName: "ana" })
  const bob = await world.join("bob")
  expect(unwrap(await world.run(bob.client.findPerson("ana"))).account).toBe(registered.me.account)
})

test("Y15 a home that was started before it belonged to anybody is online as soon as it does", async () => {
  const world = clientWorld()
  const ana = await world.newcomer("ana")
  await ana.client.start()
  await world.run(new Promise<void>(resolve => world.clock.after(20_000, resolve)))
  unwrap(await world.run(ana.client.register({ handle: "ana", server })))
  const asked = world.clock.now()
  unwrap(await world.run(ana.client.settle()))
  expect(world.clock.now() - asked).toBeLessThan(10_000)
})

test("Y15 the words are on no record of the home", async () => {
  const world = clientWorld()
  const ana = await world.newcomer("ana")
  const { words } = unwrap(await world.run(ana.client.register({ handle: "ana", server })))
  const everything = [...ana.records.values()]
    .map(value => new TextDecoder("latin1").decode(value))
    .join("\n")
  for (const word of new Set(words.split(" ").filter(one => one.length > 6)))
    expect(everything).not.toContain(word)
})

test("what cannot be registered says why, and leaves the home empty", async () => {
  const world = clientWorld()
  await world.join("ana")
  const bob = await world.newcomer("bob")
  const cases = [
    [{ handle: "", server }, "handle-empty"],
    [{ handle: "a".repeat(33), server }, "handle-too-long"],
    [{ handle: "Bob", server }, "handle-upper-case"],
    [{ handle: "b\u043eb", server }, "handle-look-alike"],
    [{ handle: "admin", server }, "handle-reserved"],
    [{ handle: "ana", server }, "handle-taken"],
    [{ handle: "bob", server: "example.org" }, "server-address-invalid"],
    [{ handle: "bob", server: "https://example.org" }, "host-mismatch"],
    [{ handle: "bob", server, displayName: "a\u202eb" }, "line-has-controls"],
  ] as const
  for (const [request, code] of cases)
    expect(await world.run(bob.client.register(request))).toMatchObject({ ok: false, code })
  expect(await bob.client.me()).toBeUndefined()
  bob.link.down = true
  expect(await world.run(bob.client.register({ handle: "bob", server }))).toMatchObject({
    code: "server-unreachable",
  })
  bob.link.down = false
  unwrap(await world.run(bob.client.register({ handle: "bob", server })))
  expect(await world.run(bob.client.register({ handle: "bobby", server }))).toMatchObject({
    code: "already-registered",
  })
})

/** The chain of a device's account and its key, as whoever copied that device has them. */
async function stolen(device: Device): Promise<{ chain: VerifiedChain; signer: Signer }> {
  const seed = device.records.get("02")
  if (seed === undefined) throw new Error("the home keeps its device key")
  const chain = unwrap(await verifyChain(crypto, await accountOf(device), await linksOf(device)))
  return { chain, signer: await signerFromPrivateKey(crypto, "Ed25519", seed) }
}

const seenChains = new Map<Device, PullChainResponse>()

async function accountOf(device: Device): Promise<Bytes> {
  const { account } = (await device.client.me()) ?? { account: "" }
  return Uint8Array.from(Buffer.from(account, "base64url"))
}

async function linksOf(device: Device) {
  return (seenChains.get(device)?.links ?? []).map(bytes => unwrap(decode(link, bytes)))
}

test("Y20 two branches of a chain freeze the account: no direct, no messages behind it", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const note = (response: PullChainResponse) => {
    seenChains.set(bob, response)
    return response
  }
  tamper(ana, { answers: { pullChain: note } })
  const person = unwrap(await world.run(ana.client.findPerson("bob")))
  const { chain, signer } = await stolen(bob)
  const branches: Bytes[] = []
  for (let count = 0; count < 2; count++) {
    const key = await signerFromPrivateKey(crypto, "Ed25519", crypto.random(32))
    const author = deviceAuthor(crypto, chain.account, signer)
    branches.push(encode(link, await addLink(crypto, chain, author, deviceEntryOf(key), key)))
  }
  for (const branch of branches) {
    tamper(ana, { answers: { pullChain: response => ({ ...response, links: [branch] }) } })
    await world.run(ana.client.findPerson("bob"))
  }
  expect(unwrap(await world.run(ana.client.findPerson("bob"))).trust).toBe("frozen")
  expect(await world.run(ana.client.openDirect(person.account))).toMatchObject({ code: "account-frozen" })
})

test("Y20 a link that was not signed by the account changes nothing", async () => {
  const world = clientWorld()
  const [ana] = [await world.join("ana"), await world.join("bob")]
  unwrap(await world.run(ana.client.findPerson("bob")))
  tamper(ana, {
    answers: { pullChain: response => ({ ...response, links: [crypto.random(200)] }) },
  })
  expect(await world.run(ana.client.findPerson("bob"))).toMatchObject({ code: "chain-broken" })
  tamper(ana, {})
  expect(unwrap(await world.run(ana.client.findPerson("bob"))).trust).toBe("typed")
})

test("Y17 a link says who is meant, and both sides have the same safety number", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const person = unwrap(await world.run(ana.client.findPerson(await bob.client.personLink())))
  expect(person).toMatchObject({ address: "bob@localhost", trust: "link" })
  const anas = (await ana.client.me())?.account ?? ""
  const [one, other] = [await ana.client.safetyNumber(person.account), await bob.client.safetyNumber(anas)]
  expect(unwrap(one).groups.length).toBe(12)
  expect(unwrap(one)).toEqual(unwrap(other))
})

test("a display name goes out with what is said next", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  unwrap(await world.run(ana.client.setDisplayName("Ana Lovelace")))
  await say(world, ana, conversation, "c'est moi")
  await world.rest()
  expect(await lines(bob, conversation)).toEqual(["Ana Lovelace: c'est moi"])
  await bob.client.markRead(conversation, 99)
  expect((await bob.client.conversations())[0]).toMatchObject({ unread: 0, title: "Ana Lovelace" })
})

test("a home whose records are damaged, or whose device key is gone, is refused and left as it is", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  await world.run(ana.client.close())
  const [me, key] = [ana.records.get("01"), ana.records.get("02")]
  if (me === undefined || key === undefined) throw new Error("a registered home has both")
  ana.records.delete("02")
  await expect(world.reopen(ana)).rejects.toThrow("storage-damaged")
  ana.records.set("02", key).set("01", me.subarray(1))
  await expect(world.reopen(ana)).rejects.toThrow("storage-damaged")
  ana.records.set("01", me)
  await world.reopen(ana)
  expect(await ana.client.me()).toMatchObject({ address: "ana@localhost" })
})
