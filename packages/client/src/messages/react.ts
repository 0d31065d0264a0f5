import type { Bytes } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { Receiving } from "../conversation/receiving.ts"
import type { Transaction } from "../home/transaction.ts"
import type { ReactionRecord } from "../records/annotation-records.ts"
import type { Shown, ShownAs } from "../records/conversation-records.ts"
import { annotationOf, entryOf, putAnnotation, withReaction } from "./annotations.ts"

const nothing: Shown = { shows: "nothing" }

/** Spec N13. An empty reaction was taken back before it was opened: it still stands before older ones. */
export async function takeReaction(
  { transaction }: Receiving,
  conversation: ConversationId,
  seq: number,
  shown: ShownAs<"reaction">,
): Promise<Shown> {
  const { account, messageId, target } = shown
  const found = await entryOf(transaction, conversation, target)
  if (found !== undefined && found.entry.shown.shows !== "message") return nothing
  await putReaction(transaction, conversation, target, { account, seq, messageId, reaction: shown.reaction })
  return shown.reaction === "" ? nothing : shown
}

/** A reaction that is there is taken back: nothing older comes back in its place. */
export function withdrawReaction(
  transaction: Transaction,
  conversation: ConversationId,
  seq: number,
  { account, messageId, target }: ShownAs<"reaction">,
): Promise<void> {
  return putReaction(transaction, conversation, target, { account, seq, messageId, reaction: "" })
}

async function putReaction(
  transaction: Transaction,
  conversation: ConversationId,
  target: Bytes,
  reaction: ReactionRecord,
): Promise<void> {
  const annotation = await annotationOf(transaction, conversation, target)
  const reactions = withReaction(annotation.reactions, reaction)
  putAnnotation(transaction, conversation, target, { ...annotation, reactions })
}
