import { equal } from "@colombe/base"
import type { AccountId, ConversationSeed } from "@colombe/rules"

/** The other side of a direct. */
export function peerOf(seed: ConversationSeed, own: AccountId): AccountId | undefined {
  if (seed.kind !== "direct") return undefined
  return equal(seed.low, own) ? seed.high : seed.low
}
