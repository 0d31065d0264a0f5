import { type Bytes, fail, fromBase64Url, type Result } from "@colombe/base"
import { identityOf } from "../account/me.ts"
import type { Notice, SendCalls } from "../api/index.ts"
import type { Home } from "../home/home.ts"
import { queueDeletion, queueEdit, queueReaction } from "../messages/changes.ts"
import { queueForward } from "../messages/forward.ts"
import { queuePin } from "../messages/pins.ts"
import { queueText } from "../outbox/compose.ts"
import { discardRow, fateOf, retryRow, takeBackUpload } from "../outbox/sent.ts"
import type { Driver } from "../session/driver.ts"
import { done, idOf, idsOf, inTurn, queued, sentAs } from "./in-turn.ts"

export function sendCalls(home: Home, driver: Driver): SendCalls {
  const rowCall =
    (work: (home: Home, conversation: Bytes, sendId: Bytes) => Promise<Result<void>>) =>
    async (conversation: string, id: string): Promise<Result<void>> => {
      const sendId = fromBase64Url(id)
      if (sendId === undefined) return fail("id-invalid")
      return inTurn(home, driver, [conversation], (_, known) => work(home, known, sendId))
    }
  return {
    sendText: (conversation, text, options) =>
      queued(home, driver, conversation, async (identity, known) =>
        sentAs(await queueText(home, identity, known, text, options)),
      ),
    async sent(conversation, id) {
      const identity = identityOf(home)
      const known = idOf(conversation)
      const sendId = fromBase64Url(id)
      if (!identity.ok) return identity
      if (!known.ok || sendId === undefined) return fail("id-invalid")
      for (;;) {
        const changed = nextChange(home, conversation)
        const fate = await fateOf(home, identity.value, known.value, sendId)
        if (fate !== undefined) {
          changed.stop()
          return fate
        }
        await changed.happened
      }
    },
    editText: (conversation, id, text, options) =>
      queued(home, driver, conversation, async (identity, known) =>
        sentAs(await queueEdit(home, identity, known, id, text, options)),
      ),
    react: (conversation, id, reaction) =>
      queued(home, driver, conversation, async (identity, known) =>
        done(await queueReaction(home, identity, known, id, reaction)),
      ),
    deleteForEveryone: (conversation, ids) =>
      queued(home, driver, conversation, async (identity, known) =>
        done(await queueDeletion(home, identity, known, ids)),
      ),
    forward: (conversation, ids, to) =>
      queued(home, driver, conversation, async (identity, known) => {
        const targets = idsOf(to.conversations)
        if (!targets.ok) return targets
        return queueForward(home, identity, known, ids, { targets: targets.value, author: to.author })
      }),
    pin: (conversation, id, pinned) =>
      queued(home, driver, conversation, (identity, known) => queuePin(home, identity, known, id, pinned)),
    retrySend: rowCall(retryRow),
    async discardSend(conversation, id) {
      const sendId = fromBase64Url(id)
      if (sendId === undefined) return fail("id-invalid")
      const taken = await queued(home, driver, conversation, (_, known) =>
        takeBackUpload(home, known, sendId),
      )
      return taken.ok && !taken.value ? rowCall(discardRow)(conversation, id) : done(taken)
    },
  }
}

/** The next notice about a conversation's timeline. */
function nextChange(home: Home, conversation: string): { happened: Promise<void>; stop: () => void } {
  let stop = (): void => {}
  const happened = new Promise<void>(resolve => {
    const listener = (notice: Notice): void => {
      if (notice.type !== "timeline" || notice.conversation !== conversation) return
      stop()
      resolve()
    }
    home.listeners.add(listener)
    stop = () => void home.listeners.delete(listener)
  })
  return { happened, stop }
}
