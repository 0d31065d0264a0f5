import { expect, test } from "bun:test"
import { unwrap } from "@colombe/base"
import type { JoinAsk, NextEpoch, Store } from "../port.ts"
import { account, commitEntry, conversation, nextEpoch, openEntry } from "./fixtures.ts"
import type { Use } from "./use.ts"

const room = conversation("room")
const [ana, bob] = [account("ana"), account("bob")]
const [first, second] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]

async function commit({ conversations }: Store, epoch: number, next: Partial<NextEpoch>): Promise<void> {
  unwrap(await conversations.append(commitEntry(epoch - 1, { next: nextEpoch(epoch, next) })))
}

export function joinLinkContract(use: Use): void {
  test("T220 join links are counted with the commits that list and use them", () =>
    use(async (store, { reopen }) => {
      unwrap(await store.conversations.open(openEntry()))
      expect(await store.conversations.joinLinks(room)).toEqual([])
      const links = [
        { key: second, maker: bob, usesMax: 0 },
        { key: first, maker: ana, usesMax: 3 },
      ]
      await commit(store, 1, { links })
      await commit(store, 2, { linkUsed: first })
      await commit(store, 3, { linkUsed: first })
      const counted = [
        { key: first, maker: ana, usesMax: 3, used: 2 },
        { key: second, maker: bob, usesMax: 0, used: 0 },
      ]
      expect(await store.conversations.joinLinks(room)).toEqual(counted)
      const after = await reopen()
      expect(await after.conversations.joinLinks(room)).toEqual(counted)
      expect(await after.conversations.joinLinks(conversation("hall"))).toEqual([])
    }))

  test("T220 what is refused counts nothing, and a link that is listed again goes on counting", () =>
    use(async store => {
      unwrap(await store.conversations.open(openEntry()))
      await commit(store, 1, { links: [{ key: first, maker: ana, usesMax: 1 }] })
      await commit(store, 2, { linkUsed: first })
      const late = commitEntry(0, { next: nextEpoch(1, { linkUsed: first }) })
      expect(await store.conversations.append(late)).toMatchObject({ code: "stale-epoch" })
      await commit(store, 3, { links: [{ key: first, maker: bob, usesMax: 5 }] })
      expect(await store.conversations.joinLinks(room)).toEqual([
        { key: first, maker: bob, usesMax: 5, used: 1 },
      ])
    }))

  const ask = (name: string, at: number): JoinAsk => ({
    account: account(name),
    device: new Uint8Array(16).fill(at),
    key: first,
    signature: new Uint8Array(64).fill(1),
    deviceSignature: new Uint8Array(64).fill(2),
    at,
  })

  test("T221 who asks to come in waits in order, once each, until they are in or somebody says no", () =>
    use(async (store, { reopen }) => {
      const { conversations } = store
      await conversations.putAsk(room, ask("eve", 1))
      expect(await conversations.asks(room)).toEqual([])
      unwrap(await conversations.open(openEntry()))
      for (const one of [ask("eve", 5), ask("dan", 3), ask("eve", 4), ask("zoe", 9)])
        await conversations.putAsk(room, one)
      expect(await conversations.asks(room)).toEqual([ask("dan", 3), ask("eve", 4), ask("zoe", 9)])
      await conversations.dropAsk(room, account("dan"))
      await commit(store, 1, { members: [ana, bob, account("eve")] })
      expect(await conversations.asks(room)).toEqual([ask("zoe", 9)])
      const after = await reopen()
      expect(await after.conversations.asks(room)).toEqual([ask("zoe", 9)])
      expect(await after.conversations.asks(conversation("hall"))).toEqual([])
    }))
}
