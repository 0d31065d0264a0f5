import { expect, test } from "bun:test"
import { decode, encode, equal, toHex, unwrap } from "@colombe/base"
import { accountIdOf, linkHash, recoverySigner } from "./account.ts"
import { chainAt, chainOf, deviceAt, headOf, isActive, onPath, stateOf, type VerifiedChain } from "./chain.ts"
import { beginChain, extendChain, verifyChain } from "./chain-verify.ts"
import {
  addBody,
  genesisBody,
  type Link,
  type LinkContent,
  linkContent,
  linkTypes,
  removeBody,
  resetBody,
} from "./link.ts"
import { type Author, addContent, allHistory, countersign, deviceEntryOf, signLink } from "./link-build.ts"
import { crypto, genesisOf, keyNamed, type Person, person, recoveryOf, xwingNamed } from "./testing/people.ts"

const from = (ms: number) => ({ kind: "from", fromMs: ms }) as const

async function code(chain: VerifiedChain, link: Link | Promise<Link>): Promise<string> {
  const result = await extendChain(crypto, chain, await link)
  return result.ok ? "accepted" : result.code
}

/** A link that no builder makes, honestly signed. */
async function forge(
  who: Person,
  author: Author,
  change: Partial<LinkContent>,
  added: Link["added"] = [],
): Promise<Link> {
  const head = who.head
  const content = encode(linkContent, {
    version: 1,
    account: who.account,
    generation: head.generation,
    seq: head.seq + 1,
    prev: head.hash,
    type: 999,
    critical: 0,
    signer: author.id,
    body: new Uint8Array(),
    ...change,
  })
  return signLink(author, content, added)
}

test("I1 an account is named by its genesis link, and no other account's links are taken for its own", async () => {
  const genesis = await genesisOf("ana")
  const account = accountIdOf(crypto, genesis)
  expect(unwrap(await verifyChain(crypto, account, [genesis])).account).toEqual(account)
  const other = await genesisOf("bob")
  expect(await verifyChain(crypto, account, [other])).toMatchObject({ code: "account-mismatch" })
  expect(await verifyChain(crypto, account, [])).toMatchObject({ code: "chain-empty" })
  const ana = await person("ana")
  const bob = await person("bob")
  expect(await code(ana.chain, bob.add(2))).toBe("account-mismatch")
})

test("I2 genesis has zeros for account and link before it, the recovery key for signer, and a device that consents", async () => {
  const genesis = await genesisOf("ana")
  const content = unwrap(decode(linkContent, genesis.content))
  const recovery = { id: recoverySigner, key: await keyNamed("ana words 0") }
  const changed: readonly (readonly [Partial<LinkContent>, string])[] = [
    [{ account: new Uint8Array(32).fill(1) }, "link-out-of-place"],
    [{ prev: new Uint8Array(32).fill(1) }, "link-out-of-place"],
    [{ seq: 1 }, "link-out-of-place"],
    [{ type: linkTypes.add }, "link-out-of-place"],
    [{ critical: 0 }, "link-malformed"],
    [{ body: new Uint8Array() }, "link-malformed"],
  ]
  for (const [change, expected] of changed) {
    const bytes = encode(linkContent, { ...content, ...change })
    const account = accountIdOf(crypto, { content: bytes })
    const added = [await countersign(crypto, account, bytes, await keyNamed("ana 1"))]
    expect(await beginChain(crypto, await signLink(recovery, bytes, added))).toMatchObject({ code: expected })
  }
  expect(await beginChain(crypto, { ...genesis, added: [] })).toMatchObject({ code: "link-unsigned" })
  const wrong = await signLink(
    { id: recoverySigner, key: await keyNamed("eve") },
    genesis.content,
    genesis.added,
  )
  expect(await beginChain(crypto, wrong)).toMatchObject({ code: "link-unsigned" })
})

