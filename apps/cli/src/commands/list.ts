import { type Result, succeed } from "@colombe/base"
import type { ConversationSummary } from "@colombe/client"
import type { Locale } from "@colombe/phrases"
import type { HomeClient } from "../home/seat.ts"
import type { Io } from "../io.ts"
import { titleOf } from "../output/lines.ts"

/** Every conversation on a line of its own: how much of it is unread, and how much of that mentions this person. */
export async function list(io: Io, client: HomeClient, json: boolean, locale: Locale): Promise<Result<void>> {
  for (const one of await client.conversations()) await io.print(json ? listJson(one) : listLine(one, locale))
  return succeed()
}

/** Columns of the two counts. */
const countWidth = 6

function listLine(one: ConversationSummary, locale: Locale): string {
  const { unread, mentions } = one
  const counts = [unread === 0 ? "" : String(unread), mentions === 0 ? "" : `@${mentions}`]
  return `${counts.map(count => count.padStart(countWidth)).join("")}  ${titleOf(one, locale)}`
}

/** The stable form for programs. */
function listJson({ conversation, kind, title, unread, mentions, nextMention }: ConversationSummary): string {
  const next = nextMention === undefined ? {} : { next_mention: nextMention }
  return JSON.stringify({ conversation, kind, title, unread, mentions, ...next })
}
