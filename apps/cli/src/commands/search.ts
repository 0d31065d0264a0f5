import type { Result } from "@colombe/base"
import { fail, succeed } from "@colombe/base"
import type { FoundMessage, SearchPage } from "@colombe/client"
import { type Locale, phrase } from "@colombe/phrases"
import type { HomeClient } from "../home/seat.ts"
import type { Io } from "../io.ts"
import { localTime, printable, titleOf } from "../output/lines.ts"

/** Messages of one answer at a terminal. */
const foundDefault = 50
/** And of one page. */
const pageMax = 200

export interface SearchRequest {
  readonly text: string
  readonly limit: number | undefined
  readonly json: boolean
}

/** Needs no connection: everything that is found is in this home. */
export async function search(
  io: Io,
  client: HomeClient,
  { text, limit = foundDefault, json }: SearchRequest,
  locale: Locale,
): Promise<Result<void>> {
  if ((await client.me()) === undefined) return fail("home-empty")
  const titles = new Map((await client.conversations()).map(one => [one.conversation, titleOf(one, locale)]))
  const line = json ? jsonMessage : messageLine(titles)
  let page = await client.search(text, { limit: Math.min(limit, pageMax) })
  for (const named of namedLines(page, json)) await io.print(named)
  for (let left = limit; ; ) {
    for (const message of page.messages) await io.print(line(message))
    left -= page.messages.length
    if (page.more === undefined || left <= 0) break
    page = await client.search(text, { before: page.more, limit: Math.min(left, pageMax) })
  }
  if (!page.isComplete) await io.complain(phrase("search-incomplete", locale))
  return succeed()
}

function jsonMessage({ conversation, seq, id, from, mine, at, snippet }: FoundMessage): string {
  const { text, ranges } = snippet
  const place = { kind: "message", conversation, seq, id, from: from.address, mine }
  return JSON.stringify({ ...place, at: new Date(at).toISOString(), text, ranges })
}

const messageLine =
  (titles: ReadonlyMap<string, string>) =>
  ({ conversation, from, at, snippet }: FoundMessage): string => {
    const { text, cutBefore, cutAfter } = snippet
    const shown = `${cutBefore ? "…" : ""}${text}${cutAfter ? "…" : ""}`
    const title = titles.get(conversation) ?? conversation
    return `${localTime(at)} [${title}] ${printable(from.address)}: ${printable(shown)}`
  }

function namedLines({ people, conversations }: SearchPage, json: boolean): readonly string[] {
  if (json)
    return [
      ...people.map(({ account, address, displayName }) =>
        JSON.stringify({ kind: "person", account, address, name: displayName }),
      ),
      ...conversations.map(({ conversation, title }) =>
        JSON.stringify({ kind: "conversation", conversation, title }),
      ),
    ]
  return [
    ...people.map(({ address, displayName }) => `@${printable(address)}  ${printable(displayName)}`),
    ...conversations.map(({ conversation, title }) => `[${printable(title)}]  ${conversation.slice(0, 12)}`),
  ]
}
