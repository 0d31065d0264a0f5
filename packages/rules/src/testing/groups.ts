import { compare, toUtf8 } from "@colombe/base"
import { headOf, type VerifiedChain } from "../chain.ts"
import { conversationIdOf, directSeed, groupSeed } from "../conversation-id.ts"
import type { ColombeGroup, CommitData, Role } from "../group.ts"
import type { AccountId, Position } from "../ids.ts"
import type { CommitFacts, GroupFacts, LeafFact } from "../policy-facts.ts"
import { crypto, digestOf, type Person } from "./people.ts"

export async function leafOf(who: Person, device = 1, position: Position = who.head): Promise<LeafFact> {
  const { publicKey } = await who.key(device)
  return { account: who.account, device: await who.device(device), dsk: publicKey, position }
}

const byAccount = (left: { account: AccountId }, right: { account: AccountId }) =>
  compare(left.account, right.account)

export function sortedByAccount<Item extends { account: AccountId }>(
  items: readonly Item[],
): readonly Item[] {
  return [...items].sort(byAccount)
}

export interface Seat {
  readonly who: Person
  readonly devices?: readonly number[]
  readonly role?: Exclude<Role, "member">
  /** The position that leaves or the dormant entry carry; the head where it is not given. */
  readonly position?: Position
}

/** The first seat is the creator's, who is owner. Nobody's devices: dormant. */
export async function groupOf(
  seats: readonly Seat[],
  change: Partial<ColombeGroup> = {},
): Promise<GroupFacts> {
  const [creator] = seats
  if (creator === undefined) throw new Error("a group has a creator")
  const leaves: LeafFact[] = []
  for (const { who, devices = [1], position } of seats)
    for (const device of devices) leaves.push(await leafOf(who, device, position))
  const seed = groupSeed(creator.who.account, digestOf(0))
  const roles = seats.flatMap(({ who, role }, index) => {
    const given = index === 0 ? "owner" : role
    return given === undefined ? [] : [{ account: who.account, role: given }]
  })
  const dormant = seats.flatMap(({ who, devices, position }) =>
    devices?.length === 0 ? [{ account: who.account, position: position ?? who.head }] : [],
  )
  const extension: ColombeGroup = {
    version: 1,
    seed,
    previous: undefined,
    host: toUtf8("localhost"),
    suiteRank: 1,
    sealRank: 1,
    history: "none",
    historyDays: 0,
    ttlSeconds: 0,
    roles: sortedByAccount(roles),
    dormant: sortedByAccount(dormant),
    chains: [],
    links: [],
    ...change,
  }
  const id = { conversation: conversationIdOf(crypto, seed), incarnation: 0 }
  return { id, epoch: 7, extension, leaves: new Map(leaves.entries()) }
}

export async function directOf(
  one: Seat,
  other: Seat,
  change: Partial<ColombeGroup> = {},
): Promise<GroupFacts> {
  const seed = directSeed(one.who.account, other.who.account)
  if (seed === undefined) throw new Error("two people")
  const group = await groupOf([one, other], { ...change, seed, roles: [] })
  return { ...group, id: { conversation: conversationIdOf(crypto, seed), incarnation: 0 } }
}

export const plainData: CommitData = {
  version: 1,
  reason: "path",
  seq: 0,
  log: new Uint8Array(32),
  raises: [],
  invite: undefined,
}

export type Change = Omit<Partial<CommitFacts>, "data"> & { readonly data?: Partial<CommitData> }

export function commitOf(committer: number | undefined, change: Change = {}): CommitFacts {
  return {
    committer,
    path: undefined,
    added: [],
    removed: [],
    extension: undefined,
    foreign: false,
    ...change,
    data: { ...plainData, ...change.data },
  }
}

/** The links by which `to` goes on from the position recorded. */
export function raiseOf(to: VerifiedChain, from: Position): CommitData["raises"][number] {
  const known = to.steps.findIndex(({ position }) => compare(position.hash, from.hash) === 0)
  return { account: to.account, to: headOf(to), links: to.steps.slice(known + 1).map(({ link }) => link) }
}
