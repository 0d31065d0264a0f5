import { type Bytes, equal, fail, type Result, succeed } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { identityOf } from "../account/me.ts"
import type { Draft, DraftCalls } from "../api/index.ts"
import { draftIdIn, draftIn, encodeDraft, sentUnder } from "../drafts/draft.ts"
import { type Home, type Identity, tell, transact } from "../home/home.ts"
import { sendIdOf } from "../outbox/send-id.ts"
import { readRegister, registerKey, registerValueBytesMax, writeRegister } from "../self/registers.ts"
import type { Driver } from "../session/driver.ts"
import { idOf, storing } from "./in-turn.ts"

export function draftCalls(home: Home, driver: Driver): DraftCalls {
  return {
    async draft(conversation) {
      const identity = identityOf(home)
      const id = idOf(conversation)
      if (!identity.ok || !id.ok) return undefined
      const value = await readRegister(home.store, "draft", id.value)
      return draftIn(home.store, id.value, identity.value.me.account, value)
    },
    async draftSent(conversation, draft) {
      const identity = identityOf(home)
      const id = idOf(conversation)
      const sendId = sendIdOf(draft)
      if (!identity.ok || !id.ok || !sendId.ok) return false
      return (await sentUnder(home.store, id.value, identity.value.me.account, sendId.value)) !== undefined
    },
    setDraft: (conversation, draft) =>
      storing(async () => {
        const identity = identityOf(home)
        const id = idOf(conversation)
        if (!identity.ok) return identity
        if (!id.ok) return id
        const kept = await keepDraft(home, identity.value, id.value, draft)
        driver.kick()
        return kept
      }),
  }
}

/** In the lane of sends, in the order of the calls: what was called for before a send is there before it. */
async function keepDraft(
  home: Home,
  { me }: Identity,
  conversation: ConversationId,
  draft: Draft,
): Promise<Result<void>> {
  const id = sendIdOf(draft.id)
  if (!id.ok) return id
  const value = draftValue(id.value, draft)
  if (!value.ok) return value
  const isErased = draft.text === "" && draft.replyTo === undefined
  return home.outboxLane(() =>
    transact(home, async transaction => {
      if ((await sentUnder(transaction, conversation, me.account, id.value)) !== undefined)
        return fail("draft-sent")
      const held = draftIdIn(await readRegister(transaction, "draft", conversation))
      // Another view keeps one of its own there.
      if (isErased && (held === undefined || !equal(held, id.value))) return succeed()
      const by = { device: me.device, now: home.clock.now() }
      await writeRegister(transaction, by, registerKey("draft", conversation), value.value)
      transaction.afterwards(() => tell(home, { type: "self" }))
      return succeed()
    }),
  )
}

function draftValue(id: Bytes, { text, replyTo, part }: Draft): Result<Bytes> {
  const answered = replyTo === undefined ? succeed(undefined) : sendIdOf(replyTo)
  if (!answered.ok) return answered
  const value = encodeDraft({ id, text, replyTo: answered.value, part })
  return value.length > registerValueBytesMax ? fail("text-too-long") : succeed(value)
}
