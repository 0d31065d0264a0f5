import { expect, test } from "bun:test"
import { type Bytes, encode, unwrap } from "@colombe/base"
import {
  headerBytes,
  header as headerCodec,
  headOf,
  kinds,
  labelledSign,
  type VaultContent,
  vaultContent,
  vaultEntry,
  vaultHeader,
} from "@colombe/rules"
import { memoryDisk, memoryStore, type Store } from "@colombe/store"
import { selfOf } from "./self.ts"
import { crypto, linkBytes, type Person, type TestWorld, testWorld } from "./testing/world.ts"

/** What the server sees of a header: nothing is sealed to anybody, since that is for devices to check. */
async function headerBy(
  who: Person,
  by: number | "recovery",
  generation: number,
  changes: Partial<VaultContent> = {},
): Promise<Bytes> {
  const author = await who.author(by)
  const content = encode(vaultContent, {
    version: 1,
    account: who.account,
    generation,
    prev: new Uint8Array(32),
    wraps: 0,
    position: headOf(who.chain),
    signer: author.id,
    to: [],
    back: new Uint8Array(),
    ...changes,
  })
  const signature = await labelledSign(author.key, "vault", content)
  return encode(vaultEntry, { header: encode(vaultHeader, { content, signature }), keyPackages: [] })
}

function sealed(who: Person, epoch: number, kind: number = kinds.message) {
  const conversation = selfOf({ crypto }, who.account)
  const prefix = {
    version: 1,
    kind,
    conversation,
    incarnation: 0,
    epoch,
    sendId: crypto.random(16),
    salt: crypto.random(32),
  } as const
  const head = encode(headerCodec, { prefix, commitment: crypto.random(32) })
  const body = new Uint8Array(headerBytes + 400)
  body.set(head)
  return { conversation, incarnation: 0, epoch: BigInt(epoch), body }
}

async function withTwoDevices(): Promise<{ world: TestWorld; ana: Person }> {
  const world = testWorld()
  const ana = await world.enrol("ana")
  const client = await world.signIn(ana)
  unwrap(await client.call("reserveLink", { generation: 0, seq: 1 }))
  unwrap(await client.call("appendLink", { link: linkBytes(await ana.add(2)) }))
  await ana.follow(ana.add(2))
  return { world, ana }
}

test("V12 the first header opens the self conversation, and a generation is taken once", async () => {
  const { world, ana } = await withTwoDevices()
  const [one, two] = [await world.signIn(ana), await world.signIn(ana, 2)]
  const offers = [
    { by: one, entry: await headerBy(ana, 1, 1) },
    { by: two, entry: await headerBy(ana, 2, 1) },
  ]
  const races = await Promise.all(offers.map(({ by, entry }) => by.call("appendVault", { entry })))
  const [lost] = races.filter(({ ok }) => !ok)
  expect(races.filter(({ ok }) => ok)).toHaveLength(1)
  expect(lost).toMatchObject({ code: "stale-epoch" })
  // A lost answer is asked for again.
  const won = offers[races.findIndex(({ ok }) => ok)]
  if (won === undefined) throw new Error("one of both won")
  expect(unwrap(await won.by.call("appendVault", { entry: won.entry })).entry?.seq).toBe(1n)
  const next = await headerBy(ana, 2, 2, { prev: crypto.random(32), wraps: 1 })
  expect(unwrap(await two.call("appendVault", { entry: next })).entry).toMatchObject({ seq: 2n, epoch: 2n })
  const read = unwrap(await one.call("pullEntries", { conversation: selfOf({ crypto }, ana.account) }))
  expect(read.entries.map(({ body }) => body)).toEqual([won.entry, next])
})

test("V12 whoever signs must be the session's signer, active, with all history, at the head of the chain", async () => {
  const { world, ana } = await withTwoDevices()
  const one = await world.signIn(ana)
  const refused = async (entry: Bytes) => one.call("appendVault", { entry })
  expect(await refused(await headerBy(ana, 2, 1))).toMatchObject({ code: "vault-invalid" })
  expect(await refused(new Uint8Array(3))).toMatchObject({ code: "vault-invalid" })
  const behind = ana.chain.steps[0].position
  expect(await refused(await headerBy(ana, 1, 1, { position: behind }))).toMatchObject({
    code: "stale-epoch",
  })
  const forged = await headerBy(ana, 1, 1)
  forged[forged.length - 3] = (forged[forged.length - 3] ?? 0) ^ 1
  expect(await refused(forged)).toMatchObject({ code: "vault-invalid" })
  const bob = await world.enrol("bob")
  const stranger = await world.signIn(bob)
  const anas = await headerBy(ana, 1, 1)
  expect(await stranger.call("appendVault", { entry: anas })).toMatchObject({ code: "vault-invalid" })
  unwrap(await one.call("appendVault", { entry: anas }))
  const conversation = selfOf({ crypto }, ana.account)
  expect(await stranger.call("pullEntries", { conversation })).toMatchObject({ code: "conversation-unknown" })
})

