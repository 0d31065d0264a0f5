import { expect, test } from "bun:test"
import { toUtf8, unwrap } from "@colombe/base"
import type { NewState, Store } from "../port.ts"
import { commitEntry, conversation, newEntry, nextEpoch, openEntry, proposal, range } from "./fixtures.ts"
import type { Use } from "./use.ts"

const room = conversation("room")
const hall = conversation("hall")

const whole = (text: string): NewState => ({ kind: "whole", body: toUtf8(text) })
const change = (text: string): NewState => ({ kind: "change", body: toUtf8(text) })

/** One commit a second, from second 1 on; each is stored whole or as a change. */
async function commits({ conversations }: Store, states: readonly NewState[], one = room): Promise<void> {
  const head = await conversations.head(one)
  for (const [index, state] of states.entries()) {
    const epoch = (head?.epoch ?? 0) + index
    const next = nextEpoch(epoch + 1, { state })
    unwrap(
      await conversations.append(commitEntry(epoch, { conversation: one, at: (epoch + 1) * 1_000, next })),
    )
  }
}

async function partsAt({ conversations }: Store, epoch: number, one = room) {
  const group = await conversations.group(one, { incarnation: 0, epoch })
  return group?.parts.map(part => Buffer.from(part).toString()).join(" ")
}

const openAt = (at: number, one = room) =>
  openEntry({ conversation: one, at, next: nextEpoch(0, { state: whole("w0") }) })

async function pruneAll({ conversations }: Store, before: number): Promise<number> {
  let pruned = 0
  for (;;) {
    const step = await conversations.pruneGroups(before, 2)
    pruned += step.pruned
    if (!step.hasMore) return pruned
  }
}

export function groupStateContract(use: Use): void {
  test("T36 a state is the last whole one and what changed since, at every epoch", () =>
    use(async (store, { reopen }) => {
      unwrap(await store.conversations.open(openAt(0)))
      unwrap(await store.conversations.open(openAt(0, hall)))
      await commits(store, [change("c1"), change("c2")])
      await commits(store, [change("of the hall")], hall)
      const waits = newEntry("waits", { at: 2_500, epoch: 2, type: proposal, state: change("p2") })
      unwrap(await store.conversations.append(waits))
      await commits(store, [change("c3"), whole("w4"), change("c5")])
      const next = nextEpoch(0, { incarnation: 1, state: whole("w") })
      unwrap(await store.conversations.append(commitEntry(5, { next })))
      const read = async (from: Store) => Promise.all(range(7).map(epoch => partsAt(from, epoch)))
      const expected = ["w0", "w0 c1", "w0 c1 c2 p2", "w0 c1 c2 p2 c3", "w4", "w4 c5", undefined]
      expect(await read(store)).toEqual(expected)
      expect(await partsAt(store, 1, hall)).toBe("w0 of the hall")
      const after = await reopen()
      expect(await read(after)).toEqual(expected)
      expect((await after.conversations.group(room))?.parts).toEqual([toUtf8("w")])
    }))

  test("T36 a whole state within an epoch takes the place of what that epoch began with", () =>
    use(async store => {
      unwrap(await store.conversations.open(openAt(0)))
      await commits(store, [change("c1")])
      const waits = newEntry("waits", { epoch: 1, type: proposal, state: whole("p1") })
      unwrap(await store.conversations.append(waits))
      await commits(store, [change("c2")])
      expect(await Promise.all(range(3).map(epoch => partsAt(store, epoch)))).toEqual(["w0", "p1", "p1 c2"])
    }))

  test("T37 states that another followed before the time go, with what no other is read from", () =>
    use(async (store, { reopen }) => {
      unwrap(await store.conversations.open(openAt(0)))
      unwrap(await store.conversations.open(openAt(0, hall)))
      await commits(store, [change("c1"), whole("w2"), change("c3"), change("c4")])
      const read = async (from: Store) => Promise.all(range(5).map(epoch => partsAt(from, epoch)))
      // What followed at the time itself is not before it.
      expect(await pruneAll(store, 1_000)).toBe(0)
      expect(await pruneAll(store, 3_001)).toBe(3)
      const expected = [undefined, undefined, undefined, "w2 c3", "w2 c3 c4"]
      expect(await read(store)).toEqual(expected)
      expect(await pruneAll(store, 3_001)).toBe(0)
      await commits(store, [change("c5")])
      const after = await reopen()
      expect(await read(after)).toEqual(expected)
      // The newest stays, however old, as does that of a conversation in which nothing happens.
      expect(await pruneAll(after, 1_000_000)).toBe(2)
      expect(await partsAt(after, 4)).toBeUndefined()
      expect(await partsAt(after, 5)).toBe("w2 c3 c4 c5")
      expect((await after.conversations.group(hall))?.parts).toEqual([toUtf8("w0")])
      // The log, its members and its order are untouched.
      expect(await after.conversations.entries(room, 0, 10)).toHaveLength(6)
      await commits(after, [whole("w6")])
      expect(await pruneAll(after, 1_000_000)).toBe(1)
      expect(await partsAt(after, 6)).toBe("w6")
    }))

  test("T37 a conversation that goes on after a long pause keeps the state before the pause for its time", () =>
    use(async store => {
      unwrap(await store.conversations.open(openAt(0)))
      const late = commitEntry(0, { at: 1_000_000, next: nextEpoch(1, { state: change("c1") }) })
      unwrap(await store.conversations.append(late))
      expect(await pruneAll(store, 900_000)).toBe(0)
      expect(await partsAt(store, 0)).toBe("w0")
      expect(await pruneAll(store, 1_000_001)).toBe(1)
      expect([await partsAt(store, 0), await partsAt(store, 1)]).toEqual([undefined, "w0 c1"])
    }))
}
