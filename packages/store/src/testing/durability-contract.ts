import { expect, test } from "bun:test"
import { toUtf8, unwrap } from "@colombe/base"
import {
  account,
  commitEntry,
  conversation,
  device,
  keyPackage,
  newAccount,
  newEntry,
  newMail,
  nextEpoch,
  openEntry,
  sendKey,
} from "./fixtures.ts"
import { expectChain } from "./log-chain.ts"
import type { Use } from "./use.ts"

const room = conversation("room")
const welcome = { account: account("bob"), device: device("bob's"), body: toUtf8("welcome") }

export function fanoutContract(use: Use): void {
  test("T7 what is owed stays on record until it is delivered", () =>
    use(async ({ conversations }) => {
      expect(await conversations.pendingFanout(10)).toEqual([])
      unwrap(await conversations.open(openEntry()))
      unwrap(await conversations.append(commitEntry(0, { next: nextEpoch(1, { welcomes: [welcome] }) })))
      unwrap(await conversations.open(openEntry({ conversation: conversation("hall") })))
      const members = [account("ana"), account("bob")]
      const owed = {
        conversation: room,
        head: 2,
        members,
        welcomes: [{ ...welcome, commitSeq: 2 }],
        left: [],
      }
      expect(await conversations.pendingFanout(10)).toContainEqual(owed)
      expect(await conversations.pendingFanout(10)).toHaveLength(2)
      expect(await conversations.pendingFanout(1)).toHaveLength(1)
      await conversations.fannedOut(room, 1)
      expect(await conversations.pendingFanout(10)).toContainEqual(owed)
      await conversations.fannedOut(room, 2)
      expect(await conversations.pendingFanout(10)).toMatchObject([{ conversation: conversation("hall") }])
    }))

  test("T7 who is a member no more is owed the entry that ended it, once", () =>
    use(async ({ conversations }) => {
      unwrap(await conversations.open(openEntry()))
      const next = nextEpoch(1, { members: [account("ana")] })
      unwrap(await conversations.append(commitEntry(0, { next })))
      unwrap(await conversations.append(newEntry("later", { epoch: 1 })))
      const left = [{ account: account("bob"), seq: 2 }]
      expect(await conversations.pendingFanout(10)).toMatchObject([{ head: 3, left }])
      await conversations.fannedOut(room, 1)
      expect(await conversations.pendingFanout(10)).toMatchObject([{ head: 3, left }])
      await conversations.fannedOut(room, 2)
      expect(await conversations.pendingFanout(10)).toMatchObject([{ head: 3, left: [] }])
    }))

  test("T7 a late report of an earlier head takes nothing back, and new entries are owed again", () =>
    use(async ({ conversations }) => {
      unwrap(await conversations.open(openEntry()))
      unwrap(await conversations.append(newEntry("one")))
      await conversations.fannedOut(room, 2)
      await conversations.fannedOut(room, 1)
      expect(await conversations.pendingFanout(10)).toEqual([])
      unwrap(await conversations.append(commitEntry(0, { next: nextEpoch(1, { welcomes: [welcome] }) })))
      unwrap(await conversations.append(newEntry("two", { epoch: 1 })))
      await conversations.fannedOut(room, 3)
      expect(await conversations.pendingFanout(10)).toMatchObject([{ head: 4, welcomes: [] }])
      await conversations.fannedOut(room, 4)
      expect(await conversations.pendingFanout(10)).toEqual([])
    }))
}

export function durabilityContract(use: Use): void {
  test("T1 all that was answered is there after a crash", () =>
    use(async (store, { crypto, reopen }) => {
      const ana = newAccount("ana", { invitation: "come in" })
      const lastResort = { ...keyPackage(crypto, "last"), at: 5 }
      await store.accounts.addInvitation("come in", 5_000)
      unwrap(await store.accounts.create(ana))
      unwrap(await store.accounts.appendLink(ana.account, 1, toUtf8("link")))
      const packages = ["one", "two"].map(name => keyPackage(crypto, name))
      await store.accounts.publishKeyPackages(ana.account, device("phone"), packages, lastResort)
      await store.accounts.claimKeyPackage(ana.account, device("phone"), true)
      await store.accounts.deliver([newMail("a"), newMail("b")])
      await store.accounts.acknowledgeMail(ana.account, device("phone"), 1)
      await store.accounts.touch(room, 3, [ana.account])
      const { accounts, storeId } = await reopen()
      expect(storeId).toEqual(store.storeId)
      expect((await accounts.get(ana.account))?.chain).toEqual([ana.genesis, toUtf8("link")])
      expect(await accounts.create(newAccount("bob", { invitation: "come in" }))).toMatchObject({
        code: "invitation-used",
      })
      expect(await accounts.keyPackagesLeft(ana.account, device("phone"))).toEqual({
        left: 1,
        lastResortAt: 5,
      })
      expect(await accounts.mail(ana.account, device("phone"), 0, 10)).toMatchObject([{ body: toUtf8("b") }])
      expect(await accounts.touch(room, 3, [ana.account])).toEqual([])
      expect(await accounts.touch(room, 4, [ana.account])).toEqual([{ account: ana.account, accountSeq: 2 }])
    }))

  test("T1, T2, T3 a log goes on after a crash where it stood", () =>
    use(async (store, { reopen }) => {
      unwrap(await store.conversations.open(openEntry()))
      unwrap(await store.conversations.append(commitEntry(0)))
      const send = newEntry("kept", { epoch: 1, sendKey: sendKey(1), at: 9_000 })
      const kept = unwrap(await store.conversations.append(send))
      const { conversations } = await reopen()
      expect(await conversations.head(room)).toMatchObject({ seq: 3, epoch: 1, at: 9_000, hash: kept.hash })
      expect(unwrap(await conversations.append(send))).toEqual(kept)
      expect(await conversations.append(newEntry("stale"))).toMatchObject({ code: "stale-epoch" })
      expect(unwrap(await conversations.append(newEntry("next", { epoch: 1 })))).toMatchObject({
        seq: 4,
        at: 9_000,
      })
      expectChain(room, await conversations.entries(room, 0, 10))
      expect(await conversations.isMember(room, account("bob"))).toBe(true)
    }))

  test("T7 what was owed before a crash is owed after it", () =>
    use(async (store, { reopen }) => {
      unwrap(await store.conversations.open(openEntry()))
      unwrap(
        await store.conversations.append(commitEntry(0, { next: nextEpoch(1, { welcomes: [welcome] }) })),
      )
      await store.conversations.fannedOut(room, 1)
      const owed = await store.conversations.pendingFanout(10)
      const { conversations } = await reopen()
      expect(owed).toMatchObject([{ head: 2, welcomes: [{ commitSeq: 2 }] }])
      expect(await conversations.pendingFanout(10)).toEqual(owed)
      await conversations.fannedOut(room, 2)
      expect(await conversations.pendingFanout(10)).toEqual([])
    }))

  test("T1 closing waits for what is under way, and nothing works afterwards", () =>
    use(async (store, { reopen }) => {
      unwrap(await store.conversations.open(openEntry()))
      const appended = ["one", "two", "three"].map(text => store.conversations.append(newEntry(text)))
      await store.close()
      const answers = (await Promise.all(appended)).map(unwrap)
      expect(answers.map(({ seq }) => seq)).toEqual([2, 3, 4])
      const late = await store.conversations.append(newEntry("late")).then(
        () => "resolved",
        () => "rejected",
      )
      expect(late).toBe("rejected")
      await store.close()
      const { conversations } = await reopen()
      expect((await conversations.head(room))?.seq).toBe(4)
    }))
}
