import { type Bytes, fail, type Milliseconds, type Result, succeed } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { composeText } from "@colombe/seal"
import type { ScheduleOptions } from "../api/index.ts"
import { sentUnder } from "../drafts/draft.ts"
import { type Home, type Identity, tell, transact } from "../home/home.ts"
import { beginMessage } from "../outbox/compose.ts"
import { sendIdBytes } from "../outbox/send-id.ts"
import { registerKey, registerValueBytesMax, writeRegister } from "../self/registers.ts"
import { forgetScheduled } from "./forget.ts"
import { type Scheduled, scheduledItem, scheduledItems, scheduledMax, scheduledValue } from "./item.ts"
import { queueScheduled } from "./send.ts"

export interface Plan {
  readonly text: string
  readonly atMs: Milliseconds
}

/** Durable here, then on this person's other devices; the server learns nothing of it before its time. Gives the send id. */
export async function schedule(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  { text, atMs }: Plan,
  { format = "plain", silent = false, replyTo, part }: ScheduleOptions,
): Promise<Result<Bytes>> {
  const begun = await beginMessage(home, identity, conversation, replyTo === undefined ? {} : { replyTo })
  if (!begun.ok) return begun
  const item: Scheduled = {
    id: home.crypto.random(sendIdBytes),
    device: identity.me.device,
    ...{ conversation, atMs, text, format, silent, replyTo: begun.value.replyTo, part },
  }
  const sound = check(home, item)
  if (!sound.ok) return sound
  if ((await scheduledItems(home.store)).length >= scheduledMax) return fail("too-many-scheduled")
  const kept = await keep(home, identity, item)
  return kept.ok ? succeed(item.id) : kept
}

/** Another text, another time, or both. `scheduled-sent`: it has gone out, or is on its way. */
export async function changeScheduled(
  home: Home,
  identity: Identity,
  id: Bytes,
  change: Partial<Pick<Scheduled, "text" | "format" | "atMs">>,
): Promise<Result<void>> {
  const found = await waitingItem(home, identity, id)
  if (!found.ok) return found
  const item = { ...found.value, ...change }
  const sound = check(home, item)
  return sound.ok ? keep(home, identity, item) : sound
}

/** Taken away for good. */
export async function unschedule(home: Home, identity: Identity, id: Bytes): Promise<Result<void>> {
  const found = await waitingItem(home, identity, id)
  if (!found.ok) return found
  return transact(home, async transaction => {
    await forgetScheduled(home, transaction, identity, id)
    return succeed()
  })
}

/** As a send of this device, connected or not. */
export async function sendScheduledNow(home: Home, identity: Identity, id: Bytes): Promise<Result<void>> {
  const found = await waitingItem(home, identity, id)
  return found.ok ? queueScheduled(home, identity, found.value) : found
}

async function waitingItem(home: Home, { me }: Identity, id: Bytes): Promise<Result<Scheduled>> {
  const item = await scheduledItem(home.store, id)
  if (item === undefined) return fail("scheduled-sent")
  const sent = await sentUnder(home.store, item.conversation, me.account, id)
  return sent === undefined ? succeed(item) : fail("scheduled-sent")
}

function check(home: Home, item: Scheduled): Result<void> {
  if (!Number.isSafeInteger(item.atMs) || item.atMs < 0) return fail("request-invalid")
  const composed = composeText(home.crypto, item.text, item.format)
  if (!composed.ok) return composed
  return scheduledValue(item).length > registerValueBytesMax ? fail("text-too-long") : succeed()
}

function keep(home: Home, { me }: Identity, item: Scheduled): Promise<Result<void>> {
  return transact(home, async transaction => {
    const by = { device: me.device, now: home.clock.now() }
    await writeRegister(transaction, by, registerKey("scheduled", item.id), scheduledValue(item))
    transaction.afterwards(() => tell(home, { type: "self" }))
    return succeed()
  })
}
