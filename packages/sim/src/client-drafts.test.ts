import { expect, setDefaultTimeout, test } from "bun:test"
import { toBase64Url, unwrap } from "@colombe/base"
import type { Draft } from "@colombe/client"
import { clientWorld, crypto, type Device, lines } from "./testing/client-world.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(60_000)

const begin = (text: string, replyTo?: string): Draft => ({
  id: toBase64Url(crypto.random(16)),
  text,
  replyTo,
  part: undefined,
})

const listed = async ({ client }: Device): Promise<string | undefined> =>
  (await client.conversations())[0]?.draft

async function alone() {
  const world = clientWorld()
  const ana = await world.join("ana")
  const { conversation } = unwrap(await world.run(ana.client.createGroup("Jardin", [])))
  return { world, ana, conversation }
}

test("Y120 a draft that is kept too late, by a view that has not heard of the send, does not come back", async () => {
  const { world, ana, conversation } = await alone()
  const draft = begin("à moitié")
  unwrap(await world.run(ana.client.setDraft(conversation, draft)))
  expect(await listed(ana)).toBe("à moitié")
  const late = begin(draft.text)
  const wasSent = () => Promise.all([draft, late].map(one => ana.client.draftSent(conversation, one.id)))
  expect(await wasSent()).toEqual([false, false])
  // Called in this order by two views, and answered in whatever order the lanes take them.
  const sending = ana.client.sendText(conversation, "à moitié fini", { draft: draft.id })
  const keeping = ana.client.setDraft(conversation, { ...draft, text: "à moitié fi" })
  const [sent] = await world.run(Promise.all([sending, keeping]))
  expect(sent).toEqual({ ok: true, value: { id: draft.id } })
  for (const waiting of [true, false]) {
    if (!waiting) unwrap(await world.run(ana.client.sent(conversation, draft.id)))
    const again = await world.run(ana.client.setDraft(conversation, draft))
    expect(again).toMatchObject({ ok: false, code: "draft-sent" })
    expect([await ana.client.draft(conversation), await listed(ana)]).toEqual([undefined, ""])
    expect(await wasSent()).toEqual([true, false])
  }
  unwrap(await world.run(ana.client.setDraft(conversation, late)))
  expect(await ana.client.draft(conversation)).toEqual(late)
})

test("Y120 what another device had of a draft, and went on writing without a connection, comes back nowhere", async () => {
  const { world, ana, conversation } = await alone()
  const tablet = await world.second(ana, "tablet")
  const draft = begin("à")
  unwrap(await world.run(ana.client.setDraft(conversation, draft)))
  await world.until(async () => (await tablet.client.draft(conversation)) !== undefined)
  tablet.link.down = true
  tablet.breakLink()
  // Many writes: their numbers are far above the one that the send leaves.
  for (const text of ["à m", "à mo", "à moi", "à moit"])
    unwrap(await world.run(tablet.client.setDraft(conversation, { ...draft, text })))
  unwrap(await world.run(ana.client.sendText(conversation, "à moitié fini", { draft: draft.id })))
  unwrap(await world.run(ana.client.sent(conversation, draft.id)))
  tablet.link.down = false
  await world.until(async () => (await tablet.client.draft(conversation)) === undefined)
  // Time for what the tablet has written to reach everybody.
  unwrap(await world.run(tablet.client.setSetting("told", "yes")))
  await world.until(async () => (await ana.client.setting("told")) === "yes")
  for (const device of [ana, tablet]) {
    expect(await device.client.draft(conversation)).toBeUndefined()
    expect(await listed(device)).toBe("")
  }
})

test("Y120 one draft sent twice is one message, and what was written besides is one of its own", async () => {
  const { world, ana, conversation } = await alone()
  const tablet = await world.second(ana, "tablet")
  await world.until(async () => (await tablet.client.conversations()).length === 1)
  await world.rest()
  const { id } = begin("")
  const send = (device: Device, text: string) =>
    world.run(device.client.sendText(conversation, text, { draft: id }))
  const ids = [await send(ana, "une fois"), await send(ana, "une fois")]
  await world.run(ana.client.sent(conversation, id))
  await world.until(async () => (await lines(tablet, conversation)).length === 1)
  ids.push(await send(tablet, "une fois"))
  expect(ids.map(one => unwrap(one).id)).toEqual([id, id, id])
  const other = unwrap(await send(tablet, "une fois, et plus"))
  expect(other.id).not.toBe(id)
  await world.run(tablet.client.sent(conversation, other.id))
  await world.rest()
  expect(await lines(ana, conversation)).toEqual(["Ana: une fois", "Ana: une fois, et plus"])
})

test("Y121 of two drafts in one conversation the one that is sent leaves the other one kept", async () => {
  const { world, ana, conversation } = await alone()
  const [one, other] = [begin("une"), begin("autre")]
  unwrap(await world.run(ana.client.setDraft(conversation, one)))
  unwrap(await world.run(ana.client.setDraft(conversation, other)))
  unwrap(await world.run(ana.client.sendText(conversation, "une", { draft: one.id })))
  unwrap(await world.run(ana.client.sent(conversation, one.id)))
  expect([await ana.client.draft(conversation), await listed(ana)]).toEqual([other, "autre"])
})

test("Y121 a draft with what it answers is durable without a network, and outlives the program", async () => {
  const { world, ana, conversation } = await alone()
  const { id } = unwrap(await world.run(ana.client.sendText(conversation, "une question ?")))
  await world.run(ana.client.sent(conversation, id))
  // Calls go out and are never answered.
  ana.link.incoming = () => undefined
  const slow = ana.client.setTitle(conversation, "Potager")
  const draft = begin("ma réponse", id)
  // No time passes.
  unwrap(await ana.client.setDraft(conversation, draft))
  ana.breakLink()
  ana.link.down = true
  await world.run(slow)
  await world.reopen(ana)
  expect(await ana.client.draft(conversation)).toEqual(draft)
  for (const bad of [begin(draft.text, "short"), { ...draft, id: "short" }])
    expect(await ana.client.setDraft(conversation, bad)).toMatchObject({ ok: false, code: "id-invalid" })
  const long = await ana.client.setDraft(conversation, begin("x".repeat(30_000)))
  expect(long).toMatchObject({ ok: false, code: "text-too-long" })
  // Erasing ends one's own draft, and no other that is kept in its place meanwhile.
  const erased = { ...draft, text: "", replyTo: undefined }
  unwrap(await world.run(ana.client.setDraft(conversation, { ...erased, id: begin("").id })))
  expect(await ana.client.draft(conversation)).toEqual(draft)
  unwrap(await world.run(ana.client.setDraft(conversation, erased)))
  expect([await ana.client.draft(conversation), await listed(ana)]).toEqual([erased, ""])
})
