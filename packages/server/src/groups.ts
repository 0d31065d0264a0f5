import { type Bytes, equal, keyOf, unwrap } from "@colombe/base"
import type { PublicGroup } from "@colombe/mls/public"
import {
  type AccountId,
  type ConversationId,
  type DeviceId,
  type GroupFacts,
  groupFactsOf,
} from "@colombe/rules"
import type { Store, StoredGroup } from "@colombe/store"
import { type GroupLog, logOf, readGroup } from "./group-log.ts"
import { Recent } from "./recent.ts"

/** The public state of a conversation's newest epoch. */
export interface KnownGroup {
  readonly incarnation: number
  readonly epoch: number
  readonly group: PublicGroup
  readonly log: GroupLog
  readonly facts: GroupFacts
  /** Every account with a leaf or dormant, as `keyOf` writes it. */
  readonly members: ReadonlySet<string>
}

export type GroupCache = Recent<KnownGroup>

/** Leaves of the groups that stay in memory: some tens of megabytes. */
const leavesKept = 20_000

export function createGroupCache(): GroupCache {
  return new Recent<KnownGroup>(leavesKept, ({ facts }) => facts.leaves.size)
}

/** Undefined for a conversation that was never opened. Groups were judged before they were stored. */
export async function loadGroup(
  server: { store: Store; groups: GroupCache },
  conversation: ConversationId,
): Promise<KnownGroup | undefined> {
  const known = server.groups.get(keyOf(conversation))
  if (known) return known
  const stored = await server.store.conversations.group(conversation)
  if (!stored || isSelfState(stored)) return undefined
  const group = readGroup(stored.parts)
  return keepGroup(server.groups, conversation, stored, group, logOf(stored.parts))
}

/** A self conversation is a log under the vault's keys, and no group. */
export function isSelfState({ parts }: StoredGroup): boolean {
  return parts.every(({ length }) => length === 0)
}

/** Keeps the newer of what is held and what is offered, since whoever reads the store may come late. */
export function keepGroup(
  groups: GroupCache,
  conversation: ConversationId,
  { incarnation, epoch }: Pick<StoredGroup, "incarnation" | "epoch">,
  group: PublicGroup,
  log: GroupLog,
): KnownGroup {
  const facts = unwrap(groupFactsOf(group))
  const members = new Set(accountsOf(facts).map(keyOf))
  const offered = { incarnation, epoch, group, log, facts, members }
  const held = groups.get(keyOf(conversation))
  if (held && compareStates(held, offered) > 0) return held
  groups.set(keyOf(conversation), offered)
  return offered
}

export interface Place {
  readonly incarnation: number
  readonly epoch: number
}

/** Negative where `left` comes first. */
export function comparePlaces(left: Place, right: Place): number {
  return left.incarnation - right.incarnation || left.epoch - right.epoch
}

function compareStates(left: KnownGroup, right: KnownGroup): number {
  return comparePlaces(left, right) || left.group.pending.length - right.group.pending.length
}

/** Index of the leaf of a device, where it has one. */
export function leafOf({ leaves }: GroupFacts, account: AccountId, device: DeviceId): number | undefined {
  for (const [index, leaf] of leaves)
    if (equal(leaf.account, account) && equal(leaf.device, device)) return index
  return undefined
}

/** Every account with a leaf or dormant, without repeats. */
export function accountsOf({ leaves, extension }: GroupFacts): readonly AccountId[] {
  const accounts = new Map<string, Bytes>()
  for (const { account } of [...leaves.values(), ...extension.dormant]) accounts.set(keyOf(account), account)
  return [...accounts.values()]
}

export function hasLeaf({ leaves }: GroupFacts, account: AccountId): boolean {
  for (const leaf of leaves.values()) if (equal(leaf.account, account)) return true
  return false
}
