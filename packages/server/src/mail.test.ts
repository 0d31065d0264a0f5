import { expect, test } from "bun:test"
import { toUtf8, unwrap } from "@colombe/base"
import { mailBytesMax } from "@colombe/rules"
import { MailKind } from "@colombe/wire"
import { testWorld } from "./testing/world.ts"

async function anaAndBob(limits = {}) {
  const world = testWorld({ limits })
  const [ana, bob] = [await world.enrol("ana"), await world.enrol("bob")]
  const to = { account: bob.account, device: await bob.device(1) }
  return { world, ana, bob, fromAna: await world.signIn(ana), atBob: await world.signIn(bob), to }
}

const id = (number: number) => new Uint8Array(16).fill(number)

test("D7 sealed mail waits for its device, is told while it listens, and goes when acknowledged", async () => {
  const { fromAna, atBob, to } = await anaAndBob()
  unwrap(await fromAna.call("sendMail", { ...to, id: id(1), body: toUtf8("one") }))
  expect(unwrap(await atBob.call("follow", {})).mailHead).toBe(1n)
  unwrap(await fromAna.call("sendMail", { ...to, id: id(2), body: toUtf8("two") }))
  const told = atBob.events("mailStored")
  expect(told).toMatchObject([{ mail: { seq: 2n, kind: MailKind.SEALED, body: toUtf8("two") } }])
  expect(told[0]?.mail?.conversation).toEqual(new Uint8Array())
  const page = unwrap(await atBob.call("pullMail", { limit: 1 }))
  expect(page).toMatchObject({ mail: [{ seq: 1n, body: toUtf8("one") }], more: true })
  expect(unwrap(await atBob.call("pullMail", { after: 1n }))).toMatchObject({
    mail: [{ seq: 2n }],
    more: false,
  })
  unwrap(await atBob.call("acknowledge", { mailSeq: 2n }))
  expect(unwrap(await atBob.call("pullMail", {})).mail).toEqual([])
  expect(unwrap(await fromAna.call("pullMail", {})).mail).toEqual([])
})

test("D7 a repeat is stored once, and nobody uses up another sender's ids", async () => {
  const { fromAna, atBob, to } = await anaAndBob()
  unwrap(await atBob.call("sendMail", { ...to, id: id(1), body: toUtf8("bob's") }))
  for (let times = 0; times < 2; times++)
    unwrap(await fromAna.call("sendMail", { ...to, id: id(1), body: toUtf8("ana's") }))
  expect(unwrap(await atBob.call("pullMail", {})).mail.map(({ body }) => body)).toEqual(
    ["bob's", "ana's"].map(toUtf8),
  )
})

test("D7 mail too large, empty, without id, to nobody, or for a full mailbox is refused", async () => {
  const { fromAna, to } = await anaAndBob({ mailboxMax: 1 })
  const send = (change: object) =>
    fromAna.call("sendMail", { ...to, id: id(1), body: toUtf8("hello"), ...change })
  expect(await send({ body: new Uint8Array(mailBytesMax + 1) })).toMatchObject({ code: "mail-too-large" })
  expect(await send({ body: new Uint8Array() })).toMatchObject({ code: "request-invalid" })
  expect(await send({ id: new Uint8Array(15) })).toMatchObject({ code: "request-invalid" })
  expect(await send({ account: new Uint8Array(32) })).toMatchObject({ code: "account-unknown" })
  expect(await send({ device: new Uint8Array(16) })).toMatchObject({ code: "device-inactive" })
  expect((await send({ body: new Uint8Array(mailBytesMax) })).ok).toBe(true)
  expect(await send({ id: id(2) })).toMatchObject({ code: "mailbox-full" })
})

test("W6 numbers above 2^53 are refused", async () => {
  const { atBob } = await anaAndBob()
  const huge = 2n ** 53n
  expect(await atBob.call("acknowledge", { mailSeq: huge })).toMatchObject({ code: "request-invalid" })
  expect(await atBob.call("pullMail", { after: huge })).toMatchObject({ code: "request-invalid" })
  expect(await atBob.call("follow", { accountSeq: huge })).toMatchObject({ code: "request-invalid" })
  const pull = { conversation: new Uint8Array(32), after: huge }
  expect(await atBob.call("pullEntries", pull)).toMatchObject({ code: "request-invalid" })
})
