import { fail, type Result, succeed, toBase64Url } from "@colombe/base"
import { type ConversationId, kinds } from "@colombe/rules"
import {
  type Composed,
  type ComposeOptions,
  composeFiles,
  composeText,
  type ForwardedFrom,
  pollWords,
} from "@colombe/seal"
import { personOf } from "../account/people.ts"
import { namedAs } from "../devices/own-name.ts"
import type { Home, Identity } from "../home/home.ts"
import { canWrite } from "../outbox/compose.ts"
import { queueSend } from "../outbox/queue.ts"
import { factOf, factsAbout } from "./facts.ts"
import { type SentMessage, sentMessage } from "./sent-message.ts"

/** Messages that are forwarded at one time, and conversations that they go to. */
export const forwardedMax = 100
export const forwardTargetsMax = 20

/** Spec N50, N51: every message is looked up and every conversation asked before anything is queued. */
export async function queueForward(
  home: Home,
  identity: Identity,
  from: ConversationId,
  ids: readonly string[],
  { targets, author }: { readonly targets: readonly ConversationId[]; readonly author: boolean },
): Promise<Result<void>> {
  if (ids.length === 0 || ids.length > forwardedMax) return fail("too-many-messages")
  if (targets.length === 0 || targets.length > forwardTargetsMax) return fail("too-many-conversations")
  const messages: SentMessage[] = []
  for (const id of new Set(ids)) {
    const message = await sentMessage(home.store, from, id)
    if (!message.ok) return message
    messages.push(message.value)
  }
  messages.sort((left, right) => left.seq - right.seq)
  for (const target of targets) {
    const open = await canWrite(home, identity, target)
    if (!open.ok) return open
  }
  for (const target of targets)
    for (const message of messages) {
      const queued = await forwardOne(home, identity, { from, target, author }, message)
      if (!queued.ok) return queued
    }
  return succeed()
}

async function forwardOne(
  home: Home,
  { me }: Identity,
  way: { readonly from: ConversationId; readonly target: ConversationId; readonly author: boolean },
  message: SentMessage,
): Promise<Result<unknown>> {
  const facts = await factsAbout(home.store, way.from, message.shown.messageId)
  const poll = factOf(facts, "poll")
  const voice = factOf(facts, "voice")
  const { files, format } = message.shown
  // A poll of its own would ask other people something else: its words go on.
  const said = message.shown.text
  const text = poll === undefined ? said : pollWords({ question: said, options: poll.options })
  const named = way.author ? (factOf(facts, "forwarded") ?? (await authorOf(home, message))) : undefined
  const claim = named && { account: named.account, name: named.name }
  const options: ComposeOptions = {
    ...namedAs(me),
    ...(claim === undefined ? {} : { forwardedFrom: claim }),
    previews: factOf(facts, "previews")?.of ?? [],
    ...(voice === undefined ? {} : { voice }),
  }
  const composed = composeAgain(home, message, text, options)
  if (!composed.ok) return composed
  return queueSend(home, way.target, {
    kind: kinds.message,
    content: composed.value.bytes,
    text,
    format,
    files,
  })
}

function composeAgain(
  home: Home,
  { shown: { files, format } }: SentMessage,
  text: string,
  options: ComposeOptions,
): Result<Composed> {
  if (files.length === 0) return composeText(home.crypto, text, format, options)
  return composeFiles(home.crypto, files, text.trim() === "" ? undefined : { text, format }, options)
}

/** By the name that they go by; whoever has none that may be shown is named by their handle. */
async function authorOf(home: Home, { shown }: SentMessage): Promise<ForwardedFrom> {
  const { displayName } = await personOf(home.store, shown.account)
  return { account: shown.account, name: displayName || toBase64Url(shown.account) }
}
