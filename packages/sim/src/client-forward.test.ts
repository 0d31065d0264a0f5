import { expect, setDefaultTimeout, test } from "bun:test"
import { type Bytes, concat, unwrap } from "@colombe/base"
import type { MessageItem } from "@colombe/client"
import { clientWorld, crypto, type Device, direct, say } from "./testing/client-world.ts"
import { account, acquaint, group } from "./testing/groups.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

async function messages(device: Device, conversation: string): Promise<readonly MessageItem[]> {
  const { items } = await device.client.timeline(conversation, { limit: 100 })
  return items.filter(item => item.kind === "message")
}

async function trio() {
  const world = clientWorld()
  const [ana, bob, carol] = [await world.join("ana"), await world.join("bob"), await world.join("carol")]
  await acquaint(world, ana, bob)
  await acquaint(world, bob, carol)
  const [withAna, withCarol] = [await direct(world, bob, "ana"), await direct(world, bob, "carol")]
  return { world, ana, bob, carol, withAna, withCarol }
}

test("N50 N51 several messages go on in their order, with their first author, also a second time", async () => {
  const { world, ana, bob, carol, withAna, withCarol } = await trio()
  await say(world, ana, withAna, "un")
  await say(world, ana, withAna, "deux")
  await world.rest()
  const ids = (await messages(bob, withAna)).filter(({ text }) => text !== "bonjour").map(({ id }) => id)
  const to = { conversations: [withCarol], author: true }
  unwrap(await world.run(bob.client.forward(withAna, ids.toReversed(), to)))
  await world.rest()
  const seen = (await messages(carol, withCarol)).slice(-2)
  const claim = { account: await account(ana), name: "Ana" }
  expect(seen).toMatchObject([
    { text: "un", from: { displayName: "Bob" }, forwarded: claim },
    { text: "deux", from: { displayName: "Bob" }, forwarded: claim },
  ])
  const own = await group(world, carol, "Notes", [])
  const [first] = seen
  unwrap(
    await world.run(
      carol.client.forward(withCarol, [first?.id ?? ""], { conversations: [own], author: true }),
    ),
  )
  await world.rest()
  expect((await messages(carol, own)).at(-1)).toMatchObject({ text: "un", mine: true, forwarded: claim })
  unwrap(
    await world.run(
      carol.client.forward(withCarol, [first?.id ?? ""], { conversations: [own], author: false }),
    ),
  )
  await world.rest()
  expect((await messages(carol, own)).at(-1)).toMatchObject({ text: "un", forwarded: undefined })
})

test("N51 files go on without being uploaded again, and open there", async () => {
  const { world, ana, bob, carol, withAna, withCarol } = await trio()
  const content = crypto.random(70_000)
  const { file } = unwrap(
    await ana.client.startFile({ name: "a.bin", mediaType: "application/pdf", size: content.length }),
  )
  unwrap(await ana.client.writePiece(file, 0, content))
  unwrap(await ana.client.sendFiles(withAna, [file], { caption: "lis ça" }))
  await world.rest()
  const sent = (await messages(bob, withAna)).at(-1)
  bob.link.uploads = () => false
  const to = { conversations: [withCarol], author: true }
  unwrap(await world.run(bob.client.forward(withAna, [sent?.id ?? ""], to)))
  await world.rest()
  const got = (await messages(carol, withCarol)).at(-1)
  expect(got).toMatchObject({ text: "lis ça", files: [{ file, name: "a.bin" }] })
  const pieces: Bytes[] = [unwrap(await world.run(carol.client.readPiece(withCarol, got?.id ?? "", 0, 0)))]
  expect(concat(...pieces)).toEqual(content)
  // What the first author deletes is gone there alone: the other entry names the blob too.
  unwrap(await world.run(ana.client.deleteForEveryone(withAna, [sent?.id ?? ""])))
  await world.rest()
  await world.reopen(carol)
  await world.rest()
  expect(unwrap(await world.run(carol.client.readPiece(withCarol, got?.id ?? "", 0, 0)))).toEqual(content)
})

test("N51 all of it is forwarded or nothing: what is gone, and where one may not write, is refused first", async () => {
  const { world, ana, bob, carol, withAna, withCarol } = await trio()
  const shared = await group(world, carol, "Duo", [bob])
  await say(world, ana, withAna, "un")
  await world.rest()
  const id = (await messages(bob, withAna)).at(-1)?.id ?? ""
  unwrap(await world.run(carol.client.removeMember(shared, await account(bob))))
  await world.rest()
  const { run } = world
  const forward = (ids: readonly string[], conversations: readonly string[]) =>
    run(bob.client.forward(withAna, ids, { conversations, author: true }))
  expect(await forward([id], [withCarol, shared])).toMatchObject({ code: "conversation-unknown" })
  expect(await forward([], [withCarol])).toMatchObject({ code: "too-many-messages" })
  expect(await forward([id], [])).toMatchObject({ code: "too-many-conversations" })
  expect(await forward([id], ["AAAA"])).toMatchObject({ code: "id-invalid" })
  unwrap(await run(ana.client.deleteForEveryone(withAna, [id])))
  await world.rest()
  expect(await forward([id], [withCarol])).toMatchObject({ code: "message-unknown" })
  expect((await messages(carol, withCarol)).map(({ text }) => text)).toEqual(["bonjour", "bonjour"])
})
