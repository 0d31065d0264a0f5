import { type Bytes, equal } from "@colombe/base"
import { decodeMessageAs } from "@colombe/mls/public"
import { type ConversationId, decodeGroupId } from "@colombe/rules"
import { type CommitRequest, refuse } from "@colombe/wire"
import type { ServerContext } from "./context.ts"
import { entryWithoutBody } from "./entries.ts"
import type { Place } from "./groups.ts"
import type { DeviceCaller, Outcome } from "./handler.ts"

/** The epoch that a PublicMessage stands on; undefined for what is none, or of another conversation. */
export function placeOf(message: Bytes, conversation: ConversationId): Place | undefined {
  const read = decodeMessageAs(message, "publicMessage")
  const id = read.ok ? decodeGroupId(read.value.content.groupId) : undefined
  if (!read.ok || !id?.ok || !equal(id.value.conversation, conversation)) return undefined
  return { incarnation: id.value.incarnation, epoch: read.value.content.epoch }
}

/** The commit that won may be the very same one, whose first answer was lost. */
export async function repeatedCommit(
  { store }: ServerContext,
  { account }: DeviceCaller,
  { conversation, commit }: CommitRequest,
  { incarnation, epoch }: Place,
): Promise<Outcome<{ entry: ReturnType<typeof entryWithoutBody> }>> {
  const made = await store.conversations.group(conversation, { incarnation, epoch: epoch + 1 })
  const [entry] = made ? await store.conversations.entries(conversation, made.seq - 1, 1) : []
  const same = entry?.body && equal(entry.body, commit) && equal(entry.author, account)
  return same ? { ok: true, value: { entry: entryWithoutBody(entry) } } : refuse("stale-epoch")
}
