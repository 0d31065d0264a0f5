import { expect, setDefaultTimeout, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { clientWorld, type Device, direct, say } from "./testing/client-world.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(60_000)

const last = async ({ client }: Device, conversation: string) => {
  const { items } = await client.timeline(conversation, { limit: 1 })
  const item = items.at(-1)
  return item?.kind === "message" ? item : undefined
}

test("N31 N32 a part is answered and a message is silent for everybody alike, on its way and after it", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "bob")
  await say(world, ana, conversation, "Jeudi à 18 h, devant la **grande** porte ?")
  await world.rest()
  const asked = await last(bob, conversation)
  const replyTo = asked?.id ?? ""
  bob.link.down = true
  bob.breakLink()
  const { id } = unwrap(
    await world.run(
      bob.client.sendText(conversation, "Laquelle ?", { replyTo, part: "la **grande** porte", silent: true }),
    ),
  )
  // Plain text has no marks: its stars are what is said.
  const shown = { text: "Laquelle ?", silent: true, reply: { part: "la **grande** porte" } }
  expect(await last(bob, conversation)).toMatchObject(shown)
  bob.link.down = false
  unwrap(await world.run(bob.client.sent(conversation, id)))
  await world.rest()
  for (const device of [ana, bob]) expect(await last(device, conversation)).toMatchObject(shown)
  // What the message does not say is left out when it is sent.
  const made = { replyTo, part: "la petite porte" }
  unwrap(await world.run(bob.client.sendText(conversation, "Ah.", made)))
  await world.rest()
  const answer = await last(ana, conversation)
  expect(answer).toMatchObject({ text: "Ah.", silent: false, reply: { at: "known", part: undefined } })
})
