import { succeed } from "@colombe/base"
import type { Client, ConversationSummary } from "@colombe/client"
import { secretMark } from "../oracle.ts"
import type { Person } from "../person.ts"
import type { Actor, Scene } from "../scene.ts"
import { others } from "./talk.ts"

export function createGroup(world: Scene, actor: Actor): void {
  const { random } = world
  const history = random.chance(0.3) ? "all" : "none"
  const invited = others(world, actor.person).filter(() => random.chance(0.6))
  createGroupOf(actor, invited, history)
}

export function createGroupOf(
  { person, device }: Actor,
  invited: readonly Person[],
  history: "none" | "all" = "none",
): void {
  const title = `${secretMark} ${person.name}'s group`
  device.call(`creates a group with ${invited.map(({ name }) => name)}`, async client => {
    const accounts: string[] = []
    for (const { name } of invited) {
      const found = await client.findPerson(name)
      if (!found.ok) return found
      accounts.push(found.value.account)
    }
    return client.createGroup(title, accounts, { history })
  })
}

async function someGroup(world: Scene, client: Client): Promise<ConversationSummary | undefined> {
  const groups = (await client.conversations()).filter(({ kind }) => kind === "group")
  return world.random.pick(groups)
}

export function addSomebody(world: Scene, { person, device }: Actor): void {
  const other = world.random.pick(others(world, person))
  if (other === undefined) return
  device.call(`adds ${other.name}`, async client => {
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

export function removeSomebody(world: Scene, { person, device }: Actor): void {
  const other = world.random.pick(others(world, person))
  if (other?.account === undefined) return
  const { account, name } = other
  const { restores } = world.oracle
  let removal: { readonly conversation: string; readonly adds: number } | undefined
  device.call(
    `removes ${name}`,
    async client => {
      const group = await someGroup(world, client)
      if (group === undefined) return succeed()
      const { conversation } = group
      removal = { conversation, adds: world.oracle.addsOf(conversation, name) }
      return client.removeMember(conversation, account)
    },
    result => {
      if (result.ok && removal !== undefined && restores === world.oracle.restores)
        world.oracle.removed(removal.conversation, name, removal.adds)
    },
  )
}

export function leave(world: Scene, { device }: Actor): void {
  device.call("leaves", async client => {
    const group = await someGroup(world, client)
    return group === undefined ? succeed() : client.leave(group.conversation)
  })
}
