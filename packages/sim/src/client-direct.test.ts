import { expect, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { type ClientWorld, clientWorld, type Device, lines } from "./testing/client-world.ts"

/** The id of the direct that `from` opens with `to`. */
export async function direct(world: ClientWorld, from: Device, to: string): Promise<string> {
  const person = unwrap(await world.run(from.client.findPerson(to)))
  return unwrap(await world.run(from.client.openDirect(person.account))).conversation
}

export async function say(
  world: ClientWorld,
  from: Device,
  conversation: string,
  text: string,
): Promise<number> {
  const { id } = unwrap(await world.run(from.client.sendText(conversation, text)))
  return unwrap(await world.run(from.client.sent(conversation, id))).seq
}

test("Y39 first contact is read before it is answered, and answering accepts it", async () => {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const conversation = await direct(world, ana, "@bob")
  await say(world, ana, conversation, "bonjour Bob")
  await world.rest()
  const [request] = await bob.client.conversations()
  expect(request).toMatchObject({ conversation, membership: "request", title: "Ana", unread: 1 })
  expect(await lines(bob, conversation)).toEqual(["Ana: bonjour Bob"])

  await say(world, bob, conversation, "bonjour Ana")
  await world.rest()
  expect(await lines(ana, conversation)).toEqual(["Ana: bonjour Bob", "Bob: bonjour Ana"])
  const [accepted] = await bob.client.conversations()
  expect(accepted?.membership).toBe("member")
  await say(world, ana, conversation, "ça va ?")
  await world.rest()
  expect(await lines(bob, conversation)).toEqual(["Ana: bonjour Bob", "Bob: bonjour Ana", "Ana: ça va ?"])
})
