import type { Database } from "bun:sqlite"
import { Buffer } from "node:buffer"
import type { ConversationId } from "@colombe/rules"
import type { ConversationHead } from "@colombe/store"
import { selectConversation, selectHead } from "./entries.ts"

/** Logs whose head the writer remembers: about 400 bytes each. */
const headsMax = 100_000

export interface LogHead {
  /** The conversation's row. */
  readonly key: number
  readonly head: ConversationHead
}

export interface Heads {
  find(conversation: ConversationId): LogHead | undefined
  /** What the running transaction makes it; forgotten with all others where the transaction fails. */
  move(conversation: ConversationId, to: LogHead): void
  forget(): void
}

/** Where each log stands: read from the log itself when first asked, so that there is nothing to load on start. */
export function readHeads(database: Database): Heads {
  const conversationKey = selectConversation(database)
  const newest = selectHead(database)
  const known = new Map<string, LogHead>()
  const nameOf = (id: ConversationId): string =>
    Buffer.from(id.buffer, id.byteOffset, id.byteLength).toString("latin1")
  const remember = (name: string, head: LogHead): void => {
    known.delete(name)
    known.set(name, head)
    if (known.size > headsMax) known.delete(known.keys().next().value ?? "")
  }
  return {
    find(conversation) {
      const name = nameOf(conversation)
      const remembered = known.get(name)
      if (remembered) return remembered
      const row = conversationKey.get(conversation)
      const head = row && newest.get(row.key)
      if (!row || !head) return undefined
      const found = { key: row.key, head }
      remember(name, found)
      return found
    },
    move: (conversation, to) => remember(nameOf(conversation), to),
    forget: () => known.clear(),
  }
}
