import { type ConversationSeed, kindClass, kinds, type Role } from "@colombe/rules"

export type ConversationKind = ConversationSeed["kind"]

/** State slots that have a meaning in this version; the others are carried and not shown. */
export const slots = { title: 0, avatar: 1, pins: 2 } as const

const rank: Readonly<Record<Role, number>> = { banned: -1, member: 0, moderator: 1, admin: 2, owner: 3 }

/** Spec S14: whether somebody with this role in epoch n may have sent this kind there. */
export function mayPost(kind: number, conversation: ConversationKind, role: Role): boolean {
  const least = leastRole(kind, conversation)
  return least !== undefined && rank[role] >= rank[least]
}

function leastRole(kind: number, conversation: ConversationKind): Role | undefined {
  if (kind === kinds.keyRecords || kind === kinds.snapshot)
    return conversation === "self" ? "member" : undefined
  switch (kindClass(kind)) {
    case "slot":
      return leastRoleOfSlot(kind - kinds.state, conversation)
    case "stored":
      return conversation === "channel" && kind === kinds.message ? "admin" : "member"
    case "relayed":
      return "member"
    default:
      return undefined
  }
}

function leastRoleOfSlot(slot: number, conversation: ConversationKind): Role | undefined {
  const named = slot === slots.title || slot === slots.avatar
  if (conversation === "self" || conversation === "direct") return named ? undefined : "member"
  if (named) return "admin"
  return slot === slots.pins ? "moderator" : "member"
}
