import { expect, test } from "bun:test"
import { StorageFailure, toUtf8, unwrap } from "@colombe/base"
import { kinds } from "@colombe/rules"
import { memoryDisk, memoryStore, type NewEntry, type Store } from "@colombe/store"
import { crypto, type Person, person, testWorld } from "./testing/world.ts"

const conversation = new Uint8Array(32).fill(7)

async function openingOf(who: Person, other: Person, welcome?: string): Promise<NewEntry> {
  return {
    conversation,
    type: kinds.open,
    body: toUtf8("opening"),
    author: who.account,
    sendKey: undefined,
    at: 1,
    incarnation: 0,
    epoch: 0,
    next: {
      incarnation: 0,
      epoch: 0,
      state: { kind: "whole", body: toUtf8("state") },
      groupInfo: toUtf8("info"),
      members: [who.account, other.account],
      welcomes:
        welcome === undefined
          ? []
          : [{ account: other.account, device: await other.device(1), body: toUtf8(welcome) }],
    },
  }
}

test("D23 what a crash left between a log and its members is brought when the server starts, once", async () => {
  const disk = memoryDisk(crypto.random(16))
  const [ana, bob] = [await person("ana"), await person("bob")]
  const before = memoryStore(crypto, disk)
  unwrap(await before.conversations.open(await openingOf(ana, bob, "come in")))
  for (let starts = 0; starts < 2; starts++)
    await testWorld({ store: memoryStore(crypto, disk) }).server.settled()
  const after = memoryStore(crypto, disk)
  expect(await after.accounts.mail(bob.account, await bob.device(1), 0, 10)).toMatchObject([
    { seq: 1, kind: 1, conversation, commitSeq: 1, body: toUtf8("come in") },
  ])
  expect(await after.accounts.changed(bob.account, 0, 10)).toEqual([{ conversation, accountSeq: 1, head: 1 }])
  expect(await after.conversations.pendingFanout(10)).toEqual([])
})

/** Fails so many touches, as a disk that is full for a while would. */
function failing(store: Store, times: number): Store {
  let left = times
  return {
    ...store,
    accounts: {
      ...store.accounts,
      touch: (...parameters) => {
        left -= 1
        return left >= 0
          ? Promise.reject(new StorageFailure("storage-full"))
          : store.accounts.touch(...parameters)
      },
    },
  }
}

test("D23 what could not be brought is tried again, and said to the operator", async () => {
  const [ana, bob] = [await person("ana"), await person("bob")]
  const store = memoryStore(crypto, memoryDisk(crypto.random(16)))
  unwrap(await store.conversations.open(await openingOf(ana, bob)))
  const world = testWorld({ store: failing(store, 1) })
  await world.server.settled()
  expect(world.log).toMatchObject([{ event: "fan-out-failed" }])
  world.clock.pass(5_000)
  await world.server.settled()
  expect(await store.accounts.accountSeq(bob.account)).toBe(1)
  expect(await store.conversations.pendingFanout(10)).toEqual([])
})

test("D24 a full disk is said by its code, a failing one by its own, any other fault is internal, and the connection stays", async () => {
  const store = memoryStore(crypto, memoryDisk(crypto.random(16)))
  const faults = [
    new StorageFailure("storage-full"),
    new StorageFailure("storage-failed"),
    new Error("a bug"),
  ]
  const byHandle: Store["accounts"]["byHandle"] = () => Promise.reject(faults.shift())
  const world = testWorld({ store: { ...store, accounts: { ...store.accounts, byHandle } } })
  const client = await world.greet()
  const refusals = [
    { code: "server-storage-full", retry: "after-delay", retryAfter: 15_000 },
    { code: "server-storage-failed", retry: "after-delay", retryAfter: 60_000 },
    { code: "internal", retry: "after-delay" },
  ]
  for (const refusal of refusals)
    expect(await client.call("resolveHandle", { handle: "ana" })).toMatchObject(refusal)
  expect(world.log.map(({ event }) => event)).toEqual(["call-failed", "call-failed", "call-failed"])
  expect((await client.call("greet", { wireVersion: 1 })).ok).toBe(true)
})

test("D8 following tells what changed since, page by page", async () => {
  const world = testWorld()
  const ana = await world.enrol("ana")
  for (let number = 1; number <= 5; number++)
    await world.store.accounts.touch(new Uint8Array(32).fill(number), number, [ana.account])
  const client = await world.signIn(ana)
  const first = unwrap(await client.call("follow", { limit: 3 }))
  expect(first).toMatchObject({ accountSeq: 5n, more: true, mailHead: 0n })
  const rest = unwrap(await client.call("follow", { accountSeq: first.changed.at(-1)?.accountSeq ?? 0n }))
  expect(rest.more).toBe(false)
  expect([...first.changed, ...rest.changed].map(({ head }) => head)).toEqual([1n, 2n, 3n, 4n, 5n])
})

test("D8 who follows while indexes are being brought up to date is told what theirs is owed", async () => {
  const store = memoryStore(crypto, memoryDisk(crypto.random(16)))
  const earlier = testWorld({ store })
  const [ana, bob] = [await earlier.enrol("ana"), await earlier.enrol("bob")]
  unwrap(await store.conversations.open(await openingOf(ana, bob)))
  const gate = Promise.withResolvers<void>()
  const touch: Store["accounts"]["touch"] = async (...parameters) => {
    await gate.promise
    return store.accounts.touch(...parameters)
  }
  const world = testWorld({ store: { ...store, accounts: { ...store.accounts, touch } } })
  const client = await world.signIn(bob)
  const following = client.call("follow", {})
  // Whatever does not wait for the index has its answer by then.
  for (let turn = 0; turn < 1_000; turn++) await Promise.resolve()
  gate.resolve()
  expect(unwrap(await following).changed).toMatchObject([{ conversation, head: 1n }])
})
