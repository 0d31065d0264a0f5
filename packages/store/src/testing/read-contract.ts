import { expect, test } from "bun:test"
import { toUtf8, unwrap } from "@colombe/base"
import type { NewRead } from "../port.ts"
import { account, commitEntry, conversation, nextEpoch, openEntry, range } from "./fixtures.ts"
import type { Use } from "./use.ts"

const room = conversation("room")
const [ana, bob, eve] = [account("ana"), account("bob"), account("eve")]

const read = (text: string, options: Partial<NewRead> = {}): NewRead => ({
  conversation: room,
  account: bob,
  incarnation: 0,
  epoch: 0,
  body: toUtf8(text),
  ...options,
})

export function readContract(use: Use): void {
  test("T32 each member has one read position, and a new one comes after all others", () =>
    use(async ({ conversations }, { reopen }) => {
      unwrap(await conversations.open(openEntry()))
      const first = await conversations.putRead(read("bob 1"))
      const other = await conversations.putRead(read("ana 1", { account: ana }))
      const second = await conversations.putRead(read("bob 2"))
      if (first === undefined || other === undefined || second === undefined) throw new Error("none is old")
      expect([first < other, other < second]).toEqual([true, true])
      const both = [
        { number: other, conversation: room, account: ana, body: toUtf8("ana 1") },
        { number: second, conversation: room, account: bob, body: toUtf8("bob 2") },
      ]
      expect(await conversations.reads(ana, 0, 10)).toEqual(both)
      expect(await conversations.reads(bob, other, 10)).toEqual(both.slice(1))
      expect(await conversations.reads(eve, 0, 10)).toEqual([])
      const after = await reopen()
      expect(await after.conversations.reads(ana, 0, 10)).toEqual(both)
      expect(await after.conversations.putRead(read("bob 3"))).toBeGreaterThan(second)
    }))

  test("T32 a repeat, one of an older epoch and one of nobody there change nothing", () =>
    use(async ({ conversations }) => {
      expect(await conversations.putRead(read("nowhere"))).toBeUndefined()
      unwrap(await conversations.open(openEntry()))
      const number = await conversations.putRead(read("new", { epoch: 5 }))
      const refused = [
        read("new", { epoch: 5 }),
        read("old", { epoch: 4 }),
        read("stranger", { account: eve }),
        read("elsewhere", { conversation: conversation("hall") }),
      ]
      for (const one of refused) expect(await conversations.putRead(one)).toBeUndefined()
      expect((await conversations.reads(ana, 0, 10)).map(one => [one.number, one.body])).toEqual([
        [number ?? 0, toUtf8("new")],
      ])
      expect(await conversations.putRead(read("reopened", { incarnation: 1 }))).toBeGreaterThan(number ?? 0)
    }))

  test("T32 of whoever is a member no more no position is left, and they get none", () =>
    use(async ({ conversations }) => {
      unwrap(await conversations.open(openEntry()))
      for (const one of [ana, bob]) await conversations.putRead(read("here", { account: one }))
      const alone = nextEpoch(1, { members: [ana] })
      unwrap(await conversations.append(commitEntry(0, { next: alone })))
      expect((await conversations.reads(ana, 0, 10)).map(one => one.account)).toEqual([ana])
      expect(await conversations.reads(bob, 0, 10)).toEqual([])
    }))

  test("T14 pages of read positions join without gap or repeat", () =>
    use(async ({ conversations }) => {
      const rooms = range(5).map(number => conversation(`room ${number}`))
      for (const one of rooms) {
        unwrap(await conversations.open(openEntry({ conversation: one })))
        await conversations.putRead(read("here", { conversation: one }))
      }
      const first = await conversations.reads(ana, 0, 3)
      const second = await conversations.reads(ana, first.at(-1)?.number ?? 0, 3)
      expect([...first, ...second].map(one => one.conversation)).toEqual(rooms)
    }))
}
