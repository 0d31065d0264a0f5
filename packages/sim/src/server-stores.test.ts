import { expect, test } from "bun:test"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { equal, unwrap } from "@colombe/base"
import { crypto, linkBytes, testWorld } from "@colombe/server/testing"
import { memoryDisk, memoryStore, type Store } from "@colombe/store"
import { openSqliteStore } from "@colombe/store-sqlite"
import {
  addOf,
  enrolled,
  groupOpening,
  joinByMail,
  makeCommit,
  member,
  open,
  publish,
  pull,
  receive,
  say,
  sealedBytes,
  send,
} from "./testing/member.ts"

/** One folder or disk, opened as often as a server is started. */
type Stores = (run: (openStore: () => Promise<Store>) => Promise<void>) => Promise<void>

const stores: readonly (readonly [string, Stores])[] = [
  [
    "memory",
    async run => {
      const disk = memoryDisk(crypto.random(16))
      await run(async () => memoryStore(crypto, disk))
    },
  ],
  [
    "SQLite",
    async run => {
      const folder = await mkdtemp(join(tmpdir(), "colombe-sim-"))
      await run(async () => unwrap(await openSqliteStore(folder, { crypto })))
      await rm(folder, { recursive: true })
    },
  ],
]

for (const [name, use] of stores)
  test(`D11, D17, D18, D23 a group goes on after the server is started again, on ${name}`, () =>
    use(async openStore => {
      const first = await openStore()
      const world = testWorld({ store: first })
      const [ana, bob] = [await enrolled(world, "ana"), await enrolled(world, "bob")]
      await publish(bob, 1)
      const opened = await groupOpening(ana)
      unwrap(await open(ana, opened))
      const made = await makeCommit(ana, opened, "add", { proposals: await addOf(ana, bob) })
      unwrap(await send(ana, made))
      const body = sealedBytes(made.next)
      const { entry } = unwrap(await say(ana, made.next, body))
      await world.server.stop()
      await first.close()

      const second = await openStore()
      const again = testWorld({ store: second })
      await again.server.settled()
      const [ana2, bob2] = [
        await member(again, ana.who),
        { ...(await member(again, bob.who)), keyPackages: bob.keyPackages },
      ]
      const atBob = await joinByMail(bob2)
      const entries = await pull(bob2, atBob)
      expect(entries.map(({ seq }) => seq)).toEqual([1n, 2n, 3n])
      expect(entries[2]?.body && equal(entries[2].body, body)).toBe(true)
      expect(entries[2]?.hash).toEqual(entry?.hash ?? new Uint8Array())
      expect(unwrap(await say(ana2, made.next, body)).entry).toEqual(entry)
      const next = await makeCommit(bob2, atBob, "path")
      unwrap(await send(bob2, next))
      expect((await say(ana2, await receive(made.next, next.commit))).ok).toBe(true)
      await again.server.stop()
      await second.close()
    }))

test("D8, D19 who is removed while it begins to follow hears nothing that comes after", async () => {
  const store = memoryStore(crypto, memoryDisk(crypto.random(16)))
  const begun = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  let slow = false
  const memberships: Store["conversations"]["memberships"] = async account => {
    const answer = await store.conversations.memberships(account)
    if (!slow) return answer
    begun.resolve()
    await held.promise
    return answer
  }
  const world = testWorld({ store: { ...store, conversations: { ...store.conversations, memberships } } })
  const [ana, bob] = [await enrolled(world, "ana"), await enrolled(world, "bob")]
  await publish(bob, 1)
  const opened = await groupOpening(ana)
  unwrap(await open(ana, opened))
  const made = await makeCommit(ana, opened, "add", { proposals: await addOf(ana, bob) })
  unwrap(await send(ana, made))
  slow = true
  const following = bob.client.call("follow", {})
  await begun.promise
  const removal = { proposals: [{ kind: "remove", removed: 1 } as const] }
  const removed = await makeCommit(ana, made.next, "removePerson", removal)
  unwrap(await send(ana, removed))
  held.resolve()
  unwrap(await following)
  unwrap(await say(ana, removed.next))
  expect(bob.client.events("entryStored")).toEqual([])
})

test("D6 everybody who shares a conversation hears that a chain grew, strangers do not", async () => {
  const world = testWorld()
  const [ana, bob, eve] = [
    await enrolled(world, "ana"),
    await enrolled(world, "bob"),
    await enrolled(world, "eve"),
  ]
  for (const one of [bob, eve]) unwrap(await one.client.call("follow", {}))
  unwrap(await open(ana, await groupOpening(ana, [bob])))
  unwrap(await ana.client.call("reserveLink", { generation: 0, seq: 1 }))
  unwrap(await ana.client.call("appendLink", { link: linkBytes(await ana.who.add(2)) }))
  expect(bob.client.events("chainGrew")).toMatchObject([{ account: ana.who.account }])
  expect(eve.client.events("chainGrew")).toEqual([])
})
