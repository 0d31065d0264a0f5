import { equal, keyOf } from "@colombe/base"
import {
  type AccountId,
  type ConversationId,
  conversationIdOf,
  directSeed,
  firstContactEntriesMax,
  kindClass,
} from "@colombe/rules"
import { type Refused, refuse } from "@colombe/wire"
import type { ServerContext } from "./context.ts"
import { hasLeaf, type KnownGroup, loadGroup } from "./groups.ts"

/** Entries of a direct that nobody accepted yet: opening, messages, and commits of the opener's own devices. */
const requestLengthMax = 32

/** Undefined where the other side of a direct has come in, or there is room for one more. */
export async function checkFirstContact(
  { store, crypto }: ServerContext,
  conversation: ConversationId,
  { facts }: Pick<KnownGroup, "facts">,
  author: AccountId,
  body: Uint8Array,
): Promise<Refused | undefined> {
  if (!isUnanswered({ facts })) return undefined
  const entries = await store.conversations.entries(conversation, 0, requestLengthMax)
  const digest = crypto.hash("SHA-256", body)
  if (entries.some(entry => equal(entry.digest, digest))) return undefined
  const sent = entries.filter(({ type }) => kindClass(type) === "stored" || kindClass(type) === "slot")
  // Once the other side was in, silence made it dormant again: that is no first contact.
  const answered = entries.some(entry => !equal(entry.author, author))
  const full = sent.length >= firstContactEntriesMax || entries.length >= requestLengthMax
  return full && !answered ? refuse("first-contact-limit") : undefined
}

/** A direct whose other side is not in it. */
export function isUnanswered({ facts }: Pick<KnownGroup, "facts">): boolean {
  const { seed, dormant } = facts.extension
  return seed.kind === "direct" && dormant.some(({ account }) => !hasLeaf(facts, account))
}

/** Conversations that two people share which are looked at for a sign of consent. */
const sharedMax = 64

/** Whether `target` came into a conversation with `asker`: by accepting, writing back or joining, not by invitation. */
export async function hasConsented(
  server: ServerContext,
  asker: AccountId,
  target: AccountId,
): Promise<boolean> {
  const seed = directSeed(asker, target)
  if (seed === undefined) return true
  const direct = conversationIdOf(server.crypto, seed)
  if (await isIn(server, direct, target)) return true
  const theirs = new Set((await server.store.conversations.memberships(target)).map(keyOf))
  const shared = (await server.store.conversations.memberships(asker)).filter(one => theirs.has(keyOf(one)))
  for (const conversation of shared.slice(0, sharedMax))
    if (await isIn(server, conversation, target)) return true
  return false
}

async function isIn(
  server: ServerContext,
  conversation: ConversationId,
  target: AccountId,
): Promise<boolean> {
  const known = await loadGroup(server, conversation)
  return known !== undefined && hasLeaf(known.facts, target)
}
