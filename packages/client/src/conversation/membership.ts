import { equal } from "@colombe/base"
import type { ColombeGroup } from "@colombe/rules"
import type { ConversationRecord } from "../records/conversation-records.ts"
import type { Seat } from "./facts.ts"

export type Standing = ConversationRecord["membership"]

/**
 * How an account stands in a group state, given how it stood before. A direct that somebody else opened is a request
 * until this side joins; what was declined stays so. `wasIn`: it was a member, dormant or not, in the state before.
 */
export function membershipIn(
  policy: Pick<ColombeGroup, "seed" | "dormant">,
  seats: readonly Pick<Seat, "account">[],
  { account }: { readonly account: Uint8Array },
  before: Standing,
  wasIn: boolean,
): Standing {
  if (seats.some(seat => equal(seat.account, account))) return "member"
  if (isDormant(policy, account)) {
    if (before === "declined" || before === "member") return before
    return policy.seed.kind === "direct" ? "request" : "invited"
  }
  // Whoever was in and is not any more was taken out; of others the log has not spoken yet.
  return wasIn && before !== "left" ? "removed" : before
}

export function isDormant({ dormant }: Pick<ColombeGroup, "dormant">, account: Uint8Array): boolean {
  return dormant.some(entry => equal(entry.account, account))
}
