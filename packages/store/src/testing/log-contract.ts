import { expect, test } from "bun:test"
import { compare, toUtf8, unwrap } from "@colombe/base"
import {
  account,
  commit,
  commitEntry,
  conversation,
  newEntry,
  nextEpoch,
  openEntry,
  proposal,
  range,
  sendKey,
} from "./fixtures.ts"
import { expectChain } from "./log-chain.ts"
import type { Use } from "./use.ts"

const room = conversation("room")

export function logContract(use: Use): void {
  test("T2 a conversation opens once", () =>
    use(async ({ conversations }) => {
      expect(await conversations.head(room)).toBeUndefined()
      expect(await conversations.append(newEntry("early"))).toMatchObject({ code: "conversation-unknown" })
      const results = await Promise.all(
        ["one", "two", "three"].map(text => conversations.open(openEntry({ body: toUtf8(text) }))),
      )
      expect(results.map(result => (result.ok ? result.value.seq : result.code)).sort()).toEqual([
        1,
        "conversation-exists",
        "conversation-exists",
      ])
      const winner = results.find(result => result.ok)
      expect(await conversations.entries(room, 0, 10)).toEqual(winner?.ok ? [winner.value] : [])
    }))

  test("T2, T3 concurrent appends to several logs leave no gap, and the chains of hashes hold", () =>
    use(async ({ conversations }) => {
      const rooms = ["one", "two", "three"].map(conversation)
      for (const one of rooms) unwrap(await conversations.open(openEntry({ conversation: one })))
      const appended = await Promise.all(
        range(90).map(number =>
          conversations.append(
            newEntry(`text ${number}`, {
              conversation: rooms[number % 3] ?? room,
              sendKey: sendKey(number),
              at: 2_000 + ((number * 37) % 50),
            }),
          ),
        ),
      )
      for (const [index, one] of rooms.entries()) {
        const entries = await conversations.entries(one, 0, 100)
        const answers = appended.filter((_, number) => number % 3 === index).map(unwrap)
        expect(entries.slice(1)).toEqual([...answers].sort((left, right) => left.seq - right.seq))
        expect(entries.map(({ seq }) => seq)).toEqual(range(31).map(number => number + 1))
        expectChain(one, entries)
        const { seq, at, hash } = entries[30] ?? unreachableEntry()
        expect(await conversations.head(one)).toEqual({ seq, at, hash, incarnation: 0, epoch: 0 })
      }
    }))

  test("T3 time never runs backwards along a log", () =>
    use(async ({ conversations }) => {
      unwrap(await conversations.open(openEntry({ at: 9_000 })))
      expect(unwrap(await conversations.append(newEntry("late", { at: 8_000 }))).at).toBe(9_000)
      expect(unwrap(await conversations.append(newEntry("later", { at: 9_001 }))).at).toBe(9_001)
      expect((await conversations.head(room))?.at).toBe(9_001)
    }))

  test("T5 a repeated send gets its first answer, also after the epoch has moved", () =>
    use(async ({ conversations }) => {
      unwrap(await conversations.open(openEntry()))
      const send = newEntry("once", { sendKey: sendKey(1) })
      const twice = await Promise.all([conversations.append(send), conversations.append(send)])
      const first = unwrap(twice[0])
      expect(unwrap(twice[1])).toEqual(first)
      unwrap(await conversations.append(commitEntry(0)))
      expect(unwrap(await conversations.append({ ...send, at: 50_000 }))).toEqual(first)
      expect((await conversations.head(room))?.seq).toBe(3)
    }))

  test("T5 another body under a known send key is refused", () =>
    use(async ({ conversations }) => {
      unwrap(await conversations.open(openEntry()))
      unwrap(await conversations.append(newEntry("one", { sendKey: sendKey(1) })))
      expect(await conversations.append(newEntry("two", { sendKey: sendKey(1) }))).toMatchObject({
        code: "send-id-reused",
        retry: "never",
      })
      expect((await conversations.head(room))?.seq).toBe(2)
      unwrap(await conversations.open(openEntry({ conversation: conversation("hall") })))
      const elsewhere = newEntry("two", { sendKey: sendKey(1), conversation: conversation("hall") })
      expect(unwrap(await conversations.append(elsewhere)).seq).toBe(2)
    }))

  test("T14 pages of a log join without gap or repeat", () =>
    use(async ({ conversations }) => {
      unwrap(await conversations.open(openEntry()))
      for (const number of range(6)) unwrap(await conversations.append(newEntry(`text ${number}`)))
      const seqs = async (after: number, limit: number) =>
        (await conversations.entries(room, after, limit)).map(({ seq }) => seq)
      expect(await seqs(0, 3)).toEqual([1, 2, 3])
      expect(await seqs(3, 3)).toEqual([4, 5, 6])
      expect(await seqs(6, 3)).toEqual([7])
      expect(await seqs(7, 3)).toEqual([])
      expect(await conversations.entries(conversation("hall"), 0, 3)).toEqual([])
    }))

  test("T15 bytes of an entry belong to the receiver", () =>
    use(async ({ conversations }) => {
      const body = toUtf8("open")
      const opened = conversations.open(openEntry({ body }))
      body.fill(0)
      unwrap(await opened).body?.fill(1)
      const [read] = await conversations.entries(room, 0, 1)
      expect(read?.body).toEqual(toUtf8("open"))
      read?.hash.fill(0)
      const [again] = await conversations.entries(room, 0, 1)
      expect(again?.hash).toEqual((await conversations.head(room))?.hash ?? new Uint8Array())
    }))
}

