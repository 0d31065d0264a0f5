import { type Result, succeed } from "@colombe/base"
import type { Client, ConversationDetails, Role } from "@colombe/client"
import type { Device } from "../device.ts"
import { secretMark } from "../oracle.ts"
import type { Act, Actor, Scene } from "../scene.ts"

const roles: readonly Role[] = ["member", "moderator", "admin", "owner"]
/** Seconds: nothing that is said in a run is over before its end. */
const timers = [0, 30, 90, 365].map(days => days * 86_400)

/** Somebody does something in a group of theirs, whether they may or not. */
function inGroup(
  { random }: Scene,
  device: Device,
  what: string,
  change: (client: Client, group: ConversationDetails) => Promise<Result<void>>,
): void {
  device.call(what, async client => {
    const groups = (await client.conversations()).filter(({ kind }) => kind === "group")
    const group = await client.conversation(random.pick(groups)?.conversation ?? "")
    return group === undefined ? succeed() : change(client, group)
  })
}

export function setRole(world: Scene, { device }: Actor): void {
  const role = world.random.pick(roles) ?? "member"
  inGroup(world, device, `makes somebody ${role}`, async (client, { conversation, members }) => {
    const other = world.random.pick(members)
    return other === undefined ? succeed() : client.setRole(conversation, other.account, role)
  })
}

export function handOver(world: Scene, { device }: Actor): void {
  inGroup(world, device, "hands over", async (client, { conversation, members }) => {
    const other = world.random.pick(members)
    return other === undefined ? succeed() : client.handOver(conversation, other.account)
  })
}

export function liftBan(world: Scene, { device }: Actor): void {
  inGroup(world, device, "lifts a ban", async (client, { conversation, banned }) => {
    const other = world.random.pick(banned)
    return other === undefined ? succeed() : client.liftBan(conversation, other.account)
  })
}

export function setTitle(world: Scene, { device }: Actor): void {
  const title = `${secretMark} group ${world.random.below(1_000)}`
  inGroup(world, device, `calls it ${title}`, (client, { conversation }) =>
    client.setTitle(conversation, title),
  )
}

export function setHistory(world: Scene, { device }: Actor): void {
  const policy = world.random.chance(0.5) ? "all" : "none"
  inGroup(world, device, `opens history to ${policy}`, (client, { conversation }) =>
    client.setHistory(conversation, policy),
  )
}

/** In a group or with one person. */
export function setTimer({ random }: Scene, { device }: Actor): void {
  const seconds = random.pick(timers) ?? 0
  device.call(`lets things stay for ${seconds} s`, async client => {
    const some = random.pick(await client.conversations())
    return some === undefined ? succeed() : client.setTimer(some.conversation, seconds)
  })
}

/** With how often. */
export const roleActs: readonly (readonly [number, Act])[] = [
  [8, setRole],
  [3, handOver],
  [3, liftBan],
  [3, setTitle],
  [3, setHistory],
  [2, setTimer],
]
