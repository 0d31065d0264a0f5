import { type Result, succeed } from "@colombe/base"
import type { Client, ConversationSummary } from "@colombe/client"
import { type Said, secretMark } from "./oracle.ts"
import type { Person } from "./person.ts"
import type { Scene } from "./scene.ts"

type Act = (world: Scene, person: Person) => void

/** What people do, with how often each happens. */
const acts: readonly (readonly [number, Act])[] = [
  [10, say],
  [4, writeTo],
  [2, createGroup],
  [3, addSomebody],
  [3, removeSomebody],
  [1, leave],
  [2, crash],
  [1, crashServer],
  [2, cutOff],
  [2, breakLines],
]

/** One act of one person, both chosen by the seed. */
export function act(world: Scene): void {
  const { random } = world
  const able = world.people.filter(({ client, account }) => client !== undefined && account !== undefined)
  const person = random.pick(able)
  if (person === undefined) return
  let left = random.below(acts.reduce((sum, [weight]) => sum + weight, 0))
  for (const [weight, one] of acts) {
    left -= weight
    if (left >= 0) continue
    one(world, person)
    return
  }
}

function others(world: Scene, person: Person): readonly Person[] {
  return world.people.filter(other => other !== person && other.account !== undefined)
}

/** Says it, remembers under which id, and waits for the server's answer beside what else is done. */
async function send(
  { oracle }: Scene,
  person: Person,
  client: Client,
  said: Said,
  conversation: string,
): Promise<Result<void>> {
  oracle.saidIn(said, conversation)
  const sent = await client.sendText(conversation, said.text)
  if (!sent.ok) return sent
  const { id } = sent.value
  person.call(
    `${said.text} durable`,
    async () => succeed(),
    () => {
      said.id = id
      person.call(
        `${said.text} stored`,
        asked => asked.sent(conversation, id),
        stored => {
          if (stored.ok) said.seq = stored.value.seq
        },
      )
    },
  )
  return succeed()
}

function say(world: Scene, person: Person): void {
  const said = world.oracle.say(person.name)
  person.call(said.text, async client => {
    const known = world.random.pick(await client.conversations())
    return known === undefined ? succeed() : send(world, person, client, said, known.conversation)
  })
}

function writeTo(world: Scene, person: Person): void {
  const other = world.random.pick(others(world, person))
  if (other !== undefined) sayTo(world, person, other)
}

export function sayTo(world: Scene, person: Person, other: Person): void {
  const said = world.oracle.say(person.name)
  person.call(`${said.text} to ${other.name}`, async client => {
    const found = await client.findPerson(other.name)
    if (!found.ok) return found
    const direct = await client.openDirect(found.value.account)
    if (!direct.ok) return direct
    return send(world, person, client, said, direct.value.conversation)
  })
}

function createGroup(world: Scene, person: Person): void {
  createGroupOf(
    person,
    others(world, person).filter(() => world.random.chance(0.6)),
  )
}

export function createGroupOf(person: Person, invited: readonly Person[]): void {
  const title = `${secretMark} ${person.name}'s group`
  person.call(`creates a group with ${invited.map(({ name }) => name)}`, async client => {
    const accounts: string[] = []
    for (const { name } of invited) {
      const found = await client.findPerson(name)
      if (!found.ok) return found
      accounts.push(found.value.account)
    }
    return client.createGroup(title, accounts)
  })
}

async function someGroup(world: Scene, client: Client): Promise<ConversationSummary | undefined> {
  const groups = (await client.conversations()).filter(({ kind }) => kind === "group")
  return world.random.pick(groups)
}

function addSomebody(world: Scene, person: Person): void {
  const other = world.random.pick(others(world, person))
  if (other === undefined) return
  person.call(`adds ${other.name}`, async client => {
    const group = await someGroup(world, client)
    if (group === undefined) return succeed()
    const { conversation } = group
    const found = await client.findPerson(other.name)
    if (!found.ok) return found
    world.oracle.beginAdd(conversation, other.name, said => said.seq !== undefined)
    const added = await client.addMembers(conversation, [found.value.account])
    world.oracle.endAdd(conversation, other.name)
    return added
  })
}

function removeSomebody(world: Scene, person: Person): void {
  const other = world.random.pick(others(world, person))
  if (other?.account === undefined) return
  const { account, name } = other
  let removal: { readonly conversation: string; readonly adds: number } | undefined
  person.call(
    `removes ${name}`,
    async client => {
      const group = await someGroup(world, client)
      if (group === undefined) return succeed()
      const { conversation } = group
      removal = { conversation, adds: world.oracle.addsOf(conversation, name) }
      return client.removeMember(conversation, account)
    },
    result => {
      if (result.ok && removal !== undefined) world.oracle.removed(removal.conversation, name, removal.adds)
    },
  )
}

function leave(world: Scene, person: Person): void {
  person.call("leaves", async client => {
    const group = await someGroup(world, client)
    return group === undefined ? succeed() : client.leave(group.conversation)
  })
}

function crash(world: Scene, person: Person): void {
  person.crash()
  world.later(() => person.start())
}

function crashServer(world: Scene): void {
  if (!world.server.isRunning) return
  world.server.crash()
  world.later(async () => world.server.start())
}

function cutOff({ network, later }: Scene, { name }: Person): void {
  if (network.isCutOff(name)) return
  network.cutOff(name)
  later(async () => network.reconnect(name))
}

function breakLines({ network }: Scene, { name }: Person): void {
  network.breakLines(name)
}