test("V12 the recovery key renews the vault, and a device without all history does not", async () => {
  const { world, ana } = await withTwoDevices()
  const recovery = await world.signIn(ana, "recovery")
  unwrap(await recovery.call("appendVault", { entry: await headerBy(ana, "recovery", 1) }))
  const one = await world.signIn(ana)
  unwrap(await one.call("reserveLink", { generation: 0, seq: 2 }))
  const narrow = ana.narrow(2, { kind: "from", fromMs: world.clock.now() })
  unwrap(await one.call("appendLink", { link: linkBytes(await narrow) }))
  await ana.follow(narrow)
  const two = await world.signIn(ana, 2)
  const entry = await headerBy(ana, 2, 2)
  expect(await two.call("appendVault", { entry })).toMatchObject({ code: "vault-invalid" })
})

test("V13 entries stand under the newest generation, are stored once, and no group's kinds are taken", async () => {
  const { world, ana } = await withTwoDevices()
  const one = await world.signIn(ana)
  expect(await one.call("append", sealed(ana, 1))).toMatchObject({ code: "conversation-unknown" })
  unwrap(await one.call("appendVault", { entry: await headerBy(ana, 1, 1) }))
  const records = sealed(ana, 1, kinds.keyRecords)
  expect(unwrap(await one.call("append", records)).entry?.seq).toBe(2n)
  expect(unwrap(await one.call("append", records)).entry?.seq).toBe(2n)
  unwrap(await one.call("append", sealed(ana, 1, kinds.snapshot)))
  unwrap(await one.call("appendVault", { entry: await headerBy(ana, 1, 2) }))
  expect(await one.call("append", sealed(ana, 1))).toMatchObject({ code: "stale-epoch" })
  expect(await one.call("append", sealed(ana, 3))).toMatchObject({ code: "stale-epoch" })
  expect(await one.call("append", sealed(ana, 2, kinds.report))).toMatchObject({ code: "entry-invalid" })
  unwrap(await one.call("append", sealed(ana, 2)))
  const { conversation } = sealed(ana, 2)
  // What is deleted there goes like anywhere else (D31), and for nobody else's asking.
  const said = sealed(ana, 2)
  const seq = unwrap(await one.call("append", said)).entry?.seq ?? 0n
  const deletion = unwrap(await one.call("append", sealed(ana, 2, kinds.delete))).entry?.seq ?? 0n
  const erasure = { conversation, deletion, entries: [{ seq, digest: crypto.hash("SHA-256", said.body) }] }
  const stranger = await world.signIn(await world.enrol("bob"))
  expect(await stranger.call("erase", erasure)).toMatchObject({ code: "conversation-unknown" })
  unwrap(await one.call("erase", erasure))
  const [erased] = unwrap(await one.call("pullEntries", { conversation, after: seq - 1n, limit: 1 })).entries
  expect(erased).toMatchObject({ seq, body: new Uint8Array() })
  expect((await one.call("pullGroup", { conversation })).ok).toBe(false)
  expect((await one.call("commit", { conversation, commit: new Uint8Array(9) })).ok).toBe(false)
})

test("D23 rounds rest under load, so that a burst is few rows of an index, and the last one has all of it", async () => {
  const store = memoryStore(crypto, memoryDisk(crypto.random(16)))
  let touches = 0
  const touch: Store["accounts"]["touch"] = (...parameters) => {
    touches += 1
    return store.accounts.touch(...parameters)
  }
  const world = testWorld({ store: { ...store, accounts: { ...store.accounts, touch } } })
  const ana = await world.enrol("ana")
  const client = await world.signIn(ana)
  unwrap(await client.call("appendVault", { entry: await headerBy(ana, 1, 1) }))
  const entries = 50
  for (let sent = 1; sent < entries; sent++) unwrap(await client.call("append", sealed(ana, 1)))
  expect(touches).toBeLessThanOrEqual(2)
  await world.server.settled()
  expect(await store.accounts.changed(ana.account, 0, 10)).toMatchObject([{ head: entries }])
})
