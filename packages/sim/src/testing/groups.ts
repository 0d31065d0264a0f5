import { unwrap } from "@colombe/base"
import { type ClientWorld, type Device, direct, say } from "./client-world.ts"

export async function account(device: Device): Promise<string> {
  return (await device.client.me())?.account ?? ""
}

/** The two have talked. */
export async function acquaint(world: ClientWorld, one: Device, other: Device): Promise<void> {
  const conversation = await direct(world, one, other.name)
  await say(world, one, conversation, "bonjour")
  await world.rest(one, other)
  await say(world, other, conversation, "bonjour")
  await world.rest(one, other)
}

/** A group that one of them makes with the others, everybody at rest. */
export async function group(
  world: ClientWorld,
  by: Device,
  name: string,
  others: readonly Device[],
): Promise<string> {
  const people = await Promise.all(others.map(account))
  for (const other of others) unwrap(await world.run(by.client.findPerson(other.name)))
  const made = unwrap(await world.run(by.client.createGroup(name, people)))
  await world.rest()
  return made.conversation
}