test("I2 keys of a wrong kind or length are refused", async () => {
  const content = unwrap(decode(linkContent, (await genesisOf("ana")).content))
  const body = unwrap(decode(genesisBody, content.body))
  const bad = [
    { ...body, recovery: { ...body.recovery, sign: xwingNamed("x") } },
    { ...body, recovery: { ...body.recovery, seal: body.recovery.sign } },
    { ...body, first: { ...body.first, seal: xwingNamed("x") } },
    { ...body, first: { ...body.first, kind: "words" as const } },
    { ...body, first: { ...body.first, dsk: { algorithm: "ed25519" as const, bytes: new Uint8Array(31) } } },
    { ...body, first: { ...body.first, scope: { kind: "all" as const, fromMs: 1 } } },
  ]
  for (const one of bad) {
    const bytes = encode(linkContent, { ...content, body: encode(genesisBody, one) })
    const author = { id: recoverySigner, key: await keyNamed("ana words 0") }
    expect(await beginChain(crypto, await signLink(author, bytes))).toMatchObject({ code: "link-malformed" })
  }
})

test("I3 what comes in countersigns, exactly once and in order", async () => {
  const ana = await person("ana")
  const link = await ana.add(2)
  const [consent] = link.added
  if (consent === undefined) throw new Error("a countersignature")
  expect(await code(ana.chain, link)).toBe("accepted")
  expect(await code(ana.chain, { ...link, added: [] })).toBe("link-unsigned")
  expect(await code(ana.chain, { ...link, added: [consent, consent] })).toBe("link-unsigned")
  const author = await ana.author(1)
  const other = await countersign(crypto, ana.account, link.content, await ana.key(3))
  expect(await code(ana.chain, await signLink(author, link.content, [other]))).toBe("link-unsigned")
  const asSigner = {
    id: consent.id,
    signature: (await signLink(await ana.author(2), link.content)).signature,
  }
  expect(await code(ana.chain, await signLink(author, link.content, [asSigner]))).toBe("link-unsigned")
})

test("I4 a removed device signs nothing and never returns, not even by a reset", async () => {
  const ana = await person("ana")
  await ana.follow(ana.add(2))
  await ana.follow(ana.remove(2))
  expect(await code(ana.chain, ana.add(3, 2))).toBe("signer-not-active")
  expect(await code(ana.chain, ana.add(2))).toBe("device-returns")
  expect(await code(ana.chain, ana.remove(2))).toBe("device-not-active")
  expect(await code(ana.chain, ana.reset([1, 2], [2]))).toBe("device-returns")
  expect(stateOf(ana.chain).removed).toHaveLength(1)
})

test("I5 a link whose signature fails is as if it had not been received", async () => {
  const ana = await person("ana")
  const link = await ana.add(2)
  const broken = { ...link, signature: link.signature.map(byte => byte ^ 1) }
  expect(equal(linkHash(crypto, broken), linkHash(crypto, link))).toBe(true)
  expect(await code(ana.chain, broken)).toBe("link-unsigned")
  expect(await code(ana.chain, link)).toBe("accepted")
})

test("I6 an unknown link is signed by an active signer, or it is none; only its effect is skipped", async () => {
  const ana = await person("ana")
  const unknown = await forge(ana, await ana.author(1), {})
  expect(await code(ana.chain, unknown)).toBe("accepted")
  expect(await code(ana.chain, { ...unknown, signature: new Uint8Array(64) })).toBe("link-unsigned")
  const stranger = { id: (await ana.author(2)).id, key: await ana.key(2) }
  expect(await code(ana.chain, forge(ana, stranger, {}))).toBe("signer-not-active")
  const before = stateOf(ana.chain)
  await ana.follow(Promise.resolve(unknown))
  expect(stateOf(ana.chain)).toEqual(before)
  expect(await code(ana.chain, ana.add(2))).toBe("accepted")
})

test("I6 an unknown critical link freezes the account: nothing after it can be judged", async () => {
  const ana = await person("ana")
  const earlier = ana.head
  for (const type of [999, linkTypes.rekey]) {
    const frozen = ana.at(await ana.branch(await forge(ana, await ana.author(1), { type, critical: 1 })))
    expect(stateOf(frozen.chain).status).toBe("update-needed")
    expect(isActive(frozen.chain, frozen.head, await ana.device(1))).toBe(false)
    expect(isActive(frozen.chain, earlier, await ana.device(1))).toBe(true)
    expect(await code(frozen.chain, frozen.add(2))).toBe("update-needed")
  }
  expect(await code(ana.chain, forge(ana, await ana.author(1), { critical: 2 }))).toBe("link-malformed")
  expect(await code(ana.chain, forge(ana, await ana.author(1), { type: linkTypes.rekey }))).toBe(
    "link-malformed",
  )
})

