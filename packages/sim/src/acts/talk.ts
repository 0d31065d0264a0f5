import { type Result, succeed } from "@colombe/base"
import type { Client } from "@colombe/client"
import type { Device } from "../device.ts"
import type { Said } from "../oracle.ts"
import type { Person } from "../person.ts"
import type { Actor, Scene } from "../scene.ts"

export function others(world: Scene, person: Person): readonly Person[] {
  return world.people.filter(other => other !== person && other.account !== undefined)
}

/** Says it, remembers under which id, and waits for the server's answer beside what else is done. */
async function send(
  { oracle, log }: Scene,
  device: Device,
  client: Client,
  said: Said,
  conversation: string,
): Promise<Result<void>> {
  oracle.saidIn(said, conversation)
  const { restores } = oracle
  const sent = await client.sendText(conversation, said.text)
  if (!sent.ok) return sent
  const { id } = sent.value
  device.call(
    `${said.text} durable`,
    async () => succeed(),
    () => {
      said.id = id
      device.call(
        `${said.text} stored`,
        asked => asked.sent(conversation, id),
        stored => {
          // An answer on its way while the server was restored is about the log of before.
          const isOfBefore = oracle.restores !== restores && !log.has(said)
          if (stored.ok && !isOfBefore) said.seq = stored.value.seq
        },
      )
    },
  )
  return succeed()
}

export function say(world: Scene, { person, device }: Actor): void {
  const said = world.oracle.say(person.name, device.name)
  device.call(said.text, async client => {
    const known = world.random.pick(await client.conversations())
    return known === undefined ? succeed() : send(world, device, client, said, known.conversation)
  })
}

export function writeTo(world: Scene, actor: Actor): void {
  const other = world.random.pick(others(world, actor.person))
  if (other !== undefined) sayTo(world, actor, other)
}

export function sayTo(world: Scene, { person, device }: Actor, other: Person): void {
  const said = world.oracle.say(person.name, device.name)
  device.call(`${said.text} to ${other.name}`, async client => {
    const found = await client.findPerson(other.name)
    if (!found.ok) return found
    const direct = await client.openDirect(found.value.account)
    if (!direct.ok) return direct
    return send(world, device, client, said, direct.value.conversation)
  })
}

/** Changes something of their own that was stored, on whichever of their devices. */
export function edit({ oracle, random }: Scene, { person, device }: Actor): void {
  const stored = oracle.said.filter(({ by, seq }) => by === person.name && seq !== undefined)
  const said = random.pick(stored)
  if (said?.conversation === undefined || said.id === undefined) return
  const { conversation, id } = said
  const { text, edit: changed } = oracle.change(said)
  device.call(
    text,
    client => client.editText(conversation, id, text),
    result => {
      if (result.ok) changed.id = result.value.id
    },
  )
}
