import { expect, test } from "bun:test"
import { toUtf8, unwrap } from "@colombe/base"
import { kinds } from "@colombe/rules"
import type { Store } from "../port.ts"
import { account, commitEntry, conversation, named, newEntry, openEntry, range, sendKey } from "./fixtures.ts"
import { expectChain } from "./log-chain.ts"
import type { Use } from "./use.ts"

const room = conversation("room")

const bodies = async ({ conversations }: Store, one = room) =>
  (await conversations.entries(one, 0, 100)).map(({ body }) => body && Buffer.from(body).toString())

async function expireAll({ conversations }: Store, now: number, keptSince?: number): Promise<number> {
  let erased = 0
  for (;;) {
    const step = await conversations.expire({ now, keptSince }, 3)
    erased += step.erased
    if (!step.hasMore) return erased
  }
}

export function erasureContract(use: Use): void {
  test("T33 a body that is taken out leaves its place, and the chain of hashes holds", () =>
    use(async (store, { reopen }) => {
      const { conversations } = store
      unwrap(await conversations.open(openEntry()))
      for (const number of range(4))
        unwrap(await conversations.append(newEntry(`text ${number}`, { sendKey: sendKey(number) })))
      const before = await conversations.entries(room, 0, 10)
      expect(await conversations.erase(room, [3, 5, 9])).toBe(2)
      expect(await conversations.erase(room, [3, 5])).toBe(0)
      expect(await conversations.erase(conversation("hall"), [1])).toBe(0)
      const without = before.map(entry =>
        [3, 5].includes(entry.seq) ? { ...entry, body: undefined } : entry,
      )
      expect(await conversations.entries(room, 0, 10)).toEqual(without)
      // What was sent is still what was sent, and the log goes on behind it.
      const repeated = newEntry("text 1", { sendKey: sendKey(1) })
      expect(unwrap(await conversations.append(repeated)).seq).toBe(3)
      expect(await conversations.append(newEntry("else", { sendKey: sendKey(1) }))).toMatchObject({
        code: "send-id-reused",
      })
      unwrap(await conversations.append(newEntry("after")))
      expectChain(room, await conversations.entries(room, 0, 10))
      const after = await reopen()
      expect(await bodies(after)).toEqual(["open", "text 0", undefined, "text 2", undefined, "after"])
    }))

  test("T33 with a body goes what it referred to, once nothing else refers to it", () =>
    use(async ({ conversations, blobs }) => {
      unwrap(await conversations.open(openEntry()))
      const [photo, shared] = [named("photo", 32), named("shared", 32)]
      for (const blob of [photo, shared]) {
        unwrap(await blobs.open({ blob, account: account("ana"), size: 4, at: 1_000 }, 1_000))
        unwrap(await blobs.append(blob, 0, named("four", 4)))
      }
      unwrap(await conversations.append(newEntry("both", { blobs: [photo, shared] })))
      unwrap(await conversations.append(newEntry("one", { blobs: [shared] })))
      await conversations.erase(room, [2])
      expect(await blobs.sweep(9_000, 10)).toBe(1)
      expect([await blobs.get(photo), (await blobs.get(shared))?.length]).toEqual([undefined, 4])
      expect((await conversations.expire({ now: 9_000, keptSince: 9_000 }, 10)).erased).toBe(1)
      expect(await blobs.sweep(9_000, 10)).toBe(1)
    }))

  test("T34 a body whose lifetime is over goes, and no other", () =>
    use(async store => {
      const { conversations } = store
      unwrap(await conversations.open(openEntry({ at: 1_000 })))
      for (const [text, lifetime] of [
        ["short", 500],
        ["long", 5_000],
        ["other", 500],
      ] as const)
        unwrap(await conversations.append(newEntry(text, { at: 2_000, lifetime })))
      unwrap(await conversations.append(newEntry("stays", { at: 2_000 })))
      expect(await expireAll(store, 2_499)).toBe(0)
      expect(await expireAll(store, 2_500)).toBe(2)
      expect(await bodies(store)).toEqual(["open", undefined, "long", undefined, "stays"])
      expect(await expireAll(store, 9_000_000)).toBe(1)
      expect(await bodies(store)).toEqual(["open", undefined, undefined, undefined, "stays"])
    }))

  test("T34 what is older than what is kept goes, but for what steers the log, state and one's own settings", () =>
    use(async store => {
      const { conversations } = store
      const self = conversation("self")
      unwrap(await conversations.open(openEntry({ at: 1_000 })))
      unwrap(await conversations.open(openEntry({ at: 1_000, conversation: self, type: kinds.vault })))
      unwrap(await conversations.append(newEntry("setting", { at: 1_000, conversation: self })))
      for (const type of [kinds.message, kinds.delete, kinds.state, kinds.call])
        unwrap(await conversations.append(newEntry(`kind ${type}`, { at: 1_000, type })))
      unwrap(await conversations.append(commitEntry(0, { at: 1_000 })))
      unwrap(await conversations.append(newEntry("new", { at: 2_000, epoch: 1 })))
      expect(await expireAll(store, 9_000, 1_000)).toBe(0)
      expect(await expireAll(store, 9_000, 2_000)).toBe(2)
      expect(await bodies(store)).toEqual([
        "open",
        undefined,
        "kind 2",
        "kind 64",
        undefined,
        "commit after 0",
        "new",
      ])
      expect(await bodies(store, self)).toEqual(["open", "setting"])
      unwrap(await conversations.append(newEntry("newer", { at: 3_000, epoch: 1 })))
      expect(await expireAll(store, 9_000, 3_000)).toBe(1)
      expect((await bodies(store)).slice(-2)).toEqual([undefined, "newer"])
      await store.scrub()
      expect((await conversations.entries(room, 0, 1))[0]?.body).toEqual(toUtf8("open"))
    }))
}