export function groupContract(use: Use): void {
  test("T4 a message from another epoch is refused and changes nothing", () =>
    use(async ({ conversations }) => {
      unwrap(await conversations.open(openEntry()))
      for (const place of [{ epoch: 1 }, { incarnation: 1 }])
        expect(await conversations.append(newEntry("lost", { ...place, sendKey: sendKey(1) }))).toMatchObject(
          {
            code: "stale-epoch",
            retry: "after-refresh",
          },
        )
      unwrap(await conversations.append(commitEntry(0)))
      expect(await conversations.append(newEntry("late"))).toMatchObject({ code: "stale-epoch" })
      expect((await conversations.head(room))?.seq).toBe(2)
      const resealed = newEntry("in time", { epoch: 1, sendKey: sendKey(1) })
      expect(unwrap(await conversations.append(resealed)).seq).toBe(3)
    }))

  test("T4, T6 of many commits on one epoch, one wins with all that belongs to it", () =>
    use(async ({ conversations }) => {
      unwrap(await conversations.open(openEntry()))
      const commits = range(8).map(number =>
        commitEntry(0, {
          body: toUtf8(`commit ${number}`),
          next: nextEpoch(1, {
            state: { kind: "whole", body: toUtf8(`state ${number}`) },
            groupInfo: toUtf8(`info ${number}`),
            members: [account("ana"), account(`guest ${number}`)],
            welcomes: [
              {
                account: account(`guest ${number}`),
                device: sendKey(1).slice(16),
                body: toUtf8(`${number}`),
              },
            ],
          }),
        }),
      )
      const results = await Promise.all(commits.map(entry => conversations.append(entry)))
      const winner = results.findIndex(result => result.ok)
      expect(results.filter(result => !result.ok && result.code === "stale-epoch")).toHaveLength(7)
      expect(await conversations.head(room)).toMatchObject({ seq: 2, epoch: 1 })
      expect(await conversations.group(room)).toEqual({
        incarnation: 0,
        epoch: 1,
        seq: 2,
        parts: [toUtf8(`state ${winner}`)],
        groupInfo: toUtf8(`info ${winner}`),
      })
      expect(await conversations.members(room)).toHaveLength(2)
      expect(await conversations.isMember(room, account(`guest ${winner}`))).toBe(true)
      expect(await conversations.isMember(room, account("bob"))).toBe(false)
      const [pending] = await conversations.pendingFanout(10)
      expect(pending?.welcomes.map(({ body, commitSeq }) => [body, commitSeq])).toEqual([
        [toUtf8(`${winner}`), 2],
      ])
    }))

  test("T6 a proposal adds to the running epoch's state, and nothing where it is not kept", () =>
    use(async ({ conversations }) => {
      const waits = (body: string) =>
        ({ type: proposal, state: { kind: "change", body: toUtf8(body) } }) as const
      unwrap(await conversations.open(openEntry()))
      unwrap(await conversations.append(newEntry("leave", waits("one waits"))))
      const { state, groupInfo } = nextEpoch(0)
      expect(await conversations.group(room)).toEqual({
        incarnation: 0,
        epoch: 0,
        seq: 1,
        parts: [state.body, toUtf8("one waits")],
        groupInfo,
      })
      unwrap(await conversations.append(commitEntry(0)))
      const late = newEntry("late", waits("two wait"))
      expect(await conversations.append(late)).toMatchObject({ code: "stale-epoch" })
      expect((await conversations.group(room))?.parts).toEqual([nextEpoch(1).state.body])
      expect((await conversations.group(room, { incarnation: 0, epoch: 0 }))?.parts).toHaveLength(2)
    }))

  test("T6 an account's memberships follow the members of each epoch", () =>
    use(async ({ conversations }) => {
      const hall = conversation("hall")
      unwrap(await conversations.open(openEntry()))
      unwrap(await conversations.open(openEntry({ conversation: hall })))
      expect(await conversations.memberships(account("eve"))).toEqual([])
      expect((await conversations.memberships(account("bob"))).toSorted(compare)).toEqual(
        [room, hall].toSorted(compare),
      )
      const members = [account("ana"), account("eve")]
      unwrap(await conversations.append(commitEntry(0, { next: nextEpoch(1, { members }) })))
      expect(await conversations.memberships(account("bob"))).toEqual([hall])
      expect(await conversations.memberships(account("eve"))).toEqual([room])
    }))

  test("T6 who is a member no more may read up to the entry that ended it, until they come in again", () =>
    use(async ({ conversations }) => {
      const upTo = (name: string) => conversations.readableUpTo(room, account(name))
      expect(await upTo("bob")).toBeUndefined()
      unwrap(await conversations.open(openEntry()))
      expect([await upTo("bob"), await upTo("eve")]).toEqual([Number.POSITIVE_INFINITY, undefined])
      const alone = { members: [account("ana")] }
      unwrap(await conversations.append(commitEntry(0, { next: nextEpoch(1, alone) })))
      unwrap(await conversations.append(commitEntry(1, { next: nextEpoch(2, alone) })))
      expect([await upTo("bob"), await upTo("eve")]).toEqual([2, undefined])
      unwrap(await conversations.append(commitEntry(2, { next: nextEpoch(3) })))
      expect(await upTo("bob")).toBe(Number.POSITIVE_INFINITY)
      unwrap(await conversations.append(commitEntry(3, { next: nextEpoch(4, alone) })))
      expect(await upTo("bob")).toBe(5)
    }))

  test("T6 every epoch's state can be read, the newest where none is named", () =>
    use(async ({ conversations }) => {
      expect(await conversations.group(room)).toBeUndefined()
      expect(await conversations.members(room)).toEqual([])
      unwrap(await conversations.open(openEntry()))
      unwrap(await conversations.append(newEntry("between")))
      unwrap(await conversations.append(commitEntry(0)))
      unwrap(
        await conversations.append(
          commitEntry(1, { next: nextEpoch(0, { incarnation: 1, members: [account("eve")] }) }),
        ),
      )
      expect(await conversations.head(room)).toMatchObject({ incarnation: 1, epoch: 0, seq: 4 })
      expect(await conversations.group(room)).toMatchObject({ incarnation: 1, epoch: 0, seq: 4 })
      const { state, groupInfo } = nextEpoch(1)
      expect(await conversations.group(room, { incarnation: 0, epoch: 1 })).toEqual({
        incarnation: 0,
        epoch: 1,
        seq: 3,
        parts: [state.body],
        groupInfo,
      })
      expect(await conversations.group(room, { incarnation: 0, epoch: 0 })).toMatchObject({ seq: 1 })
      expect(await conversations.group(room, { incarnation: 0, epoch: 2 })).toBeUndefined()
      expect(await conversations.members(room)).toEqual([account("eve")])
      const entries = await conversations.entries(room, 0, 10)
      expect(entries.map(({ incarnation, epoch, type }) => [incarnation, epoch, type])).toEqual([
        [0, 0, openEntry().type],
        [0, 0, newEntry("").type],
        [0, 1, commit],
        [1, 0, commit],
      ])
    }))
}

function unreachableEntry(): never {
  throw new Error("the log is shorter than what was appended")
}