test("I7 a device whose scope is not all signs no link but its own removal", async () => {
  const ana = await person("ana")
  await ana.follow(ana.add(2, 1, from(1000)))
  for (const scope of [allHistory, from(1000), from(2000)])
    expect(await code(ana.chain, ana.add(3, 2, scope))).toBe("signer-not-allowed")
  expect(await code(ana.chain, ana.remove(1, 2))).toBe("signer-not-allowed")
  expect(await code(ana.chain, ana.narrow(2, allHistory, 2))).toBe("signer-not-allowed")
  expect(await code(ana.chain, forge(ana, await ana.author(2), {}))).toBe("signer-not-allowed")
  expect(await code(ana.chain, ana.remove(2, 2))).toBe("accepted")
})

test("I7 scope is narrowed and widened by a device with scope all or by recovery, and holds at once", async () => {
  const ana = await person("ana")
  await ana.follow(ana.add(2))
  await ana.follow(ana.narrow(1, from(5), 2))
  expect(await code(ana.chain, ana.narrow(1, allHistory, 1))).toBe("signer-not-allowed")
  expect(deviceAt(ana.chain, ana.head, await ana.device(1))?.scope).toEqual(from(5))
  expect(await code(ana.chain, ana.narrow(1, allHistory, "recovery"))).toBe("accepted")
  expect(await code(ana.chain, ana.narrow(3, allHistory, 2))).toBe("device-not-active")
})

test("I8 reset, move and close are the recovery key's alone", async () => {
  const ana = await person("ana")
  for (const type of [linkTypes.reset, linkTypes.move, linkTypes.close]) {
    const author = await ana.author(1)
    const reset = { generation: 1, seq: 0, type, critical: 1 }
    const link = forge(ana, author, type === linkTypes.reset ? reset : { type, critical: 1 })
    expect(await code(ana.chain, link)).toBe("signer-not-allowed")
  }
})

test("I9 a reset states the whole device set, opens the next generation and replaces the words", async () => {
  const ana = await person("ana")
  await ana.follow(ana.add(2))
  await ana.follow(ana.add(3))
  const oldWords = await ana.author("recovery")
  await ana.follow(ana.reset([1, 4], [4]))
  expect(ana.head).toMatchObject({ generation: 1, seq: 0 })
  const active = stateOf(ana.chain).devices.map(({ id }) => toHex(id))
  expect(active).toEqual([toHex(await ana.device(1)), toHex(await ana.device(4))])
  expect(
    onPath(
      ana.chain,
      await ana.device(2),
      (await ana.chain.steps[1]?.state.devices[1]?.dsk) ?? xwingNamed("x"),
    ),
  ).toBe(true)
  expect(await code(ana.chain, ana.add(2))).toBe("device-returns")
  expect(await code(ana.chain, forge(ana, oldWords, {}))).toBe("link-unsigned")
  expect(await code(ana.chain, ana.add(5, "recovery"))).toBe("accepted")
})

test("I9 a reset may stand on any link of the generation before, and on no other", async () => {
  const ana = await person("ana")
  const genesis = ana.head
  await ana.follow(ana.add(2))
  await ana.follow(ana.remove(2))
  const onGenesis = await ana.branch(await ana.reset([1], [], genesis))
  expect(onGenesis.steps).toHaveLength(2)
  await ana.follow(ana.reset([1]))
  expect(await code(ana.chain, ana.reset([1], [], genesis))).toBe("link-out-of-place")
  expect(await code(ana.chain, ana.reset([1]))).toBe("accepted")
})

test("I9 a reset names nobody twice and changes no key", async () => {
  const ana = await person("ana")
  expect(await code(ana.chain, ana.reset([1, 1]))).toBe("device-twice")
  expect(await code(ana.chain, ana.reset([1, 2], []))).toBe("link-unsigned")
  const words = await keyNamed("ana words 1")
  const devices = [deviceEntryOf(await ana.key(1), allHistory, xwingNamed("new"))]
  const body = encode(resetBody, { recovery: recoveryOf(words, "ana"), devices })
  const change = { generation: 1, seq: 0, type: linkTypes.reset, critical: 1, body }
  expect(await code(ana.chain, forge(ana, await ana.author("recovery"), change))).toBe("device-changed")
})

