import { type Bytes, equal, keyOf } from "@colombe/base"
import {
  type AccountId,
  type ConversationId,
  type GroupFacts,
  isAtLeast,
  joinLinkAsks,
  leads,
  roleOf,
} from "@colombe/rules"
import type { NewJoinLink, StoredJoinLink } from "@colombe/store"
import { type CommitRequest, type Refused, refuse } from "@colombe/wire"
import type { ServerContext } from "./context.ts"
import { type KnownGroup, loadGroup } from "./groups.ts"
import type { DeviceCaller, Outcome } from "./handler.ts"
import { topicOf } from "./live.ts"

/** Conversations that one connection may read by links at one time. */
const guestPlacesMax = 16

type Stored = Pick<ServerContext, "store" | "clock">

/**
 * Why a listed link lets nobody in now, spec D221: what no member can judge, since it is a clock, a count, or who made
 * it, which the group's state does not say. Undefined: it does.
 */
export async function linkFault(
  { store, clock }: Stored,
  conversation: ConversationId,
  { extension }: Pick<GroupFacts, "extension">,
  key: Bytes,
): Promise<Refused | undefined> {
  const listed = extension.links.find(link => equal(link.key.bytes, key))
  const counted = (await store.conversations.joinLinks(conversation)).find(link => equal(link.key, key))
  if (listed === undefined || counted === undefined) return refuse("invite-link-unknown")
  if (!leads(extension.roles, counted.maker)) return refuse("invite-link-unknown")
  if (listed.expiresMs !== 0 && listed.expiresMs <= clock.now()) return refuse("invite-link-expired")
  return isUsedUp(counted) ? refuse("invite-link-used-up") : undefined
}

function isUsedUp({ used, usesMax }: StoredJoinLink): boolean {
  return usesMax > 0 && used >= usesMax
}

export function asks({ extension }: Pick<GroupFacts, "extension">, key: Bytes): boolean {
  return extension.links.some(link => equal(link.key.bytes, key) && link.flags === joinLinkAsks)
}

/** Who may bring people in (spec C4). */
export function mayAdd({ extension }: Pick<GroupFacts, "extension">, account: AccountId): boolean {
  return isAtLeast(roleOf(extension.roles, account), "moderator")
}

/** What a link's holder may read from now on over this connection; the one that was opened first gives way. */
export function letIn({ connection }: DeviceCaller, conversation: ConversationId, key: Bytes): void {
  const { guestOf } = connection
  const topic = topicOf(conversation)
  guestOf.delete(topic)
  guestOf.set(topic, key)
  for (const oldest of guestOf.keys()) {
    if (guestOf.size <= guestPlacesMax) return
    guestOf.delete(oldest)
  }
}

/** Why somebody may neither as a member nor by a link over this connection; undefined: they may. */
export async function outsiderFault(
  server: ServerContext,
  caller: DeviceCaller,
  conversation: ConversationId,
): Promise<Refused | undefined> {
  const isMember = await server.store.conversations.isMember(conversation, caller.account)
  return isMember ? undefined : guestFault(server, caller, conversation)
}

/** The group, for a member of whom `may` holds. */
export async function groupFor(
  server: ServerContext,
  { account }: DeviceCaller,
  conversation: ConversationId,
  may: (facts: GroupFacts, account: AccountId) => boolean,
): Promise<Outcome<KnownGroup>> {
  if (!(await server.store.conversations.isMember(conversation, account)))
    return refuse("conversation-unknown")
  const known = await loadGroup(server, conversation)
  return known && may(known.facts, account) ? { ok: true, value: known } : refuse("commit-forbidden")
}

/** Why this connection does not read by a link, which is looked at anew each time: it may have ended. */
export async function guestFault(
  server: ServerContext,
  { connection, account }: DeviceCaller,
  conversation: ConversationId,
): Promise<Refused | undefined> {
  const key = connection.guestOf.get(topicOf(conversation))
  const known = key && (await loadGroup(server, conversation))
  if (key === undefined || known === undefined) return refuse("conversation-unknown")
  if (isListed(known.facts, account)) return refuse("invite-link-banned")
  return linkFault(server, conversation, known.facts, key)
}

/** Banned, or with a role that was left behind: no link brings such an account in (spec C16). */
export function isListed({ extension }: Pick<GroupFacts, "extension">, account: AccountId): boolean {
  return extension.roles.some(one => equal(one.account, account))
}

/** The links that a state lists and the one before did not, with what their maker asked for. */
export function newLinks(
  before: Pick<GroupFacts, "extension"> | undefined,
  after: Pick<GroupFacts, "extension">,
  maker: AccountId,
  limits: CommitRequest["inviteLimits"] = [],
): readonly NewJoinLink[] {
  const had = new Set(before?.extension.links.map(({ key }) => keyOf(key.bytes)))
  return after.extension.links
    .filter(({ key }) => !had.has(keyOf(key.bytes)))
    .map(({ key: { bytes } }) => ({
      key: bytes,
      maker,
      usesMax: limits.find(({ key }) => equal(key, bytes))?.uses ?? 0,
    }))
}
