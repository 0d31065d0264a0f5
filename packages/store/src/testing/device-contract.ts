import { expect, test } from "bun:test"
import { keyOf, toUtf8 } from "@colombe/base"
import { account, device, keyPackage, newMail, range, seqKey } from "./fixtures.ts"
import type { Use } from "./use.ts"

export function keyPackageContract(use: Use): void {
  const ana = account("ana")
  const phone = device("phone")

  test("T8 one-time packages go once each, in order, then the last resort stays", () =>
    use(async ({ accounts }, { crypto }) => {
      const packages = ["one", "two"].map(name => keyPackage(crypto, name))
      const lastResort = { ...keyPackage(crypto, "last"), at: 7_000 }
      expect(await accounts.publishKeyPackages(ana, phone, packages, lastResort)).toEqual({ left: 2 })
      expect(await accounts.keyPackagesLeft(ana, phone)).toEqual({ left: 2, lastResortAt: 7_000 })
      const last = { device: phone, body: toUtf8("last"), lastResort: true }
      expect(await accounts.claimKeyPackage(ana, phone, false)).toEqual(last)
      for (const name of ["one", "two"])
        expect(await accounts.claimKeyPackage(ana, phone, true)).toEqual({
          device: phone,
          body: toUtf8(name),
          lastResort: false,
        })
      for (const oneTime of [true, false, true])
        expect(await accounts.claimKeyPackage(ana, phone, oneTime)).toEqual(last)
      expect(await accounts.keyPackagesLeft(ana, phone)).toEqual({ left: 0, lastResortAt: 7_000 })
    }))

  test("T8 nobody shares a one-time package, however many ask at once", () =>
    use(async ({ accounts }, { crypto }) => {
      const packages = range(20).map(number => keyPackage(crypto, `package ${number}`))
      await accounts.publishKeyPackages(ana, phone, packages, undefined)
      const claims = await Promise.all(range(25).map(() => accounts.claimKeyPackage(ana, phone, true)))
      const got = claims.flatMap(claim => (claim ? [keyOf(claim.body)] : []))
      expect(got.sort()).toEqual(packages.map(({ body }) => keyOf(body)).sort())
    }))

  test("T8 a package that was used up does not come back when it is published again", () =>
    use(async ({ accounts }, { crypto }) => {
      const one = keyPackage(crypto, "one")
      const two = keyPackage(crypto, "two")
      await accounts.publishKeyPackages(ana, phone, [one], undefined)
      await accounts.claimKeyPackage(ana, phone, true)
      expect(await accounts.publishKeyPackages(ana, phone, [one, two, two], undefined)).toEqual({ left: 1 })
      expect(await accounts.claimKeyPackage(ana, phone, true)).toMatchObject({ body: two.body })
      expect(await accounts.claimKeyPackage(ana, phone, true)).toBeUndefined()
    }))

  test("T8 a new last-resort package replaces the old one", () =>
    use(async ({ accounts }, { crypto }) => {
      for (const at of [1, 2])
        await accounts.publishKeyPackages(ana, phone, [], { ...keyPackage(crypto, `last ${at}`), at })
      expect(await accounts.claimKeyPackage(ana, phone, true)).toMatchObject({ body: toUtf8("last 2") })
      expect(await accounts.keyPackagesLeft(ana, phone)).toEqual({ left: 0, lastResortAt: 2 })
      await accounts.publishKeyPackages(ana, phone, [keyPackage(crypto, "one")], undefined)
      expect(await accounts.keyPackagesLeft(ana, phone)).toEqual({ left: 1, lastResortAt: 2 })
    }))

  test("T13 a removed device leaves nothing, and other devices keep theirs", () =>
    use(async ({ accounts }, { crypto }) => {
      const laptop = device("laptop")
      for (const one of [phone, laptop]) {
        const lastResort = { ...keyPackage(crypto, "last"), at: 1 }
        await accounts.publishKeyPackages(ana, one, [keyPackage(crypto, "one")], lastResort)
        await accounts.deliver([newMail("hello", { device: one })])
      }
      await accounts.dropDevice(ana, phone)
      expect(await accounts.claimKeyPackage(ana, phone, true)).toBeUndefined()
      expect(await accounts.keyPackagesLeft(ana, phone)).toEqual({ left: 0, lastResortAt: undefined })
      expect(await accounts.mail(ana, phone, 0, 10)).toEqual([])
      expect(await accounts.keyPackagesLeft(ana, laptop)).toEqual({ left: 1, lastResortAt: 1 })
      expect(await accounts.mail(ana, laptop, 0, 10)).toHaveLength(1)
    }))
}

