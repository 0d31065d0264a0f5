import type { ConversationSummary, Person } from "@colombe/client"
import { text } from "../../i18n/index.ts"

/** Plain words for what "end-to-end encrypted" means here. */
export function readers(details: ConversationSummary): string {
  if (details.peer !== undefined)
    return text("conversation.readers.direct", { name: details.peer.displayName })
  return text("conversation.readers.group", { count: details.memberCount })
}

/** The same beside the title, where there is no room to say the name once more. */
export function readersInBrief({ peer, memberCount }: ConversationSummary): string {
  if (peer !== undefined) return text("conversation.readers.two")
  return text("conversation.readers.few", { count: memberCount })
}

/** Undefined where nobody writes. In a direct it is clear who. */
export function writersSentence(
  writers: readonly Person[],
  { kind }: Pick<ConversationSummary, "kind">,
): string | undefined {
  const [first, second] = writers
  if (first === undefined) return undefined
  if (kind === "direct") return text("writing.direct")
  return text("writing.group", {
    count: writers.length,
    first: first.displayName,
    second: second?.displayName ?? "",
  })
}
