import { fail, type Result, succeed } from "@colombe/base"
import type { RegisterRequest } from "@colombe/client"
import { type Locale, phrase } from "@colombe/phrases"
import type { HomeClient } from "../home/seat.ts"
import type { Io } from "../io.ts"

export async function register(
  io: Io,
  client: HomeClient,
  request: RegisterRequest,
  locale: Locale,
): Promise<Result<void>> {
  const made = await client.register(request)
  return made.ok ? showWords(io, client, made.value.me.address, made.value.words, locale) : made
}

/** Once more what was not seen, because this was cut off the first time. */
export async function words(io: Io, client: HomeClient, locale: Locale): Promise<Result<void>> {
  const me = await client.me()
  const kept = await client.pendingWords()
  if (me === undefined) return fail("home-empty")
  return kept === undefined ? fail("words-not-kept") : showWords(io, client, me.address, kept, locale)
}

/** They are forgotten once they are out: what they were written to has them. */
async function showWords(
  io: Io,
  client: HomeClient,
  address: string,
  shown: string,
  locale: Locale,
): Promise<Result<void>> {
  await io.complain(phrase("words-shown-once", locale, { address }))
  await io.print(shown)
  await client.wordsShown()
  return succeed()
}