export function mailboxContract(use: Use): void {
  const ana = account("ana")
  const phone = device("phone")

  test("T9 mail is kept in order for each device until it is acknowledged", () =>
    use(async ({ accounts }) => {
      await accounts.deliver(["a", "b", "c"].map(name => newMail(name)))
      await accounts.deliver([newMail("d", { device: device("laptop"), kind: 1, commitSeq: 4 })])
      const mail = await accounts.mail(ana, phone, 0, 10)
      expect(mail.map(({ body }) => body)).toEqual(["a", "b", "c"].map(toUtf8))
      const { id: _, account: __, device: ___, ...kept } = newMail("b")
      expect(mail[1]).toEqual({ ...kept, seq: mail[1]?.seq ?? 0 })
      expect(await accounts.mail(ana, device("laptop"), 0, 10)).toMatchObject([{ kind: 1, commitSeq: 4 }])
      await accounts.acknowledgeMail(ana, phone, mail[1]?.seq ?? 0)
      expect(await accounts.mail(ana, phone, 0, 10)).toEqual(mail.slice(2))
      expect(await accounts.mail(account("bob"), phone, 0, 10)).toEqual([])
    }))

  test("T9 a repeat is stored once, also after it was acknowledged", () =>
    use(async ({ accounts }) => {
      await accounts.deliver([newMail("a"), newMail("a", { body: toUtf8("again") })])
      const [first] = await accounts.mail(ana, phone, 0, 10)
      await accounts.deliver([newMail("a"), newMail("a", { device: device("laptop") })])
      expect(await accounts.mail(ana, phone, 0, 10)).toMatchObject([{ body: toUtf8("a") }])
      expect(await accounts.mail(ana, device("laptop"), 0, 10)).toHaveLength(1)
      await accounts.acknowledgeMail(ana, phone, first?.seq ?? 0)
      await accounts.deliver([newMail("a")])
      expect(await accounts.mail(ana, phone, 0, 10)).toEqual([])
    }))

  test("T9 the answer to a delivery and the mailbox itself say which numbers there are", () =>
    use(async ({ accounts }) => {
      expect(await accounts.mailbox(ana, phone)).toEqual({ head: 0, waiting: 0 })
      const numbers = await accounts.deliver(["a", "b", "a"].map(name => newMail(name)))
      const mail = await accounts.mail(ana, phone, 0, 10)
      expect(numbers).toEqual([mail[0]?.seq, mail[1]?.seq, undefined])
      expect(await accounts.mailbox(ana, phone)).toEqual({ head: mail[1]?.seq ?? 0, waiting: 2 })
      await accounts.acknowledgeMail(ana, phone, mail[1]?.seq ?? 0)
      expect(await accounts.mailbox(ana, phone)).toEqual({ head: mail[1]?.seq ?? 0, waiting: 0 })
    }))

  test("T9 a number is never used again", () =>
    use(async ({ accounts }) => {
      let last = 0
      for (const number of range(4)) {
        await accounts.deliver([newMail(`mail ${number}`)])
        const [mail] = await accounts.mail(ana, phone, last, 10)
        expect(mail?.seq).toBeGreaterThan(last)
        last = mail?.seq ?? 0
        await accounts.acknowledgeMail(ana, phone, last)
      }
    }))

  test("T14 pages of a mailbox join without gap or repeat", () =>
    use(async ({ accounts }) => {
      await accounts.deliver(range(7).map(number => newMail("", { id: seqKey("mail", number).slice(16) })))
      const seqs: number[] = []
      for (let page = 0; page < 4; page++) {
        const mail = await accounts.mail(ana, phone, seqs.at(-1) ?? 0, 3)
        expect(mail.length).toBe([3, 3, 1, 0][page] ?? 0)
        seqs.push(...mail.map(({ seq }) => seq))
      }
      expect(seqs).toEqual([...new Set(seqs)].sort((left, right) => left - right))
      expect(seqs).toHaveLength(7)
    }))
}
