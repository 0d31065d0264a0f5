import type { ConversationSummary, Person, Trust } from "@colombe/client"
import { isolated, type MessageId, text } from "../../i18n/index.ts"

/** Plain words for what "end-to-end encrypted" means here, and for what is known of who the other one is. */
export function readers(details: ConversationSummary): string {
  const { kind, peer } = details
  if (kind === "self") return text("saved.readers")
  if (peer !== undefined) return text(sentences[peer.trust], { name: peer.displayName })
  return text("conversation.readers.group", { count: details.memberCount })
}

/** The same beside the title, where there is no room to say the name once more. */
export function readersInBrief({ kind, peer, memberCount }: ConversationSummary): string {
  if (kind === "self") return text("saved.readers")
  if (peer !== undefined) return text(inBrief[peer.trust], { name: peer.displayName })
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
    first: isolated(first.displayName),
    second: isolated(second?.displayName ?? ""),
  })
}

const onlyTheTwo = "conversation.readers.direct"

const sentences = {
  typed: onlyTheTwo,
  link: onlyTheTwo,
  verified: "conversation.readers.verified",
  changed: "conversation.readers.changed",
  frozen: "conversation.readers.frozen",
} as const satisfies Record<Trust, MessageId>

const inBrief = {
  ...sentences,
  typed: "conversation.readers.two",
  link: "conversation.readers.two",
  verified: "conversation.readers.compared",
} as const satisfies Record<Trust, MessageId>
