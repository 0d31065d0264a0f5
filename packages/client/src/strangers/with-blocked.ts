import { peerOf } from "../account/peer.ts"
import type { Identity } from "../home/home.ts"
import type { RecordReader } from "../home/transaction.ts"
import type { ConversationRecord } from "../records/conversation-records.ts"
import { blockedSince } from "./blocked.ts"

/** A direct whose other side is blocked: they learn nothing of what is done there, and nothing is said to them. */
export async function isWithBlocked(
  reader: RecordReader,
  { me }: Pick<Identity, "me">,
  { seed }: Pick<ConversationRecord, "seed">,
): Promise<boolean> {
  const peer = peerOf(seed, me.account)
  return peer !== undefined && (await blockedSince(reader, peer)) !== undefined
}
