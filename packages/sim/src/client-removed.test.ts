import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { clientWorld, direct, lines, say } from "./testing/client-world.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

test("Y14 who is removed while they are online and writing: nobody reads it, they learn why, and keep it", async () => {
  const world = clientWorld()
  const [ana, bob, eve] = [await world.join("ana"), await world.join("bob"), await world.join("eve")]
  for (const other of [bob, eve]) {
    const conversation = await direct(world, ana, other.name)
    await say(world, ana, conversation, "bonjour")
    await world.rest()
    await say(world, other, conversation, "bonjour")
    await world.rest()
  }
  const accounts = await Promise.all([bob, eve].map(async one => (await one.client.me())?.account ?? ""))
  const { conversation } = unwrap(await world.run(ana.client.createGroup("Verger", accounts)))
  await world.rest()
  await say(world, eve, conversation, "avant")
  await world.rest()

  // Eve is connected and does not hear of her removal: the server says nothing until she has sent.
  eve.link.incoming = () => undefined
  unwrap(await world.run(ana.client.removeMember(conversation, accounts[1] ?? "")))
  const { id } = unwrap(await world.run(eve.client.sendText(conversation, "après")))
  eve.link.incoming = frame => frame
  eve.breakLink()
  await world.rest()
  expect(await world.run(eve.client.sent(conversation, id))).toMatchObject({ code: "conversation-unknown" })

  await say(world, bob, conversation, "sans elle")
  await world.rest()
  for (const device of [ana, bob])
    expect(await lines(device, conversation)).toEqual(["Eve: avant", "Bob: sans elle"])
  // What she wrote stays hers, as not sent; nothing of what follows is.
  expect(await lines(eve, conversation)).toEqual(["Eve: avant", "Eve: après"])
})
