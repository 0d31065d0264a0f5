import { type Result, succeed } from "@colombe/base"
import type { ScheduledItem, ScheduleOptions } from "@colombe/client"
import { type Locale, phrase } from "@colombe/phrases"
import type { HomeClient } from "../home/seat.ts"
import type { Io } from "../io.ts"
import { localTime, printable, titleOf } from "../output/lines.ts"
import { findConversation } from "../target.ts"

/** Keeps a message until its time, and prints the id by which it can be taken away. */
export async function schedule(
  io: Io,
  client: HomeClient,
  { target, text, at }: { readonly target: string; readonly text: string; readonly at: number },
  options: ScheduleOptions,
): Promise<Result<void>> {
  const conversation = await findConversation(client, target, true)
  if (!conversation.ok) return conversation
  const kept = await client.schedule(conversation.value, text, at, options)
  if (!kept.ok) return kept
  await io.print(kept.value.id)
  return succeed()
}

/** What waits for its time, the first first. */
export async function listScheduled(
  io: Io,
  client: HomeClient,
  json: boolean,
  locale: Locale,
): Promise<Result<void>> {
  for (const item of await client.scheduled())
    await io.print(json ? scheduledJson(item) : await scheduledLine(client, item, locale))
  return succeed()
}

async function scheduledLine(client: HomeClient, item: ScheduledItem, locale: Locale): Promise<string> {
  const details = await client.conversation(item.conversation)
  const title = details === undefined ? item.conversation : titleOf(details, locale)
  const why = item.failed === undefined ? "" : ` — ${phrase(item.failed, locale)}`
  return `${localTime(item.at)} [${title}] ${printable(item.text)} (${item.id})${why}`
}

/** The stable form for programs. */
function scheduledJson({ id, conversation, text, at, silent, failed }: ScheduledItem): string {
  const why = failed === undefined ? {} : { failed }
  return JSON.stringify({ id, conversation, text, at: new Date(at).toISOString(), silent, ...why })
}
