import { fail, type Result, succeed } from "@colombe/base"
import type { ConversationSummary } from "@colombe/client"
import type { HomeClient } from "./home/seat.ts"

/** What stands beside `title-ambiguous`: the candidates to choose from. */
export interface AmbiguousTitle {
  readonly candidates: readonly ConversationSummary[]
}

/** This person, for what they keep for themselves. */
const oneself = "@"

/** `@bob` and `bob@host` name a person; anything else is a group's title, or the start of a conversation's id. */
export function namesPerson(target: string): boolean {
  return target.startsWith("@") || /^[^\s@]+@[^\s@]+$/.test(target)
}

/** An existing conversation, or for a person one that may have to be made. */
export async function findConversation(
  client: HomeClient,
  target: string,
  make: boolean,
): Promise<Result<string>> {
  const me = await client.me()
  if (me === undefined) return fail("home-empty")
  if (target === oneself) return succeed(me.saved)
  if (!namesPerson(target)) return findGroup(client, target)
  const person = await client.findPerson(target)
  if (!person.ok) return person
  if (person.value.account === me.account) return succeed(me.saved)
  const known = (await client.conversations()).find(
    one => one.kind === "direct" && one.peer?.account === person.value.account,
  )
  if (known !== undefined) return succeed(known.conversation)
  if (!make) return fail("conversation-unknown")
  const opened = await client.openDirect(person.value.account)
  return opened.ok ? succeed(opened.value.conversation) : opened
}

/** Characters of a conversation's id that are enough to name it. */
const idPrefixLength = 8

export async function findGroup(client: HomeClient, title: string): Promise<Result<string>> {
  const groups = (await client.conversations()).filter(one => one.kind === "group")
  const byId = groups.filter(one => title.length >= idPrefixLength && one.conversation.startsWith(title))
  const byTitle = groups.filter(one => one.title === title)
  const candidates = byTitle.length > 0 ? byTitle : byId
  const [only] = candidates
  if (only === undefined) return fail("title-unknown")
  if (candidates.length > 1) return fail("title-ambiguous", "never", { candidates } satisfies AmbiguousTitle)
  return succeed(only.conversation)
}
