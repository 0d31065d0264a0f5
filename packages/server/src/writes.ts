import { keyOf } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { NewEntry, StoredEntry } from "@colombe/store"
import { encodeEvent, refuse } from "@colombe/wire"
import type { ServerContext } from "./context.ts"
import { entryOnWire } from "./entries.ts"
import type { Outcome } from "./handler.ts"
import { topicOf } from "./live.ts"

/**
 * Stores an entry, then tells it: durable before anybody hears of it, and in the order of the log. `then` runs in
 * between the entry and whatever comes after it.
 */
export function write(
  server: ServerContext,
  entry: NewEntry,
  then?: (stored: StoredEntry) => void,
): Promise<Outcome<StoredEntry>> {
  const { conversations } = server.store
  return server.inOrder.run<Awaited<ReturnType<typeof conversations.append>>, Outcome<StoredEntry>>(
    keyOf(entry.conversation),
    () => conversations.append(entry),
    result => {
      if (!result.ok) return refuse(result.code)
      tellEntry(server, entry.conversation, result.value)
      then?.(result.value)
      server.fanOut.kick()
      return result
    },
  )
}

export function tellEntry(
  { topics }: ServerContext,
  conversation: ConversationId,
  stored: StoredEntry,
): void {
  const entry = entryOnWire(stored)
  topics.publish(topicOf(conversation), encodeEvent({ case: "entryStored", value: { conversation, entry } }))
}
