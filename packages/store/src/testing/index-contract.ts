import { expect, test } from "bun:test"
import { account, conversation, range } from "./fixtures.ts"
import type { Use } from "./use.ts"

export function indexContract(use: Use): void {
  const ana = account("ana")
  const bob = account("bob")
  const room = conversation("room")
  const hall = conversation("hall")

  test("T10 a higher head moves the row to the account's next number", () =>
    use(async ({ accounts }) => {
      expect(await accounts.touch(room, 1, [ana, bob])).toEqual([
        { account: ana, accountSeq: 1 },
        { account: bob, accountSeq: 1 },
      ])
      expect(await accounts.touch(hall, 5, [ana])).toEqual([{ account: ana, accountSeq: 2 }])
      expect(await accounts.touch(room, 9, [ana, bob])).toEqual([
        { account: ana, accountSeq: 3 },
        { account: bob, accountSeq: 2 },
      ])
      expect(await accounts.changed(ana, 0, 10)).toEqual([
        { conversation: hall, accountSeq: 2, head: 5 },
        { conversation: room, accountSeq: 3, head: 9 },
      ])
      expect(await accounts.changed(ana, 2, 10)).toEqual([{ conversation: room, accountSeq: 3, head: 9 }])
      expect(await accounts.accountSeq(ana)).toBe(3)
      expect(await accounts.accountSeq(account("eve"))).toBe(0)
      expect(await accounts.changed(account("eve"), 0, 10)).toEqual([])
    }))

  test("T10 an equal or lower head changes nothing", () =>
    use(async ({ accounts }) => {
      await accounts.touch(room, 5, [ana])
      expect(await accounts.touch(room, 5, [ana])).toEqual([])
      expect(await accounts.touch(room, 4, [ana, bob])).toEqual([{ account: bob, accountSeq: 1 }])
      expect(await accounts.changed(ana, 0, 10)).toEqual([{ conversation: room, accountSeq: 1, head: 5 }])
      expect(await accounts.accountSeq(ana)).toBe(1)
    }))

  test("T10 numbers of an account rise strictly, whatever happens at once", () =>
    use(async ({ accounts }) => {
      const rooms = range(4).map(number => conversation(`room ${number}`))
      const moved = await Promise.all(
        range(40).map(number => accounts.touch(rooms[number % 4] ?? room, 1 + number, [ana, bob])),
      )
      for (const one of [ana, bob]) {
        const numbers = moved.flat().filter(row => Buffer.compare(row.account, one) === 0)
        expect(numbers.map(({ accountSeq }) => accountSeq)).toEqual(range(40).map(number => number + 1))
        expect((await accounts.changed(one, 0, 10)).map(({ accountSeq }) => accountSeq)).toEqual([
          37, 38, 39, 40,
        ])
      }
    }))

  test("T14 pages of an index join without gap or repeat", () =>
    use(async ({ accounts }) => {
      for (const number of range(5)) await accounts.touch(conversation(`room ${number}`), 1, [ana])
      const first = await accounts.changed(ana, 0, 3)
      const second = await accounts.changed(ana, first.at(-1)?.accountSeq ?? 0, 3)
      expect([...first, ...second].map(({ accountSeq }) => accountSeq)).toEqual([1, 2, 3, 4, 5])
      expect(await accounts.changed(ana, 5, 3)).toEqual([])
    }))
}
