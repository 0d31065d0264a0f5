import { expect, test } from "bun:test"
import { toUtf8 } from "@colombe/base"
import { account, named, newAccount } from "./fixtures.ts"
import type { Use } from "./use.ts"

export function accountContract(use: Use): void {
  test("T12 an account is found by its id and by its handle, with its chain", () =>
    use(async ({ accounts }) => {
      const ana = newAccount("ana")
      expect(await accounts.create(ana)).toEqual({ ok: true, value: undefined })
      expect(await accounts.get(ana.account)).toEqual({
        account: ana.account,
        handle: "ana",
        handleStatement: ana.handleStatement,
        handleSignature: ana.handleSignature,
        chain: [ana.genesis],
      })
      expect(await accounts.byHandle("ana")).toEqual(ana.account)
      expect(await accounts.get(account("bob"))).toBeUndefined()
      expect(await accounts.byHandle("bob")).toBeUndefined()
    }))

  test("T12 a handle belongs to one account, also when two ask at once", () =>
    use(async ({ accounts }) => {
      const asked = ["one", "two", "three"].map(name => accounts.create(newAccount(name, { handle: "ana" })))
      const results = await Promise.all(asked)
      expect(results.map(result => (result.ok ? "ok" : result.code)).sort()).toEqual([
        "handle-taken",
        "handle-taken",
        "ok",
      ])
      expect(await accounts.create(newAccount("one", { handle: "other" }))).toMatchObject(
        results[0]?.ok ? { code: "account-exists" } : { ok: true },
      )
    }))

  test("T12 a refused sign-up changes nothing", () =>
    use(async ({ accounts }) => {
      await accounts.create(newAccount("ana"))
      expect(await accounts.create(newAccount("ana", { handle: "free" }))).toMatchObject({
        code: "account-exists",
      })
      expect(await accounts.byHandle("free")).toBeUndefined()
      expect(await accounts.create(newAccount("bob", { handle: "ana" }))).toMatchObject({
        code: "handle-taken",
      })
      expect(await accounts.get(account("bob"))).toBeUndefined()
    }))

  test("T12 a new statement of the handle takes the place of the last, and changes nothing else", () =>
    use(async ({ accounts }) => {
      await accounts.create(newAccount("ana"))
      await accounts.create(newAccount("bob"))
      const [statement, signature] = [named("statement", 90), named("signature", 64)]
      await accounts.stateHandle(account("ana"), statement, signature)
      expect(await accounts.get(account("ana"))).toMatchObject({
        handle: newAccount("ana").handle,
        chain: [newAccount("ana").genesis],
        handleStatement: statement,
        handleSignature: signature,
      })
      expect(await accounts.get(account("bob"))).toMatchObject({ chain: [newAccount("bob").genesis] })
      expect((await accounts.get(account("bob")))?.handleSignature).not.toEqual(signature)
    }))

  test("T12 of many links for one place on a chain, one wins", () =>
    use(async ({ accounts }) => {
      await accounts.create(newAccount("ana"))
      const links = [1, 2, 3, 4].map(number => named(`link ${number}`, 100))
      const results = await Promise.all(links.map(link => accounts.appendLink(account("ana"), 1, link)))
      const winners = links.filter((_, index) => results[index]?.ok)
      expect(winners).toHaveLength(1)
      expect(results.filter(result => !result.ok && result.code === "slot-taken")).toHaveLength(3)
      expect((await accounts.get(account("ana")))?.chain).toEqual([newAccount("ana").genesis, ...winners])
      expect(await accounts.appendLink(account("ana"), 3, named("gap", 9))).toMatchObject({ ok: false })
      expect(await accounts.appendLink(account("ana"), 2, named("next", 9))).toEqual({
        ok: true,
        value: undefined,
      })
      expect(await accounts.appendLink(account("bob"), 0, named("nobody", 9))).toMatchObject({ ok: false })
      expect(await accounts.get(account("bob"))).toBeUndefined()
    }))
}

export function invitationContract(use: Use): void {
  const invited = (name: string, invitation: string, at = 1_000) => newAccount(name, { invitation, at })

  test("T11 an invitation makes one account, also when two use it at once", () =>
    use(async ({ accounts }) => {
      await accounts.addInvitation("come in", 5_000)
      const results = await Promise.all(["ana", "bob"].map(name => accounts.create(invited(name, "come in"))))
      expect(results.map(result => (result.ok ? "ok" : result.code)).sort()).toEqual([
        "invitation-used",
        "ok",
      ])
      const made = await Promise.all(["ana", "bob"].map(name => accounts.get(account(name))))
      expect(made.filter(found => found !== undefined)).toHaveLength(1)
    }))

  test("T11 an invitation for several makes as many, whatever happens at once", () =>
    use(async ({ accounts }) => {
      await accounts.addInvitation("come in", 5_000, 3)
      const names = ["ana", "bob", "carol", "dan", "eve"]
      const results = await Promise.all(names.map(name => accounts.create(invited(name, "come in"))))
      const codes = results.map(result => (result.ok ? "ok" : result.code)).sort()
      expect(codes).toEqual(["invitation-used", "invitation-used", "ok", "ok", "ok"])
      await accounts.addInvitation("come in", 5_000, 9)
      expect(await accounts.create(invited("fay", "come in"))).toMatchObject({ code: "invitation-used" })
    }))

  test("T11 a wrong or expired invitation makes none", () =>
    use(async ({ accounts }) => {
      await accounts.addInvitation("come in", 5_000)
      expect(await accounts.create(invited("ana", "come on"))).toMatchObject({ code: "invitation-wrong" })
      expect(await accounts.create(invited("ana", ""))).toMatchObject({ code: "invitation-wrong" })
      expect(await accounts.create(invited("ana", "come in", 5_000))).toMatchObject({
        code: "invitation-expired",
      })
      expect(await accounts.get(account("ana"))).toBeUndefined()
      expect(await accounts.create(invited("ana", "come in", 4_999))).toMatchObject({ ok: true })
    }))

  test("T11 a refused sign-up leaves the invitation good, and a repeated one says that it worked", () =>
    use(async ({ accounts }) => {
      await accounts.create(newAccount("ana"))
      await accounts.addInvitation("come in", 5_000)
      expect(await accounts.create({ ...invited("bob", "come in"), handle: "ana" })).toMatchObject({
        code: "handle-taken",
      })
      expect(await accounts.create(invited("bob", "come in"))).toMatchObject({ ok: true })
      expect(await accounts.create(invited("bob", "come in"))).toMatchObject({ code: "account-exists" })
    }))

  test("T11 adding a used invitation again does not renew it", () =>
    use(async ({ accounts }) => {
      await accounts.addInvitation("come in", 5_000)
      await accounts.create(invited("ana", "come in"))
      await accounts.addInvitation("come in", 9_000)
      expect(await accounts.create(invited("bob", "come in"))).toMatchObject({ code: "invitation-used" })
    }))

  test("T15 bytes handed over or out belong to the receiver", () =>
    use(async ({ accounts }) => {
      const ana = newAccount("ana")
      const genesis = toUtf8("genesis")
      const waiting = accounts.create({ ...ana, genesis })
      genesis.fill(0)
      await waiting
      const read = await accounts.get(ana.account)
      expect(read?.chain).toEqual([toUtf8("genesis")])
      read?.chain[0]?.fill(0)
      read?.account.fill(0)
      expect(await accounts.get(ana.account)).toMatchObject({
        account: ana.account,
        chain: [toUtf8("genesis")],
      })
    }))
}
