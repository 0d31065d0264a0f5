import type { ConversationSummary, MessageItem, Person, SendState } from "@colombe/client"

/** A Thursday afternoon, so that the gallery looks alike on every day. */
export const now = Date.UTC(2026, 10, 26, 15, 4)
const minute = 60_000

export function person(account: string, displayName: string): Person {
  return { account, address: `${account}@colombe.example`, displayName, trust: "typed" }
}

export const ana = person("ana", "Ana Souza")
export const bob = person("bob", "Bob Martin")
export const eve: Person = { ...person("eve", "Ève Lambert"), picture: "eve" }
export const arab = person("abd", "عبد الرحمن بن محمد الأندلسي")
export const chinese = person("lin", "林美玲")
export const emoji = person("lea", "🕊️ Léa 🌿")
export const long = person("max", "Maximilian-Alexander von Hohenstaufen-Wittelsbach zu Lichtenstein")

let made = 0

/** A message of `from`, so many minutes ago. */
export function message(from: Person, text: string, more: Partial<MessageItem> = {}): MessageItem {
  made += 1
  const at = now - (400 - made) * minute
  return {
    kind: "message",
    id: `message-${made}`,
    seq: made,
    at,
    sentAt: at,
    from,
    mine: from === ana,
    format: "markdown",
    text,
    files: [],
    edited: false,
    reply: undefined,
    silent: false,
    reactions: [],
    state: { at: "stored" },
    vouched: false,
    read: false,
    change: undefined,
    forwarded: undefined,
    poll: undefined,
    expiresAt: undefined,
    ...more,
  }
}

export const states: readonly SendState[] = [
  { at: "queued" },
  { at: "stored" },
  { at: "lost" },
  { at: "failed", code: "member-unknown" },
]

/** A conversation of the list: with a person, or without one a group. */
export function summary(
  conversation: string,
  peer: Person | undefined,
  more: Partial<ConversationSummary> = {},
): ConversationSummary {
  const last = message(
    peer ?? bob,
    "Le document est prêt, je te l’apporte ce soir avec les deux copies signées.",
  )
  return {
    conversation,
    kind: peer === undefined ? "group" : "direct",
    title: peer?.displayName ?? "Délégation de Lisbonne",
    peer,
    membership: "member",
    memberCount: peer === undefined ? 3 : 2,
    unread: 0,
    mentions: 0,
    nextMention: undefined,
    last: { item: last, at: last.at },
    at: last.at,
    head: last.seq ?? 0,
    alert: undefined,
    failed: false,
    pinned: 0,
    mutedUntil: 0,
    archived: false,
    draft: "",
    markedUnread: false,
    ...more,
  }
}