test("I10 after close nobody speaks for the account, until a reset from before it", async () => {
  const ana = await person("ana")
  const open = ana.head
  const closed = await forge(ana, await ana.author("recovery"), { type: linkTypes.close, critical: 1 })
  const after = ana.at(await ana.branch(closed))
  expect(isActive(after.chain, after.head, await ana.device(1))).toBe(false)
  expect(await code(after.chain, after.add(2, "recovery"))).toBe("account-closed")
  expect(await code(after.chain, after.reset([1]))).toBe("account-closed")
  expect(await code(after.chain, after.reset([1], [], open))).toBe("accepted")
})

test("I11 a link continues its generation: right number, right link before it", async () => {
  const ana = await person("ana")
  const author = await ana.author(1)
  expect(await code(ana.chain, forge(ana, author, { seq: 2 }))).toBe("link-out-of-place")
  expect(await code(ana.chain, forge(ana, author, { generation: 1 }))).toBe("link-out-of-place")
  expect(await code(ana.chain, forge(ana, author, { prev: new Uint8Array(32) }))).toBe("link-out-of-place")
  expect(await code(ana.chain, forge(ana, author, { type: linkTypes.genesis, critical: 1 }))).toBe(
    "signer-not-allowed",
  )
})

test("I11 a generation ends after 1,024 links; a reset opens the next", async () => {
  const ana = await person("ana")
  const [first] = ana.chain.steps
  // Making a thousand links shows no more than setting the number of the last one.
  const endingAt = (seq: number) =>
    ana.at(chainOf(ana.account, [first, { ...first, position: { ...ana.head, seq } }]))
  expect(await code(endingAt(1022).chain, endingAt(1022).add(2))).toBe("accepted")
  expect(await code(endingAt(1023).chain, endingAt(1023).add(2))).toBe("too-many-links")
  expect(await code(ana.chain, ana.reset([1]))).toBe("accepted")
})

test("a link of another version or with a body that does not decode is malformed", async () => {
  const ana = await person("ana")
  const link = await ana.add(2)
  const content = Uint8Array.from(link.content)
  content[1] = 2
  expect(await code(ana.chain, await signLink(await ana.author(1), content, link.added))).toBe(
    "link-malformed",
  )
  for (const type of [linkTypes.add, linkTypes.remove, linkTypes.scope, linkTypes.move, linkTypes.close]) {
    const author = await ana.author("recovery")
    const body = new Uint8Array([1, 2, 3])
    expect(await code(ana.chain, forge(ana, author, { type, critical: 1, body }))).toBe("link-malformed")
  }
})

test("spare words add and remove devices, and have a key to seal to", async () => {
  const ana = await person("ana")
  const key = await keyNamed("ana spare")
  const entry = deviceEntryOf(key, allHistory, xwingNamed("spare"))
  const content = addContent(ana.chain, (await ana.author(1)).id, entry)
  const link = signLink(await ana.author(1), content, [await countersign(crypto, ana.account, content, key)])
  await ana.follow(link)
  const words = stateOf(ana.chain).devices[1]
  if (words === undefined) throw new Error("the words came in")
  const author = { id: { kind: "words" as const, id: words.id }, key }
  const body = encode(removeBody, { device: await ana.device(1), lostSinceMs: 7 })
  expect(await code(ana.chain, forge(ana, author, { type: linkTypes.remove, critical: 1, body }))).toBe(
    "accepted",
  )
  const asDevice = { id: { kind: "device" as const, id: words.id }, key }
  expect(await code(ana.chain, forge(ana, asDevice, {}))).toBe("signer-not-active")
  const noSeal = encode(addBody, { device: { ...deviceEntryOf(await ana.key(5)), kind: "words" as const } })
  const bare = forge(ana, author, { type: linkTypes.add, critical: 1, body: noSeal })
  expect(await code(ana.chain, bare)).toBe("link-malformed")
})

test("every position keeps its own state", async () => {
  const ana = await person("ana")
  const start = ana.head
  await ana.follow(ana.add(2))
  const withTwo = ana.head
  await ana.follow(ana.remove(2))
  const device = await ana.device(2)
  expect([start, withTwo, ana.head].map(at => isActive(ana.chain, at, device))).toEqual([false, true, false])
  const cut = chainAt(ana.chain, withTwo)
  expect(cut && headOf(cut)).toEqual(withTwo)
  expect(chainAt(ana.chain, { ...withTwo, hash: start.hash })).toBeUndefined()
})
