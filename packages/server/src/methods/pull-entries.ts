import type { ConversationId } from "@colombe/rules"
import type { ConversationStore, StoredEntry } from "@colombe/store"
import { type Delivery, entriesPageMax, pageBytesMax, type Refused, refuse, whole } from "@colombe/wire"
import type { ServerContext } from "../context.ts"
import { entryOnWire } from "../entries.ts"
import type { DeviceCaller, Handler } from "../handler.ts"
import { guestFault } from "../invites.ts"
import { fitPage, pageLimit } from "../page.ts"

/** For members and guests, and up to the entry that took them out for whoever is one no more. */
export const pullEntries: Handler<typeof Delivery.method.pullEntries, DeviceCaller> = async (
  server,
  caller,
  { conversation, after, limit },
) => {
  const from = whole(after)
  if (from === undefined) return refuse("request-invalid")
  const { conversations } = server.store
  const outside = await readerFault(server, caller, conversation)
  if (outside) return outside
  const head = await conversations.head(conversation)
  const entries = await readPage(conversations, conversation, from, pageLimit(limit, entriesPageMax))
  // Asked after the entries were read: whoever is taken out meanwhile gets nothing that came after it.
  const last = await readableUpTo(server, caller, conversation)
  if (last === undefined) return refuse("conversation-unknown")
  const readable = entries.filter(({ seq }) => seq <= last)
  const value = { entries: readable.map(entryOnWire), head: BigInt(Math.min(head?.seq ?? 0, last)) }
  return { ok: true, value }
}

/** Whoever holds a join link reads what the group was made of, as they would a moment later, having joined (spec D220). */
async function readableUpTo(
  server: ServerContext,
  caller: DeviceCaller,
  conversation: ConversationId,
): Promise<number | undefined> {
  const last = await server.store.conversations.readableUpTo(conversation, caller.account)
  if (last === Number.POSITIVE_INFINITY) return last
  const fault = await guestFault(server, caller, conversation)
  return fault === undefined ? Number.POSITIVE_INFINITY : last
}

async function readerFault(
  server: ServerContext,
  caller: DeviceCaller,
  conversation: ConversationId,
): Promise<Refused | undefined> {
  const last = await readableUpTo(server, caller, conversation)
  return last === undefined ? guestFault(server, caller, conversation) : undefined
}

/** Entries read at one time, so that no page is read that is then thrown away. */
const stepEntries = 32
const bytesOf = ({ body }: StoredEntry): number => body?.length ?? 0

async function readPage(
  conversations: ConversationStore,
  conversation: ConversationId,
  after: number,
  limit: number,
): Promise<readonly StoredEntry[]> {
  const page: StoredEntry[] = []
  let bytes = 0
  while (page.length < limit && bytes < pageBytesMax) {
    const wanted = Math.min(stepEntries, limit - page.length)
    const found = await conversations.entries(conversation, page.at(-1)?.seq ?? after, wanted)
    page.push(...found)
    for (const entry of found) bytes += bytesOf(entry)
    if (found.length < wanted) break
  }
  return fitPage(page, bytesOf)
}
