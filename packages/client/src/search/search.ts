import { type Bytes, equal, fromBase64Url, toBase64Url } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import type { ConversationSummary, FoundMessage, Person, SearchOptions, SearchPage } from "../api/index.ts"
import type { Home } from "../home/home.ts"
import { plainText } from "../markup/markup.ts"
import { listedSummaryOf } from "../queries/conversations.ts"
import { inListOrder } from "../queries/list-order.ts"
import { listingOf } from "../queries/listing.ts"
import { type People, peopleIn } from "../queries/message-item.ts"
import type { MeRecord } from "../records/account-records.ts"
import { conversationTable, entryTable, seqKey, seqOf } from "../records/conversation-records.ts"
import { readRecord, scanRecords } from "../records/table.ts"
import type { SearchTerm } from "../store/port.ts"
import { isHidden } from "../strangers/blocked.ts"
import { isIndexed } from "./indexing.ts"
import { conversationScope, messageMarkMin, peopleScope } from "./searchable.ts"
import { snippetOf } from "./snippet.ts"
import { matches, termsOf } from "./terms.ts"

/** Messages of one page, and how many where nobody says. */
const pageMax = 200
const pageDefault = 50
/** People, and conversations, found by their names. */
const namesMax = 20
/** Conversations whose titles are looked at. */
const conversationsMax = 10_000

const nothing: SearchPage = { messages: [], more: undefined, people: [], conversations: [], isComplete: true }

export async function searchHome(home: Home, typed: string, options: SearchOptions): Promise<SearchPage> {
  const { identity } = home.current
  const terms = termsOf(typed)
  const within = options.conversation === undefined ? undefined : fromBase64Url(options.conversation)
  const isUnknown = options.conversation !== undefined && within?.length !== idBytes
  if (identity === undefined || terms.length === 0 || isUnknown) return nothing
  const found = await findMessages(home, identity.me, terms, within, options)
  const isWhole = within === undefined && options.before === undefined
  return {
    ...found,
    people: isWhole ? await findPeople(home, terms) : [],
    conversations: isWhole ? await findConversations(home, identity.me, terms) : [],
    isComplete: await isIndexed(home.store),
  }
}

async function findMessages(
  home: Home,
  me: MeRecord,
  terms: readonly SearchTerm[],
  within: ConversationId | undefined,
  { before, limit = pageDefault }: SearchOptions,
): Promise<Pick<SearchPage, "messages" | "more">> {
  const wanted = Math.max(1, Math.min(limit, pageMax))
  const hits = await home.store.search({
    terms,
    ...(within === undefined ? {} : { scope: conversationScope(within) }),
    from: messageMarkMin,
    to: before ?? Number.MAX_SAFE_INTEGER,
    limit: wanted + 1,
  })
  const people = peopleIn(home.store)
  const messages: FoundMessage[] = []
  for (const { key } of hits.slice(0, wanted)) {
    const message = await foundAt(home, people, me, terms, key)
    if (message !== undefined) messages.push(message)
  }
  return { messages, more: hits.length > wanted ? hits[wanted - 1]?.mark : undefined }
}

const idBytes = 32

async function foundAt(
  home: Home,
  people: People,
  me: MeRecord,
  terms: readonly SearchTerm[],
  key: Bytes,
): Promise<FoundMessage | undefined> {
  const conversation = key.slice(1, 1 + idBytes)
  const seq = seqOf(key)
  const entry = await readRecord(home.store, entryTable, conversation, seqKey(seq))
  // Deleted since it was found.
  if (entry?.shown.shows !== "message") return undefined
  const { account, sendId, text, format } = entry.shown
  if (await isHidden(home.store, account, entry.atMs)) return undefined
  return {
    conversation: toBase64Url(conversation),
    seq,
    id: toBase64Url(sendId),
    from: await people(account),
    mine: equal(account, me.account),
    at: entry.atMs,
    snippet: snippetOf(format === "markdown" ? plainText(text) : text, terms),
  }
}

async function findPeople(home: Home, terms: readonly SearchTerm[]): Promise<readonly Person[]> {
  const range = { terms, scope: peopleScope, from: 0, to: messageMarkMin, limit: namesMax }
  const people = peopleIn(home.store)
  return Promise.all((await home.store.search(range)).map(({ key }) => people(key.slice(1))))
}

async function findConversations(
  home: Home,
  me: MeRecord,
  terms: readonly SearchTerm[],
): Promise<readonly ConversationSummary[]> {
  const rows = await scanRecords(home.store, conversationTable, { limit: conversationsMax })
  const named = rows.filter(({ value }) => value.title !== undefined && matches(value.title, terms))
  const listing = listingOf(home, home.store, me)
  const found = await Promise.all(named.slice(0, namesMax).map(({ key }) => listedSummaryOf(listing, key)))
  return inListOrder(found.flatMap(summary => summary ?? []))
}
